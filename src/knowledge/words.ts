/** Letters beyond this are noise: no language's word for search is longer, and n-grams cost by length. */
const longestWord = 40;

const apostrophes = /['’‘ʼ＇]/gu;
/** Only the combining diacritics of Latin, Greek and Cyrillic; the marks of Thai or Hindi are vowels. */
const diacritics = /[\u0300-\u036f]/gu;
const word = /[\p{L}\p{N}\p{M}]+/gu;
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

/** One writing for one word: NFKC, lower case, no diacritics, no apostrophes ("Can’t" is `cant`). */
export function normalize(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replace(apostrophes, '');
  return folded.normalize('NFD').replace(diacritics, '').normalize('NFC');
}

/** The words of a text in order, normalised; scripts without spaces are cut by Unicode's dictionaries. */
export function wordsOf(text: string): string[] {
  const found = normalize(text).match(word) ?? [];
  return found.flatMap((each) => (spaceless.test(each) ? segments(each) : [each.slice(0, longestWord)]));
}

function segments(run: string): string[] {
  const words: string[] = [];
  for (const { segment, isWordLike } of segmenter.segment(run)) {
    if (isWordLike) words.push(segment.slice(0, longestWord));
  }
  return words;
}
