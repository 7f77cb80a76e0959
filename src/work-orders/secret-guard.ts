import { apiSecrets } from './secrets/api-secret.ts';
import { type AsRead, asRead } from './secrets/as-read.ts';
import { cardNumbers } from './secrets/card-number.ts';
import { oneTimeCodes } from './secrets/one-time-code.ts';
import { passwords } from './secrets/password.ts';
import { privateKeys } from './secrets/private-key.ts';
import { seedPhrases } from './secrets/seed-phrase.ts';
import type { Finder, Span } from './secrets/span.ts';

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

/**
 * Takes secrets out of a text before anything stores or logs it. It errs towards silence: what could
 * as well be a transaction id, an amount or an ordinary word stays, since a guard that cries wolf at
 * every question teaches people to ignore it. Pure, and the same again over its own output.
 */
export function guardSecrets(text: string): Guarded {
  let guarded = text;
  let read = asRead(text);
  const removed: Secret[] = [];
  for (const [kind, finder] of finders) {
    const spans = finder(read.text);
    if (spans.length === 0) continue;
    removed.push(kind);
    guarded = without(
      guarded,
      spans.map((span) => writtenAt(span, read)),
      `[removed: ${kind.replaceAll('-', ' ')}]`,
    );
    read = asRead(guarded);
  }
  return { text: guarded, removed };
}

/** Where a stretch of what is read stands in what was written. */
const writtenAt = ({ from, to }: Span, { places }: AsRead): Span =>
  places === undefined ? { from, to } : { from: places[from]?.[0] ?? 0, to: places[to - 1]?.[1] ?? 0 };

/** What overlaps goes as one. */
function without(text: string, spans: readonly Span[], placeholder: string): string {
  let result = '';
  let done = 0;
  for (const { from, to } of spans.toSorted((a, b) => a.from - b.from)) {
    if (from >= done) result += text.slice(done, from) + placeholder;
    done = Math.max(done, to);
  }
  return result + text.slice(done);
}

// The order counts: what one finder removed, the next no longer sees. "Secret key: <hex>" is a private key.
const finders: readonly (readonly [Secret, Finder])[] = [
  ['seed-phrase', seedPhrases],
  ['private-key', privateKeys],
  ['card-number', cardNumbers],
  ['api-secret', apiSecrets],
  ['one-time-code', oneTimeCodes],
  ['password', passwords],
];
