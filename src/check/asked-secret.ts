const codes =
  'verification|one-time|security|sign-in|login|log-in|2fa|two-factor|authenticator|sms|backup|recovery';

/** What lets others in. A country code, an error code or a public key does not. */
const secret = new RegExp(
  [
    'passwords?|passphrases?|pin|(?:seed|recovery|backup|secret) phrases?',
    '(?:private|secret) keys?|seed words|(?:your|the|this) codes?',
    `(?:${codes}|(?:6|six)-digit) codes?`,
  ].join('|'),
);

/** Words by which a text wants something for itself, each followed within the clause by a secret. */
const request = new RegExp(
  [
    '\\b(?:send|give|tell|share|provide|submit|forward|reply with|(?:e-?mail|message|text|show) (?:us|me))\\b',
    '\\b(?:enter|type|paste|write|post|confirm)\\b(?=.*\\b(?:here|below|in (?:this|the) (?:chat|form)|to us)\\b)',
    "\\b(?:what is|what are|what's|which is) your\\b",
    '\\bwe (?:will |may |also )?(?:need|want|ask for|require)\\b',
  ].join('|'),
);

const denied =
  /\b(?:never|not|no|nobody|none|neither|without|cannot|\w+n['’]t|instead of|avoid|refuse|whoever|anyone|someone|if)\b/;
const warned =
  /\b(?:scam\w*|phish\w*|fraud\w*|fake\w*|thie\w+|criminals?|impost\w+|attack\w*|pretend\w*|stolen|(?:never|not) from us)\b/;

/**
 * The words by which a text asks its reader to hand over a secret; undefined when it does not. It
 * looks at each clause by itself, and lets pass what denies or warns before the secret is named.
 */
export function asksForSecret(text: string): string | undefined {
  for (const clause of text.toLowerCase().split(/[.;!\n]+|\?(?=\s)|\b(?:but|then)\b/)) {
    const found = inClause(clause);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inClause(clause: string): string | undefined {
  const asking = request.exec(clause);
  if (asking === null || warned.test(clause)) return undefined;
  const rest = clause.slice(asking.index);
  const named = new RegExp(`\\b(?:${secret.source})\\b(?! (?:reset|change|manager|policy|rules))`).exec(rest);
  if (named === null || denied.test(clause.slice(0, asking.index + named.index))) return undefined;
  return named[0];
}
