/** Where a secret stands: from its first character to after its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Finder = (text: string) => readonly Span[];

export const spansOf = (text: string, form: RegExp): readonly Span[] =>
  [...text.matchAll(form)].map((match) => ({ from: match.index, to: match.index + match[0].length }));

/** Where a part of a match lies, its last place counting. */
export function endOf(match: RegExpExecArray, part: string): Span {
  const from = match.index + match[0].lastIndexOf(part);
  return { from, to: from + part.length };
}
