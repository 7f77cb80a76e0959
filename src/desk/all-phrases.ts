import { type Diagnostic, diagnose } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { fileStart } from '../content/place.ts';
import { type Phrases, withFallback } from './phrases.ts';
import type { PhrasesResult } from './read-phrases.ts';

type PhrasesByLang = ReadonlyMap<string, Phrases>;

/** The phrases of a folder, with what its editors should know. */
export interface AllPhrases {
  readonly phrases: PhrasesByLang;
  readonly diagnostics: readonly Diagnostic[];
}

export function allPhrases(results: readonly PhrasesResult[]): AllPhrases {
  const phrases = new Map<string, Phrases>();
  const files = new Map<string, string>();
  const doubled: Diagnostic[] = [];
  for (const { phrases: one, file } of results) {
    if (one === undefined) continue;
    const first = files.get(one.lang);
    if (first === undefined) {
      files.set(one.lang, file);
      phrases.set(one.lang, one);
    } else doubled.push(secondPhrases(one, file, first));
  }
  return { phrases, diagnostics: [...results.flatMap(({ diagnostics }) => diagnostics), ...doubled] };
}

/** The first one is used, as of work-order types. */
const secondPhrases = ({ lang }: Phrases, file: string, first: string): Diagnostic =>
  diagnose(file, fileStart, 'phrase', {
    found: `second file of phrases in \`${lang}\``,
    expected: `one file a language (first: ${first})`,
  });

/** Nobody need write phrases in a language that ships; in another one the desk would speak English. */
export function unspoken(
  deskDocument: Document | undefined,
  lang: string,
  written: readonly AllPhrases[],
): Diagnostic[] {
  const isSpoken = written.some(({ phrases }) => inLanguage(phrases, lang) !== undefined);
  if (isSpoken || deskDocument === undefined) return [];
  const finding = {
    found: `language \`${lang}\` without phrases`,
    expected: `a file such as \`phrases/${lang}.md\`; until then the bot speaks English`,
    severity: 'warning' as const,
  };
  return [diagnose(deskDocument.file, deskDocument.placeOf(['lang']), 'phrase', finding)];
}

/** A language's own, or those of the language that it is a region's way of speaking. */
const inLanguage = (phrases: PhrasesByLang, lang: string): Phrases | undefined =>
  phrases.get(lang) ?? phrases.get(lang.split('-')[0] ?? lang);

/** The desk's language always has phrases, if only those that ship in English. */
export function layered(
  { phrases: own }: AllPhrases,
  { phrases: shipped }: AllPhrases,
  lang: string,
): PhrasesByLang {
  const empty = { lang, texts: new Map<string, string>() };
  const floor = inLanguage(shipped, lang) ?? shipped.get('en') ?? empty;
  const base = { ...withFallback(inLanguage(own, lang) ?? empty, floor), lang };
  const others = [...own.values()].map((one) => withFallback(one, base));
  return new Map([base, ...others].map((one) => [one.lang, one]));
}
