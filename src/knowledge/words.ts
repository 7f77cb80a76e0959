/** Letters beyond this are noise: no language's word for search is longer, and n-grams cost by length. */
const longestWord = 40;

const apostrophes = /['’‘ʼ＇]/gu;
/** Only the combining diacritics of Latin, Greek and Cyrillic; the marks of Thai or Hindi are vowels. */
const diacritics = /[\u0300-\u036f]/gu;
const word = /[\p{L}\p{N}\p{M}]+/gu;
const spaceless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

const segmenter = new Intl.Segmenter('en', { granularity: 'word' });

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant, its first characters too
const ascii = /^[\u0000-\u007f]*$/u;
const asciiWord = /[a-z0-9]+/g;

/** One writing for one word: NFKC, lower case, no diacritics, no apostrophes ("Can’t" is `cant`). */
export function normalize(text: string): string {
  const folded = text.normalize('NFKC').toLowerCase().replace(apostrophes, '');
  return folded.normalize('NFD').replace(diacritics, '').normalize('NFC');
}

/** The words of a text in order, normalised; scripts without spaces are cut by Unicode's dictionaries. */
export function wordsOf(text: string): string[] {
  // Most text is ASCII, and a large folder has millions of words: they skip what cannot concern them.
  if (ascii.test(text)) return bounded(text.toLowerCase().replaceAll("'", '').match(asciiWord) ?? []);
  const normalized = normalize(text);
  const found = normalized.match(word) ?? [];
  if (!spaceless.test(normalized)) return bounded(found);
  return bounded(found.flatMap((each) => (spaceless.test(each) ? segments(each) : [each])));
}

function bounded(words: readonly string[]): string[] {
  return words.map((each) => (each.length > longestWord ? each.slice(0, longestWord) : each));
}

/** V8 copies what is cut for each word that it is cut into: in one piece, an article would fill the memory. */
const piece = /.{1,250}/gsu;

function segments(run: string): string[] {
  return (run.match(piece) ?? [])
    .flatMap((some) => [...segmenter.segment(some)])
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);
}
