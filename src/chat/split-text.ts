/** The text in pieces of at most `limit` characters, cut where a reader would: at a paragraph, a line, a word. */
export function splitText(text: string, limit: number): readonly string[] {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > limit) {
    const at = cutAt(rest.slice(0, limit + 1), limit);
    pieces.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return [...pieces, rest].filter((piece) => piece !== '');
}

/** A mark too near the beginning would leave a piece of a few words. */
function cutAt(head: string, limit: number): number {
  const marks = ['\n\n', '\n', ' '].map((mark) => head.lastIndexOf(mark));
  const found = marks.find((at) => at > limit / 2) ?? limit;
  return startsInPair(head, found) ? found - 1 : found;
}

/** Between the two halves of one character, such as an emoji. */
const startsInPair = (text: string, at: number): boolean => /[\uDC00-\uDFFF]/.test(text[at] ?? '');
