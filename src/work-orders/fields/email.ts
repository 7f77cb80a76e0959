import * as z from 'zod';
import {
  around,
  distinct,
  exampleOr,
  type FieldCodec,
  ok,
  type PlainField,
  type Recognised,
} from './field-codec.ts';
import { asOption, either, invalid } from './problem.ts';

const atomLetter = "A-Za-z0-9!#$%&'*+/=?^_`{|}~-";
const atom = `[${atomLetter}]+`;
const label = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?';
const address = `${atom}(?:\\.${atom})*@(?:${label}\\.)+\\p{L}[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}]`;
const whole = new RegExp(`^${address}$`, 'u');
/** Tried from the first letter of a word alone: from each of a word without an end it would take quadratic time. */
const anywhere = new RegExp(`(?<![\\p{L}\\p{N}.@${atomLetter}])${address}(?![\\p{L}\\p{N}@])`, 'gu');

/** One strict address: what it lets through is put into a mail's envelope. */
export const emailCodec: FieldCodec<PlainField> = {
  validate: (_field, text) => {
    const found = findAll(text);
    const [one, other] = distinct(found.length > 0 ? found : findAll(spoken(text)));
    if (one === undefined) return invalid('not-an-email');
    return other === undefined
      ? ok(one.value)
      : either('more-than-one', asOption(one.value), asOption(other.value));
  },
  recognise: (_field, text) => distinct(findAll(text).flatMap((found) => judged(text, found))),
  show: (_field, value) => value,
  example: exampleOr('anna@mail.example'),
  schema: () => z.string().refine((value) => isAddress(value) && normal(value) === value),
};

/** "zoe at mail dot example", "zoe (at) mail (dot) example"; spaces are tried from their first one alone. */
const spoken = (text: string): string =>
  text
    .replace(/(?<!\s)\s*(?:[([]\s*at\s*[)\]]|\sat\s)\s*/gi, '@')
    .replace(/(?<!\s)\s*(?:[([]\s*dot\s*[)\]]|\sdot\s)\s*/gi, '.');

function findAll(text: string): readonly Recognised[] {
  return [...text.matchAll(anywhere)].flatMap((match) => {
    const source = match[0].replace(/^mailto:/i, '');
    return isAddress(source) ? [{ value: normal(source), source, index: match.index, sure: false }] : [];
  });
}

/** One strict address, which cannot add a recipient or a header to a mail. */
export const isAddress = (text: string): boolean =>
  text.length <= 254 && whole.test(text) && text.indexOf('@') <= 64;

/** Only the domain is the same in any case. */
function normal(text: string): string {
  const at = text.lastIndexOf('@');
  return text.slice(0, at) + text.slice(at).toLowerCase();
}

const theirs =
  /\bnot (?:to |at |from )?(?:my (?:old )?(?:one |address |e-?mail )?)?["'<(]*$|\b(?:from|sender(?: (?:was|is))?|sent by|(?:write|wrote|mail|reply|send (?:it|them|money|coins|mail)) to|^\s*is|called|pretend\w* to be|my (?:wife|husband|partner|brother|sister|mother|father|mum|mom|dad|son|daughter|friend|boss|colleague)(?:['’]?s)?(?: (?:e-?mail|mail|address|one))?(?: is)?)[\s:"'<(]*$/i;
const own =
  /\b(?:my|reach me|mail me|contact me|write me|answer(?: me)?|account|registered|sign(?:ed)? in|log(?:ged)? in)\b[^.;!?@]*$/i;

// "They asked me to write to …" has somebody before it, an invitation has nobody.
const invited =
  /(?:(?:^|[.;!?,\n][ \t]*)(?:please |pls |so |(?:you|u) (?:can|may) )?|\b(?:can|could|would|will) (?:you|u) (?:please |pls )?)(?:(?:e-?mail|write|mail|reply|answer|respond)(?: me)?(?: back)?|(?:send|give|get)(?: me)? (?:the|your|an?|my) (?:answer|reply|response|details|information|confirmation)(?: (?:by|via|per) e?-?mail)?) (?:to|at|under|on)[\s:"'<(]*$/i;
const writtenFrom = /\bI (?:wrote|write|mailed|registered)\b[^.;!?@]*\bfrom[\s:"'<(]*$/i;
const stranger =
  /\b(?:attacker|scammer|hacker|phisher|thief|fraudster|stranger|someone|somebody)\b[^.;!?@]*$/i;

/** In a story the address may be somebody else's, and then it is none of the requester's fields. */
function judged(text: string, found: Recognised): readonly Recognised[] {
  const { before, after } = around(text, found, 40);
  const moving = /\b(?:change|switch|move|replace|update)\b|\bfrom\s+\S+@\S+\s+to\s+\S+@/i.test(text);
  if (stranger.test(before)) return [];
  if (writtenFrom.test(before)) return [found];
  if (invited.test(before)) return [{ ...found, sure: true }];
  if (theirs.test(before) && !moving) return [];
  if (
    /^\W*(?:really|yours|you\b|wrote|sent|mailed|asked|told|called|contacted|replied|said|says)/i.test(after)
  )
    return [];
  return [{ ...found, sure: own.test(before) && !moving }];
}
