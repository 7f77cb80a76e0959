import { checksBase58 } from './fields/base58.ts';

export type Secret =
  | 'seed-phrase'
  | 'private-key'
  | 'card-number'
  | 'password'
  | 'one-time-code'
  | 'api-secret';

export interface Guarded {
  /** The text with "[removed: seed phrase]" and the like where secrets stood. */
  readonly text: string;
  /** What was removed, each kind once, in the order above. */
  readonly removed: readonly Secret[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

type Finder = (text: string) => readonly Span[];

/**
 * Takes secrets out of a text before anything stores or logs it. It errs towards silence: what could
 * as well be a transaction id, an amount or an ordinary word stays, since a guard that cries wolf at
 * every question teaches people to ignore it. Pure, and the same again over its own output.
 */
export function guardSecrets(text: string): Guarded {
  let guarded = text;
  const removed: Secret[] = [];
  for (const [kind, finder] of finders) {
    const spans = finder(guarded);
    if (spans.length > 0) removed.push(kind);
    guarded = without(guarded, spans, `[removed: ${kind.replaceAll('-', ' ')}]`);
  }
  return { text: guarded, removed };
}

/** From the end, so that the places of the earlier ones stay right; overlapping ones go as one. */
function without(text: string, spans: readonly Span[], placeholder: string): string {
  let result = text;
  let before = text.length + 1;
  for (const { from, to } of spans.toSorted((a, b) => b.to - a.to || a.from - b.from)) {
    if (to > before) continue;
    result = result.slice(0, from) + placeholder + result.slice(to);
    before = from;
  }
  return result;
}

// Words that no BIP-39 seed has and hardly any sentence lacks; "have", "you" or "what" are in the list.
const functionWords = new Set(
  (
    'the and was were are for not but has had from your our his her she its him them their these those been ' +
    'did does would could should how why who which than out after with an is it to of in on my me we be by as at or if so no do went got get'
  ).split(' '),
);
const seedLengths = new Set([12, 15, 18, 21, 24]);
const seedCue =
  /\b(?:seed|recovery|mnemonic|backup|secret)\b[^.!?]{0,20}\b(?:phrase|words?|seed)\b|\bseed\b|\bmnemonic\b|\b(?:12|15|18|21|24|twelve|twenty[- ]four) words\b/i;

/**
 * Without the BIP-39 list at hand a seed phrase is known by its shape: a run of 12 words or more, each
 * of 3 to 8 letters and none a function word, in a message that announces it, or alone and of a seed's length.
 */
function seedPhrases(text: string): readonly Span[] {
  // Anywhere in the message: such a run is rare enough, and a second list stands far from the words for it.
  const announced = seedCue.test(text);
  return seedRuns(text).flatMap((run) => {
    const span = { from: run[0]?.from ?? 0, to: run.at(-1)?.to ?? 0 };
    const alone = !/\p{L}/u.test(text.slice(0, span.from) + text.slice(span.to));
    return announced || (alone && seedLengths.has(run.length)) ? [span] : [];
  });
}

function seedRuns(text: string): readonly (readonly Span[])[] {
  const runs: Span[][] = [[]];
  let last = 0;
  for (const match of text.matchAll(/\p{L}+/gu)) {
    const word = { from: match.index, to: match.index + match[0].length };
    // Between two words of a list: spaces, line ends, commas, and the number of the next word.
    const joined = /^[\s,;|"'-]*(?:\(?\d{1,2}[.):]?\s*)?$/.test(text.slice(last, word.from));
    if (!joined || !isSeedWord(match[0])) runs.push([]);
    if (isSeedWord(match[0])) runs.at(-1)?.push(word);
    last = word.to;
  }
  return runs.filter((run) => run.length >= 12);
}

const isSeedWord = (word: string): boolean =>
  /^[a-z]{3,8}$/i.test(word) && !functionWords.has(word.toLowerCase());

const key58 = '[1-9A-HJ-NP-Za-km-z]';
const keyForms = [
  new RegExp(`(?<![A-Za-z0-9])(?:[5KL]${key58}{50,51})(?![A-Za-z0-9])`, 'g'),
  new RegExp(`(?<![A-Za-z0-9])[xyztuv]prv${key58}{80,120}(?![A-Za-z0-9])`, 'g'),
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Solana's command line writes a key as the list of its 64 bytes.
  /\[\s*(?:\d{1,3}\s*,\s*){63}\d{1,3}\s*\]/g,
];
const keyRun = new RegExp(`(?<![A-Za-z0-9])(?:(?:0x)?[0-9a-fA-F]{64}|${key58}{86,88})(?![A-Za-z0-9])`, 'g');
const keyCue =
  /\b(?:priv(?:ate)?[\s_-]*keys?|secret[\s_-]*keys?|signing[\s_-]*keys?|seed[\s_-]*hex|wallet[\s_-]*keys?)\b/gi;
const idCue = /\b(?:tx(?:id|hash|n)?s?|transactions?(?:[\s_-]*(?:id|hash))?|hash|block|signature)\b/gi;

// How far back the words for a list of keys are looked for.
const keyListLength = 5000;

/** A transaction id has the same form as a key: the nearest word before it decides, or else one just after. */
function privateKeys(text: string): readonly Span[] {
  const formed = keyForms
    .flatMap((form) => spansOf(text, form))
    .filter((span) => isKey(text.slice(span.from, span.to)));
  const runs = spansOf(text, keyRun).filter((span) => {
    // What stands before in a list of keys is no distance: the words for it hold for all of them.
    const before = text
      .slice(Math.max(0, span.from - keyListLength), span.from)
      .replace(/\[removed: [^\]]*\]|[A-Za-z0-9]{40,}/g, '')
      .slice(-60);
    const [key, id] = [lastEnd(before, keyCue), lastEnd(before, idCue)];
    if (key >= 0 || id >= 0) return key > id;
    return /^["')\]]?\s*(?:is|was|=)\s+(?:my|the|our)\s+(?:\w+\s+){0,2}(?:private|secret) key/i.test(
      text.slice(span.to, span.to + 60),
    );
  });
  return [...formed, ...runs];
}

/** The forms of Bitcoin have a checksum; a mistyped key of full length is still most of a key. */
const isKey = (text: string): boolean => !/^[5KL]/.test(text) || text.length === 52 || checksBase58(text);

const cardCheck =
  /\b(?:cvv2?|cvc2?)\b(?:\s{1,9}(?:number|code))?\s{0,9}(?:is|:|=)?\s{0,9}(\d{3,4})(?![\p{L}\p{N}])/giu;

function cardNumbers(text: string): readonly Span[] {
  const runs = spansOf(text, /(?<![\p{L}\p{N}+.,#-]|\d[ ])\d(?:[ -]?\d){12,18}(?![\p{L}\p{N}]|[.,-]\d)/gu);
  const numbers = runs.filter(({ from, to }) => {
    const digits = text.slice(from, to).replace(/\D/g, '');
    return isCardShape(digits) && luhn(digits);
  });
  return [...numbers, ...[...text.matchAll(cardCheck)].map((match) => endOf(match, match[1] ?? ''))];
}

/** Issuers' ranges and their lengths: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const isCardShape = (digits: string): boolean =>
  /^(?:4\d{12}|4\d{15}|4\d{18}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|62\d{14,17}|(?:50|5[6-9]|6[37])\d{14,17})$/.test(
    digits,
  );

const luhn = (digits: string): boolean =>
  [...digits].reverse().reduce((sum, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return sum + (value > 9 ? value - 9 : value);
  }, 0) %
    10 ===
  0;

const passwordSaid =
  /\b(?:password|passwd|passwort|pass ?phrase|passcode|pwd|pw|pass)(?:\s{1,9}(?:for|to|of|on)\s{1,9}(?:\w{1,30}\s{1,9}){1,3}?|\s{1,9})?(\s{0,9}[:=]\s{0,9}|\s{0,9}(?:is|was|will be|to be|to|->)\s{0,9}:?\s{1,9}|\s{1,9})(?:["'“‘`]([^"'”’`\n]{3,80})["'”’`]|([^\s"'“”]{3,80}))/giu;
// What people say about a password instead of saying it.
const said =
  /^(?:wrong|incorrect|invalid|correct|right|fine|good|ok(?:ay)?|weak|strong|too|very|so|not|no|never|always|still|also|already|now|again|just|only|being|been|expired?|locked|blocked|lost|gone|forgotten|unknown|rejected|refused|accepted|denied|changed|reset|resetting|working|safe|secure|unsafe|compromised|leaked|stolen|hacked|same|different|old|new|missing|needed|required|requested|asked|saved|stored|the|a|an|my|your|their|in|on|at|for|from|by|to|and|or|but|because|what|which|where|how|that|this|it|something|nothing|long|short|case|written|unchanged|n\/?a|none|yes|forgot|does|doesn.?t|do|did|didn.?t|will|won.?t|can|can.?t|cannot|has|hasn.?t|have|was|is|isn.?t|failed|fails|stopped|manager|field|page|mail|e-?mails?|link|button|problem|change|recovery|protected)$/i;

function passwords(text: string): readonly Span[] {
  return [...text.matchAll(passwordSaid)].flatMap((match) => {
    const [whole, link = '', quoted, bare] = match;
    const secret = (quoted ?? bare ?? '').replace(/[.,;:!?)\]]+$/, '');
    if (secret === '' || secret.startsWith('[removed')) return [];
    const rest = text.slice(match.index + whole.length);
    if (quoted === undefined && !soundsLikePassword(secret, link.trim(), rest)) return [];
    const from = match.index + whole.lastIndexOf(quoted ?? bare ?? '');
    return [{ from, to: from + secret.length }];
  });
}

function soundsLikePassword(secret: string, link: string, rest: string): boolean {
  if (said.test(secret) && !/\d/.test(secret)) return false;
  if (
    secret.length < 3 ||
    (/^\d+$/.test(secret) &&
      /^\s*(?:characters?|letters?|digits?|times?|days?|weeks?|months?|years?|hours?|minutes?)/i.test(rest))
  )
    return false;
  if (/^\p{Ll}+\/|^https?:|@[\w-]+\.\w/u.test(secret)) return false;
  const mixed = /\d/.test(secret) || /[^\p{L}\p{N}.,'’-]/u.test(secret) || /\p{Ll}\p{Lu}/u.test(secret);
  if (link === ':' || link === '=') return mixed || rest.trim() === '' || /^\s*[\n,;]/.test(rest);
  if (link === '')
    return (
      /\d/.test(secret) && /[\p{L}\p{S}\p{P}]/u.test(secret) && !/^\d+(?:st|nd|rd|th|x|h|s|%)$/i.test(secret)
    );
  // "I need my password to withdraw" ends like "I changed my password to swordfish".
  return mixed || (link !== 'to' && /^[\s.!)]*$/.test(rest));
}

const codeWord = '(?:codes?|otp|tan|one[- ]time (?:pass(?:word|code)?|pin)|2fa|mfa|totp|passcode|pin)';
const codeAfter = new RegExp(
  `(?:(?<![\\p{L}-])([\\p{L}-]{1,30}\\s{1,9}))?\\b${codeWord}\\b(?:\\s{1,9}(?:i (?:got|received|have)|from (?:the |my )?\\w+|(?:they|you|it|he|she|the app) \\w+(?: me)?|number))?\\s{0,9}(?:is|was|:|=|->|#)?\\s{0,9}:?\\s{0,9}["'“(]?((?:[A-Z]-)?\\d{3}[ -]\\d{3}|(?:[A-Z]-)?\\d{4,8})(?![\\p{L}\\p{N}]|[.,/:-]\\d|\\s{0,9}(?:EUR|USD|BTC|ETH|times|minutes|hours|days)\\b)`,
  'giu',
);
const codeBefore = new RegExp(
  `(?<![\\p{L}\\p{N}.,-])(\\d{3}[ -]\\d{3}|\\d{4,8})\\s{1,9}(?:is|was|as)\\s{1,9}(?:my|the|your|a)\\s{1,9}(?:[\\p{L}-]{1,30}\\s{1,9}){0,3}?${codeWord}\\b`,
  'giu',
);
const backupCode =
  /\b(?:backup|recovery|reset|security|verification|login|rescue)\s{1,9}codes?\s{0,9}(?:is|are|:|=)\s{0,9}((?=[A-Za-z0-9-]*\d)[A-Za-z0-9]{4,8}(?:-[A-Za-z0-9]{4,8}){0,7})(?![\p{L}\p{N}])/giu;
// Codes that are no secret.
const otherCode =
  /^(?:error|status|postal|post|zip|country|area|dial(?:ling|ing)?|sort|bank|branch|bar|qr|promo|promotion|referral|discount|voucher|coupon|gift|swift|bic|response|exit|http|product|reason|currency|source|fehler|invite|invitation|tax|dress|failure|reference|order|network)\s+$/i;

function oneTimeCodes(text: string): readonly Span[] {
  const after = [...text.matchAll(codeAfter)].flatMap((match) =>
    otherCode.test(match[1] ?? '') ? [] : [endOf(match, match[2] ?? '')],
  );
  const before = [...text.matchAll(codeBefore)].flatMap((match) =>
    [...otherCodeWords].some((word) => match[0].toLowerCase().includes(` ${word} `))
      ? []
      : [{ from: match.index, to: match.index + (match[1] ?? '').length }],
  );
  return [
    ...after,
    ...before,
    ...[...text.matchAll(backupCode), ...text.matchAll(shownCode)].map((match) =>
      endOf(match, match[1] ?? ''),
    ),
  ];
}

const shownCode =
  /\b(?:authenticator|2fa|totp)(?: app)? (?:shows|says|displays|gives(?: me)?)\s{0,9}:?\s{0,9}(\d{3}[ -]?\d{3})(?!\d)/giu;
const otherCodeWords = [
  'error',
  'status',
  'postal',
  'zip',
  'country',
  'area',
  'sort',
  'bank',
  'promo',
  'referral',
];

const knownSecrets =
  /(?<![A-Za-z0-9])(?:(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{20,}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,}|(?:AKIA|ASIA)[A-Z0-9]{16}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+|AIza[\w-]{35})/g;
const apiSaid =
  /\b(?:(?:api|client|app|consumer|webhook|access)[\s_-]*(?:secret|key|token)(?:[\s_-]*key)?|(?:auth|bearer|session|refresh)[\s_-]*token|bearer|secret|token)(?:\s{0,9}[:=]\s{0,9}|\s{1,9}(?:is|was)\s{0,9}:?\s{1,9}|\s{1,9})["'“`]?([A-Za-z0-9_+/=.~-]{16,200})/gi;

/** Only what has digits and letters: "API secretmanagement" is no secret; addresses and hex ids of a chain are none either. */
function apiSecrets(text: string): readonly Span[] {
  const announced = [...text.matchAll(apiSaid)]
    .filter(
      (match) =>
        /\d/.test(match[1] ?? '') &&
        /[A-Za-z]/.test(match[1] ?? '') &&
        !/^0x[0-9a-f]{40}$/i.test(match[1] ?? ''),
    )
    .map((match) => endOf(match, (match[1] ?? '').replace(/[.]+$/, '')));
  return [...spansOf(text, knownSecrets), ...announced];
}

const spansOf = (text: string, form: RegExp): readonly Span[] =>
  [...text.matchAll(form)].map((match) => ({ from: match.index, to: match.index + match[0].length }));

/** Where a part of a match lies, its last place counting. */
function endOf(match: RegExpExecArray, part: string): Span {
  const from = match.index + match[0].lastIndexOf(part);
  return { from, to: from + part.length };
}

const lastEnd = (text: string, form: RegExp): number => [...text.matchAll(form)].at(-1)?.index ?? -1;

// The order counts: what one finder removed, the next no longer sees. "Secret key: <hex>" is a private key.
const finders: readonly (readonly [Secret, Finder])[] = [
  ['seed-phrase', seedPhrases],
  ['private-key', privateKeys],
  ['card-number', cardNumbers],
  ['api-secret', apiSecrets],
  ['one-time-code', oneTimeCodes],
  ['password', passwords],
];
