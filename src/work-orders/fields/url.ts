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

const maxLength = 2000;
// People are told to write a bad link so that nobody can follow it: hxxps://evil[.]example.
const anywhere = /(?<![\p{L}\p{N}@.])(?:h(?:tt|xx)ps?:\/\/|www\.)[^\s<>"'`]+/giu;

/** A web address, http or https and nothing else. */
export const urlCodec: FieldCodec<PlainField> = {
  validate: (_field, text) => {
    const [one, other] = distinct(findAll(text));
    if (other !== undefined && one !== undefined)
      return either('more-than-one', asOption(one.value), asOption(other.value));
    const value = one?.value ?? bareHost(text.trim());
    return value === undefined ? invalid('not-a-web-address') : ok(value);
  },
  recognise: (_field, text) => {
    const whole = findAll(text);
    const bare = bareHosts(text).filter(({ index }) => !whole.some((one) => isWithin(one, index)));
    return distinct([...whole, ...bare]).filter((found) => !isAskedAbout(text, found));
  },
  show: (_field, value) => value,
  example: exampleOr('https://site.example/page'),
  schema: () => z.string().refine((value) => /^https?:\/\//.test(value) && read(value) === value),
};

// "evil.example/login", "status.site.example": a host without its scheme, by its path, its parts or a word before it.
const bareAnywhere =
  /(?<![\p{L}\p{N}@./:\]-])(?:[\p{L}\p{N}-]+(?:\.|\[\.\]))+\p{L}{2,24}(?![\p{L}\p{N}@])(?:\/[^\s<>"'`]*)?/giu;
const fileName = /\.(?:png|jpe?g|gif|webp|heic|pdf|txt|csv|docx?|xlsx?|zip|exe|apk|md|html?|log)$/i;
// Not what somebody says of the real one.
const named =
  /(?<!\b(?:your|real|official|genuine) )\b(?:site|page|link|url|domain|website|webpage|homepage|address)(?: (?:is|was|called))?[\s:,"'(]*$/i;

const bareHosts = (text: string): readonly Recognised[] =>
  [...text.matchAll(bareAnywhere)].flatMap((match) => {
    const source = withoutTail(match[0]);
    const value = read(source);
    const isHost = /\/|\[\.\]|\..+\./.test(source) || named.test(text.slice(0, match.index));
    return value === undefined || !isHost || fileName.test(source)
      ? []
      : [{ value, source, index: match.index, sure: false }];
  });

const findAll = (text: string): readonly Recognised[] =>
  [...text.matchAll(anywhere)].flatMap((match) => {
    const source = withoutTail(match[0]);
    const value = read(source);
    return value === undefined ? [] : [{ value, source, index: match.index, sure: /^http/i.test(source) }];
  });

const isWithin = ({ index, source }: Recognised, at: number): boolean =>
  at >= index && at < index + source.length;

/** "Is … your real site?" */
function isAskedAbout(text: string, found: Recognised): boolean {
  const { before, after } = around(text, found);
  return /\bis\s*["'(<]?$/i.test(before) && /^\W*(?:your|the|really)\b[^.!]*\?/i.test(after);
}

/** A sentence goes on after a link: its full stop and a bracket that was opened before it are not part. */
function withoutTail(written: string): string {
  const text = written.replace(/(?<![.,;:!?…])[.,;:!?…]+$/, '');
  return text.endsWith(')') && !text.includes('(') ? withoutTail(text.slice(0, -1)) : text;
}

/** An answer may leave the scheme out: "evil.example/login". */
const bareHost = (text: string): string | undefined =>
  /^[\p{L}\p{N}-]+(?:(?:\.|\[\.\])[\p{L}\p{N}-]+)+(?:[/?#:]\S*)?$/u.test(text) && !/^[\d.]+$/.test(text)
    ? read(text)
    : undefined;

function read(written: string): string | undefined {
  const armed = written.replace(/^hxxp/i, 'http').replace(/\[\.\]|\(\.\)/g, '.');
  const text = /^https?:\/\//i.test(armed) ? armed : `https://${armed}`;
  if (text.length > maxLength || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && /\p{L}|\d\.\d|\[/u.test(url.hostname) ? url.href : undefined;
}
