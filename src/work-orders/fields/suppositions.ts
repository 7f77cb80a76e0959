/** A sentence, with the numbers in it whole. */
export const sentence = /(?:[^.!?\n]|[.!?](?=\S))+(?:[.!?]+|\n|$)/g;

/** "If I had 10 BTC", "what if my phone is stolen some day", "suppose I deposit 100": nothing of it is so. */
const supposed =
  /\b(?:what if|what do (?:you|they) mean|what does [^.!?]{1,40} mean|if (?:i|we|you) (?:had|were|was|would|could)|suppose|supposing|imagine|hypothetically|let['’]?s say|thank(?:s| you) for (?:updating|changing|fixing|closing|unlocking|solving|resolving)|some ?day|in theory|just (?:asking|wondering|curious)|out of curiosity|how would (?:i|you)|(?:were|was|have|has) (?:you|your \w+) (?:ever|last|recently)|do (?:you|u) (?:ever |also |still )?(?:keep|store|have|offer|support|accept|sell|share|call))\b/i;
const condition = /\b(?:if|when|whenever|in case|for example|for instance|e\.g)\b/i;
/** What is asked about everybody's case: "how much do I get", "is there a fee". */
const generally =
  /\b(?:how (?:much|long|many) (?:do|does|would|will|can|is|are)|what (?:is|are|would|will|happens)|what['’]?s|whats|(?:would|will|do|does|can|could) (?:i|it|you|we|one|they)|is (?:it|there))\b/i;
const aboutCosts =
  /^\W*(?:(?:hi|hello|hey|and|so|ok|okay|but|also|please|pls|sorry)\W+)*(?:what|whats|how|is|are|do|does|can|which)\b.*\b(?:fees?|costs?|charge|minimum|maximum|min|max|limits?|allowed|possible|free|rate)\b/i;
/** "Can I deposit 5,000 EUR at once?" */
const possibly =
  /^\W*(?:(?:hi|hello|hey|and|so|ok|okay|but|also|please|pls|sorry)\W+)*(?:can|could|may) i\b(?! still|.*\bmy\b).*\?/i;
/** News, and other people's cases. */
const elsewhere =
  /\b(?:i (?:have |['’]ve )?(?:just )?(?:read|heard) (?:that|about|somewhere|on|in)|in the news|on reddit|(?:the )?others\b[^.!?]*\b(?:lost|have|had|got)|(?:my|a) (?:girl|boy)?(?:friend|colleague|neighbou?r|mate|cousin|roommate|flatmate|co-?worker|boss)(?:['’]?s)?(?: \w+)? (?:has|have|had|got|was|were|is|lost|logged|signed|uses?|can|wants?|needs?|forgot|asks|asked))\b/i;
/** Something of one's own that has happened is told in the same breath. */
const happened = /\b(?:(?:has|have|had)n['’]?t|did(?:n['’]?t)?|missing|stuck|ago|yesterday)\b/i;

/**
 * A message with blanks, as long as before, where it only supposes something or tells of somebody else's
 * case: a form is about what happened to the requester.
 */
export const withoutSuppositions = (text: string): string => blanked(text, isSupposed);

/** The same without what is asked about everybody's case: its amounts and days are examples. */
export const withoutExamples = (text: string): string =>
  blanked(text, (one) => isSupposed(one) || isExample(one));

const blanked = (text: string, isBlank: (one: string) => boolean): string =>
  text.replace(sentence, (one) => (isBlank(one) ? ' '.repeat(one.length) : one));

const isSupposed = (one: string): boolean => elsewhere.test(one) || supposed.test(one);

const isExample = (one: string): boolean =>
  !happened.test(one) &&
  ((condition.test(one) && generally.test(one)) || aboutCosts.test(one) || possibly.test(one));
