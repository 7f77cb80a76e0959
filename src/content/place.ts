/** A position in a text file; both count from 1, as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where a file begins: the place of what is missing altogether. */
export const fileStart: Place = { line: 1, column: 1 };

/** The place of an offset, counted in UTF-16 code units, in a text with `\n` line ends. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}
