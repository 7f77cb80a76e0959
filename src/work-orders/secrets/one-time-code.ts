import { endOf, type Span } from './span.ts';

const codeWord = '(?:codes?|otp|tan|one[- ]time (?:pass(?:word|code)?|pin)|2fa|mfa|totp|passcode|pin)';
const codeAfter = new RegExp(
  `(?:(?<![\\p{L}-])([\\p{L}-]{1,30}\\s{1,9}))?\\b${codeWord}\\b(?:\\s{1,9}(?:i (?:got|received|have|use|used|entered|typed|was given)|from (?:the |my )?\\w+|(?:they|you|it|he|she|the app) \\w+(?: me)?|number))?\\s{0,9}(?:is|was|:|=|->|#)?\\s{0,9}:?\\s{0,9}["'“(]?((?:[A-Z]-)?\\d{3}[ -]\\d{3}|(?:[A-Z]-)?\\d{4,8})(?![\\p{L}\\p{N}]|[.,/:-]\\d|\\s{0,9}(?:EUR|USD|BTC|ETH|times|minutes|hours|days|errors?|means?)\\b)`,
  'giu',
);
const codeBefore = new RegExp(
  `(?<![\\p{L}\\p{N}.,-])((?:[A-Z]-)?(?:\\d{3}[ -]\\d{3}|\\d{4,8}))\\s{1,9}(?:is|was|as)\\s{1,9}(?:(?:my|the|your|an?)\\s{1,9})?(?:[\\p{L}-]{1,30}\\s{1,9}){0,3}?${codeWord}\\b`,
  'giu',
);
const backupCode =
  /\b(?:backup|recovery|reset|security|verification|login|rescue)\s{1,9}codes?\s{0,9}(?:is|are|:|=)\s{0,9}((?:(?=[A-Za-z0-9-]*\d)[A-Za-z0-9]{4,8}(?:-[A-Za-z0-9]{4,8}){0,7}(?![\p{L}\p{N}])[\s,;]{0,3}){1,20})/giu;
// Codes that are no secret.
const otherCode =
  /^(?:error|status|postal|post|zip|country|area|dial(?:ling|ing)?|sort|bank|branch|bar|qr|promo|promotion|referral|discount|voucher|coupon|gift|swift|bic|response|exit|http|product|reason|currency|source|fehler|invite|invitation|tax|dress|failure|reference|order|network|tracking|parcel|shipping|item|door|gate)\s+$/i;

/** One-time codes, PINs and backup codes beside the words for them. */
export function oneTimeCodes(text: string): readonly Span[] {
  if (!/\d/.test(text)) return [];
  const after = [...text.matchAll(codeAfter)].flatMap((match) =>
    otherCode.test(match[1] ?? '') ? [] : [endOf(match, match[2] ?? '')],
  );
  const before = [...text.matchAll(codeBefore)].flatMap((match) =>
    [...otherCodeWords].some((word) => match[0].toLowerCase().includes(` ${word} `))
      ? []
      : [{ from: match.index, to: match.index + (match[1] ?? '').length }],
  );
  return [...after, ...before, ...said(text).map((match) => endOf(match, (match[1] ?? '').trimEnd()))];
}

const six = '(\\d{3}[ -]?\\d{3})(?![\\d.,]?\\d)';
const sayings = [
  backupCode,
  new RegExp(
    `\\b(?:authenticator|2fa|totp|sms|text(?: message)?)(?: app)? (?:shows|says|said|displays|reads|gives(?: me)?)\\s{0,9}:?\\s{0,9}${six}`,
    'giu',
  ),
  // "I got 482913 by sms"
  new RegExp(
    `\\b(?:got|received|sent me|texted me) ${six} (?:by|via|in|per|from) (?:an? |the |my )?(?:sms|texts?|e-?mail|authenticator)\\b`,
    'giu',
  ),
  // "I entered 482 913 but it says invalid code"
  new RegExp(
    `\\b(?:enter(?:ed)?|typed|put in|tried|used) ${six}(?=[^.!?\\n]{1,60}\\b(?:invalid|wrong|expired|incorrect|login|verification|sms)\\s{1,3}(?:code|otp|pin)\\b)`,
    'giu',
  ),
  // Of a card or a phone, the last four digits are no secret.
  /(?<!\blast )\b(?:six|6|four|4|eight|8)[- ]?digits?(?: (?:code|number|pin))?\s{0,9}(?:is|are|was|were|:)\s{0,9}(\d{3}[ -]\d{3}|\d{4,8})(?![\d.,]?\d)/giu,
];

const said = (text: string): readonly RegExpExecArray[] =>
  sayings.flatMap((form) => [...text.matchAll(form)]);

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
