import type { Heading } from 'mdast';
import { z } from 'zod';
import { withoutComments } from '../content/comments.ts';
import { type Diagnostic, diagnose, type Finding, located } from '../content/diagnostic.ts';
import { type Document, placeOfNode } from '../content/document.ts';
import { nearest } from '../content/nearest.ts';
import type { Place } from '../content/place.ts';
import { language } from '../content/schema-parts.ts';
import { validate } from '../content/validate.ts';
import { phraseKeys } from './phrase-keys.ts';
import { isHeard, type Phrases, parameter } from './phrases.ts';

/** The front matter of a file of phrases. */
export const phrasesSchema = z.strictObject({
  lang: language.describe('Language of the phrases, such as `en`'),
});

export interface PhrasesResult {
  readonly file: string;
  /** Undefined when the language is not known. */
  readonly phrases: Phrases | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

interface Section {
  readonly key: string;
  readonly text: string;
  readonly place: Place;
}

/** Reads a file of phrases: sections `## key`, each followed by its text. */
export function readPhrases(document: Document): PhrasesResult {
  const { value, diagnostics } = validate(document, phrasesSchema);
  const { file } = document;
  if (value === undefined) return { file, phrases: undefined, diagnostics };
  const sections = sectionsOf(document);
  const texts = new Map<string, string>();
  const faults = sections.flatMap((section) => {
    const found = sectionFaults(section, firstOf(sections, section));
    if (!texts.has(section.key) && section.text !== '') texts.set(section.key, section.text);
    return found.map((finding) => diagnose(document.file, section.place, 'phrase', finding));
  });
  const told = [...keyless(document), ...faults, ...missingKeys(document, texts)];
  return { file, phrases: { lang: value.lang, texts }, diagnostics: told };

  function firstOf(all: readonly Section[], { key, place }: Section): string | undefined {
    const first = all.find((other) => other.key === key);
    return first === undefined || first.place === place ? undefined : located(document.file, first.place);
  }
}

/** Only headings of depth 2 are keys: a text may have headings of its own below that. */
const startsOf = ({ tree }: Document): Heading[] =>
  tree.children.flatMap((node) => (node.type === 'heading' && node.depth === 2 ? [node] : []));

/** What stands above the first key is said nowhere: it was meant for one, or its heading has another depth. */
function keyless(document: Document): Diagnostic[] {
  const [first] = startsOf(document);
  const above = document.body.slice(0, first?.position?.start.offset ?? document.body.length);
  const [node] = document.tree.children.filter(({ type }) => type !== 'html');
  if (node === undefined || withoutComments(above).trim() === '') return [];
  const finding = { found: 'text above the first key', expected: 'a heading `## key` above each text' };
  return [
    diagnose(document.file, placeOfNode(document, node), 'phrase', { ...finding, severity: 'warning' }),
  ];
}

function sectionsOf(document: Document): Section[] {
  const starts = startsOf(document);
  return starts.map((heading, index) => {
    const from = heading.position?.end.offset ?? 0;
    const to = starts[index + 1]?.position?.start.offset ?? document.body.length;
    const key = document.body
      .slice(heading.position?.start.offset ?? 0, from)
      .trim()
      .replace(/^#+\s*|(?<!#)#*$/g, '')
      .trim();
    const text = withoutComments(document.body.slice(from, to)).trim();
    return { key, text, place: placeOfNode(document, heading) };
  });
}

function sectionFaults(section: Section, first: string | undefined): Finding[] {
  const { key, text } = section;
  if (!isKey(key)) return [unknownKey(key)];
  if (first !== undefined)
    return [{ found: `second phrase \`${key}\``, expected: `each key once (first: ${first})` }];
  if (text === '') return [{ found: `empty phrase \`${key}\``, expected: 'a text below its heading' }];
  return [...listFaults(key, text), ...parameterFaults(key, text)];
}

/** What is heard is split by commas alone: split otherwise it is one long phrase that nobody types. */
function listFaults(key: string, text: string): Finding[] {
  if (!isHeard(key)) return [];
  const split = /;/.test(text) ? '`;`' : /[^,\s]\s*\n/.test(text) ? 'new lines' : undefined;
  if (split === undefined) return [];
  return [{ found: `list \`${key}\` split by ${split}`, expected: 'commas', severity: 'warning' }];
}

function isKey(key: string): key is keyof typeof phraseKeys {
  return Object.hasOwn(phraseKeys, key);
}

function unknownKey(key: string): Finding {
  const near = nearest(key, Object.keys(phraseKeys));
  const expected = near === undefined ? 'a key that the manual names' : `\`${near}\``;
  return { found: `phrase \`${key}\``, expected, severity: 'warning' };
}

function parameterFaults(key: keyof typeof phraseKeys, text: string): Finding[] {
  const known: readonly string[] = phraseKeys[key];
  const used = new Set([...text.matchAll(parameter)].map(([, name = '']) => name));
  const unknown = [...used]
    .filter((name) => !known.includes(name))
    .map((name) => unknownParameter(name, known));
  const missing = known.filter((name) => !used.has(name)).map((name) => missingParameter(key, name));
  return [...unknown, ...missing];
}

function unknownParameter(name: string, known: readonly string[]): Finding {
  const near = nearest(name, known);
  const listed = known.map((one) => `\`{${one}}\``).join(', ');
  const other = listed === '' ? 'no parameter here' : `one of ${listed}`;
  return { found: `parameter \`{${name}}\``, expected: near === undefined ? other : `\`{${near}}\`` };
}

/** Only a warning: an editor may have a reason not to say all that could be said. */
function missingParameter(key: string, name: string): Finding {
  return {
    found: `phrase \`${key}\` without \`{${name}}\``,
    expected: `\`{${name}}\` in it`,
    severity: 'warning',
  };
}

/** More are a file that means to say only a few things in its own words: one finding says enough. */
const mostNamed = 10;

function missingKeys(document: Document, texts: ReadonlyMap<string, string>): Diagnostic[] {
  const missing = Object.keys(phraseKeys).filter((key) => !texts.has(key));
  const place = { line: document.bodyLine, column: 1 };
  const said = missing.length > mostNamed ? [manyMissing(missing)] : missing.map(oneMissing);
  return said.map((finding) => diagnose(document.file, place, 'phrase-missing', finding));
}

const oneMissing = (key: string): Finding => ({
  found: `missing phrase \`${key}\``,
  expected: `a section \`## ${key}\``,
  severity: 'warning',
});

function manyMissing(missing: readonly string[]): Finding {
  const some = missing.slice(0, mostNamed).map((key) => `\`${key}\``);
  return {
    found: `${missing.length} missing phrases (${some.join(', ')}, …)`,
    expected: 'a section for each; until then they are said in the desk’s own language, or as they ship',
    severity: 'warning',
  };
}
