import { checksBase58, fromBase58, rippleAlphabet } from '../fields/base58.ts';
import { type Span, spansOf } from './span.ts';

const key58 = '[1-9A-HJ-NP-Za-km-z]';
const [begin, end] = ['(?<![A-Za-z0-9])', '(?![A-Za-z0-9])'];

/** Keys that are known by their form alone. */
const forms = [
  // Extended keys: with a prefix like this and of this length a mistyped one is still most of a key.
  new RegExp(`${begin}[xyztuvYZUV]prv${key58}{80,120}${end}`, 'g'),
  // Nostr, age, Stellar.
  new RegExp(`${begin}nsec1[02-9ac-hj-np-z]{58}${end}`, 'g'),
  new RegExp(`${begin}AGE-SECRET-KEY-1[0-9A-Z]{58}${end}`, 'g'),
  new RegExp(`${begin}S[A-Z2-7]{55}${end}`, 'g'),
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Solana's command line writes a key as the list of its 64 bytes.
  /\[\s*(?:\d{1,3}\s*,\s*){63}\d{1,3}\s*\]/g,
];
const base58Run = new RegExp(`${begin}${key58}{29}${end}|${begin}${key58}{50,58}${end}`, 'g');
const keyRun = new RegExp(`${begin}(?:(?:0x)?[0-9a-fA-F]{64}|${key58}{86,88})${end}`, 'g');
const keyCue =
  /\b(?:(?:priv(?:ate)?|pvt)[\s_-]*keys?|secret[\s_-]*keys?|signing[\s_-]*keys?|seed[\s_-]*hex|wallet[\s_-]*keys?|pk)\b/gi;
const idCue = /\b(?:tx(?:id|hash|n)?s?|transactions?(?:[\s_-]*(?:id|hash))?|hash|block|signature)\b/gi;

// How far back the words for a list of keys are looked for.
const keyListLength = 5000;

/** A transaction id has the same form as a key: the nearest word before it decides, or else one just after. */
export function privateKeys(text: string): readonly Span[] {
  const formed = forms.flatMap((form) => spansOf(text, form));
  const checked = spansOf(text, base58Run).filter((span) => isBase58Key(text.slice(span.from, span.to)));
  const announced = spansOf(text, keyRun).filter((span) => isAnnounced(text, span));
  return [...formed, ...checked, ...announced];
}

function isAnnounced(text: string, { from, to }: Span): boolean {
  // What stands before in a list of keys is no distance: the words for it hold for all of them.
  const before = text
    .slice(Math.max(0, from - keyListLength), from)
    .replace(/\[removed: [^\]]*\]|[A-Za-z0-9]{40,}/g, '')
    .slice(-60);
  const [key, id] = [lastPlace(before, keyCue), lastPlace(before, idCue)];
  if (key >= 0 || id >= 0) return key > id;
  return /^["')\]]?\s*(?:is|was|=)\s+(?:my|the|our)\s+(?:\w+\s+){0,2}(?:private|secret) key/i.test(
    text.slice(to, to + 60),
  );
}

const lastPlace = (text: string, form: RegExp): number => [...text.matchAll(form)].at(-1)?.index ?? -1;

/**
 * WIF of any coin (a version byte, 32 bytes, maybe one that says "compressed"), BIP-38, XRP's family seed,
 * by their checksums. Bitcoin's WIF at full length is taken without: a mistyped one is still most of a key.
 */
function isBase58Key(run: string): boolean {
  if (run.length === 29) return run.startsWith('s') && checksBase58(run, rippleAlphabet);
  if (/^[KL]/.test(run) && run.length === 52) return true;
  if (!checksBase58(run)) return false;
  const bytes = (fromBase58(run)?.length ?? 0) - 4;
  return bytes === 33 || bytes === 34 || (run.startsWith('6P') && bytes === 39);
}
