import { currencyNames } from './currencies.ts';
import { contentWords, fold, isFormOf } from './words.ts';

/** What happens to somebody who then asks a desk for help, in the words in which it is told. */
const events =
  /\b(?:happen|notic|discover|deposit|withdr|transfer|transact|request|submit|upload|convert|exchang|receiv|arriv|reach|credit|charged|process|execut|confirm|cancel|disappear|vanish|reject|refus|declin|den(?:y|ied)|block|lock|freez|froz|hack|stol|steal|snatch|robb|click|miss|call|stop|drop(?!\w* (?:to|by|from)\b)|fail|crash|pending|stuck|wait|order|clos|chang|work|log(?:ged|in| in)|sign)\w*|\b(?:send|sent|pay|paid|payout|buy|bought|sell|sold|swap\w*|trad(?:e|ed|ing)|top(?:ped)? up|cash(?:ed)? ?out|got|gave|hand(?:ed)?|took|taken|made|lost|lose|gone|saw|seen|found|went|came|left|filled|delivered|out|down|dead|tried|began|begun|started|ended|emptied|drained|nothing|broke|broken|damaged|did|done|put|landed|appeared|tx|id|amount|sum|total|value|when|date|time|meant|cost|via|worth|accounts?|wallet|balance|bank)\b/i;

/** Without one of these it is a note, or another language, in which nothing is known of what happens. */
const english =
  /\b(?:the|my|mine|your|his|her|our|their|it|its|is|are|was|were|be|i|im|you|u|we|he|she|they|of|in|and|but|for|with|need|have|has|had|will|this|that)\b/i;

const currencies = currencyNames([]);

const everyday = new Set(
  'hi hello hey ok yes no well so it was were is i think about around maybe must been have be sometime like guess on a an from that this my of and then there just exactly roughly approximately the at in as said earlier day days before after morning afternoon evening night noon lunchtime hour hours half past quarter to since of course monday tuesday wednesday thursday friday saturday sunday sir please pls sorry bit more less little where there should mistake twas say id d would reckon probably im sure pretty almost certain'.split(
    ' ',
  ),
);

const isEveryday = (words: readonly string[]): boolean =>
  words.every((word) => everyday.has(word) || /^\d+(?:st|nd|rd|th)?$/.test(word) || currencies.has(word));

/** Without one of these nothing is said of anything: "at noon yesterday, from my Revolut". */
const saying = /\b(?:i|we|you|he|she|they|is|was|are|were|has|had|have)\b|['’](?:m|s|re|ve|d|ll)\b/i;

/** Whether what stands beside a value between two commas tells nothing else: ", 430 EUR", "it was 3 hours ago, …". */
export function standsAlone(before: string, after: string, isNaming: boolean): boolean {
  const clause = `${before.split(/[,;:()]/).at(-1)} ${after.split(/[,;:()]/)[0]}`;
  const words = fold(clause).split(' ').filter(Boolean);
  const isNote = !saying.test(`${before} ${after}`);
  return isEveryday(words) && (isNaming || isNote || words.some((word) => /^(?:it|that|this)$/.test(word)));
}

/**
 * Whether a sentence, without a value that was found in it, is about the matter and does not only mention
 * that value: "I was at the embassy on Monday", "my rent is 900 EUR". It is where nothing else is said, or what happens to
 * people's money and accounts, or what the label names.
 */
export function isSaidOfMatter(label: string, rest: string): boolean {
  if (events.test(rest) || !english.test(rest)) return true;
  const words = fold(rest).split(' ').filter(Boolean);
  const named = contentWords(label);
  return isEveryday(words) || words.some((word) => named.some((one) => isFormOf(word, one)));
}
