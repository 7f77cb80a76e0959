/** A search costs by what it is asked, so what it is asked is bounded before anything reads it. */
export const longestQuery = 1_000;
export const mostDistinctTerms = 32;

/** The first characters; a surrogate pair is not cut in half. */
export function boundText(text: string, most: number = longestQuery): string {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? most - 1 : most);
}

/** The words up to the 32nd distinct one; repeats of those stay, so that the order is kept. */
export function boundTerms(words: readonly string[]): string[] {
  const seen = new Set<string>();
  return words.filter((word) => {
    if (seen.size < mostDistinctTerms) seen.add(word);
    return seen.has(word);
  });
}
