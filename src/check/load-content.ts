import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Diagnostic, diagnose, located, sortDiagnostics } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { listFiles } from '../content/list-files.ts';
import { fileStart } from '../content/place.ts';
import { type FolderResult, type KeptFiles, readFileIn, readFolder } from '../content/read-folder.ts';
import { revisionOf } from '../content/revision.ts';
import type { DeskSettings } from '../desk/desk-settings.ts';
import { type Phrases, withFallback } from '../desk/phrases.ts';
import { readDesk } from '../desk/read-desk.ts';
import { readPhrases } from '../desk/read-phrases.ts';
import type { Article } from '../knowledge/article.ts';
import { readArticles } from '../knowledge/read-article.ts';
import { inPackage } from '../package-root.ts';
import { readWorkOrderType } from '../work-orders/read-work-order-type.ts';
import type { TypeTranslation } from '../work-orders/translated-type.ts';
import { isTypeTranslation, readTypeTranslation } from '../work-orders/type-translation.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';

/** One whole load of a knowledge folder; what is broken in it is left out and told. */
export interface LoadedContent {
  readonly articles: readonly Article[];
  /** By id. */
  readonly types: ReadonlyMap<string, WorkOrderType>;
  /** The types' words in other languages than the desk's. */
  readonly typeTranslations: readonly TypeTranslation[];
  readonly desk: DeskSettings;
  /** By language; gaps are filled from the desk's language, then from the phrases that ship. */
  readonly phrases: ReadonlyMap<string, Phrases>;
  /** What the readers found; `checkKnowledge` finds more. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of all files that were read: articles, types, phrases, desk.md. See `revisionOf`. */
  readonly revision: string;
}

/** What the rules look at: the content, and the documents that it was made of. */
export interface CheckedContent extends LoadedContent {
  readonly articleDocuments: readonly Document[];
  readonly typeDocuments: readonly Document[];
  readonly phraseDocuments: readonly Document[];
  readonly deskDocument: Document | undefined;
  /** Text of questions.csv, the golden questions; undefined where there is none. */
  readonly questionFile: string | undefined;
  /** Every file below the folder, pictures too, with forward slashes. */
  readonly files: ReadonlySet<string>;
}

export interface LoadOptions {
  /** A folder whose phrases fill the gaps; that of the sample desk when left out. */
  readonly shipped?: string;
  /** The articles' files as the last load of the same folder left them; only what changed is parsed. */
  readonly kept?: KeptFiles;
}

const sampleDesk = inPackage('knowledge');

/** Loads a knowledge folder for answering. A folder with nothing but articles is enough. */
export async function loadContent(root: string, options: LoadOptions = {}): Promise<LoadedContent> {
  const content = await loadForCheck(root, options);
  const { articles, types, typeTranslations, desk, phrases, diagnostics, revision } = content;
  return { articles, types, typeTranslations, desk, phrases, diagnostics, revision };
}

/** Loads a knowledge folder together with what the rules need to know. */
export async function loadForCheck(
  root: string,
  { shipped = sampleDesk, kept = new Map() }: LoadOptions = {},
): Promise<CheckedContent> {
  const [articleFolder, typeFolder, phraseFolder, deskFile, list] = await Promise.all([
    readFolder(root, 'articles', kept),
    optional(readFolder(root, 'work-orders')),
    optional(readFolder(root, 'phrases')),
    readFileIn(root, 'desk.md'),
    listFiles(root, '.'),
  ]);
  const { desk, diagnostics: deskFaults } = readDesk(deskFile?.document);
  const fileFaults = deskFile?.diagnostics ?? [];
  const { articles, diagnostics: articleFaults } = readArticles(articleFolder.documents, desk.lang);
  const types = readTypes(typeFolder.documents);
  const own = readAllPhrases(phraseFolder.documents);
  const defaults = readAllPhrases((await readFolder(shipped, 'phrases')).documents);
  const folders = [articleFolder, typeFolder, phraseFolder];
  const faults = [...folders.flatMap(({ diagnostics }) => diagnostics), ...articleFaults];
  // A broken desk.md has said what is wrong with it; that it is also missing would mislead.
  const deskSaid = fileFaults.length > 0 ? fileFaults : deskFaults;
  return {
    articles,
    types: types.types,
    typeTranslations: types.translations,
    desk,
    phrases: layered(own.phrases, defaults.phrases, desk.lang),
    diagnostics: sortDiagnostics([...faults, ...types.diagnostics, ...own.diagnostics, ...deskSaid]),
    revision: revisionOf([...folders.flatMap(({ texts }) => [...texts]), ...deskText(deskFile?.text)]),
    articleDocuments: articleFolder.documents,
    typeDocuments: typeFolder.documents,
    phraseDocuments: phraseFolder.documents,
    deskDocument: deskFile?.document,
    questionFile: list.files.includes(questionsName) ? await textIn(root, questionsName) : undefined,
    files: new Set(list.files),
  };
}

/** Where the golden questions are, below the knowledge folder. */
export const questionsName = 'questions.csv';

const textIn = (root: string, file: string): Promise<string | undefined> =>
  readFile(path.join(root, file), 'utf8').catch(() => undefined);

/** A folder that a desk may do without. */
async function optional(folder: Promise<FolderResult>): Promise<FolderResult> {
  const { documents, diagnostics, texts } = await folder;
  const needless = new Set(['folder-missing', 'folder-empty']);
  return { documents, texts, diagnostics: diagnostics.filter(({ rule }) => !needless.has(rule)) };
}

function readTypes(documents: readonly Document[]) {
  const results = documents.filter((one) => !isTypeTranslation(one)).map(readWorkOrderType);
  const words = documents.filter(isTypeTranslation).map(readTypeTranslation);
  const types = new Map<string, WorkOrderType>();
  const doubled: Diagnostic[] = [];
  for (const type of results.flatMap((result) => result.type ?? [])) {
    const first = types.get(type.id);
    if (first === undefined) types.set(type.id, type);
    else doubled.push(secondType(type, first));
  }
  return {
    types,
    translations: words.flatMap(({ translation }) => translation ?? []),
    diagnostics: [...[...results, ...words].flatMap(({ diagnostics }) => diagnostics), ...doubled],
  };
}

/** The first one is used: a file that is added takes nothing away. */
const secondType = ({ id, file }: WorkOrderType, first: WorkOrderType): Diagnostic =>
  diagnose(file, fileStart, 'work-order-type', {
    found: `second work-order type \`${id}\``,
    expected: `another name for the file (first: ${located(first.file, fileStart)})`,
  });

function readAllPhrases(documents: readonly Document[]) {
  const results = documents.map(readPhrases);
  const phrases = results.flatMap((result) => result.phrases ?? []);
  return {
    phrases: new Map(phrases.map((one) => [one.lang, one])),
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
  };
}

type PhrasesByLang = ReadonlyMap<string, Phrases>;

/** The desk's language always has phrases, if only those that ship in English. */
function layered(own: PhrasesByLang, shipped: PhrasesByLang, lang: string): PhrasesByLang {
  const empty = { lang, texts: new Map<string, string>() };
  const floor = shipped.get(lang) ?? shipped.get('en') ?? empty;
  const base = withFallback(own.get(lang) ?? empty, floor);
  const others = [...own.values()].map((one) => withFallback(one, base));
  return new Map([base, ...others].map((one) => [one.lang, one]));
}

const deskText = (text: string | undefined): readonly (readonly [string, string])[] =>
  text === undefined ? [] : [['desk.md', text]];
