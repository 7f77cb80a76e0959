import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Decoded, decode } from '../content/decode.ts';
import { type Diagnostic, diagnose, located, sortDiagnostics } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { type FileList, listFiles } from '../content/list-files.ts';
import { fileStart } from '../content/place.ts';
import {
  type FolderResult,
  type HowFar,
  type KeptFiles,
  notText,
  readFileIn,
  readFolder,
  readFolderAs,
} from '../content/read-folder.ts';
import { revisionOf } from '../content/revision.ts';
import { allPhrases, layered, unspoken } from '../desk/all-phrases.ts';
import type { DeskSettings } from '../desk/desk-settings.ts';
import type { Phrases } from '../desk/phrases.ts';
import { type DeskResult, readDesk } from '../desk/read-desk.ts';
import { type PhrasesResult, readPhrases } from '../desk/read-phrases.ts';
import type { Article } from '../knowledge/article.ts';
import { type ArticleResult, allArticles, readArticle } from '../knowledge/read-article.ts';
import { inPackage } from '../package-root.ts';
import {
  isTypeTranslation,
  readTypeTranslation,
  type TypeTranslationResult,
} from '../work-orders/read-type-translation.ts';
import { readWorkOrderType, type WorkOrderTypeResult } from '../work-orders/read-work-order-type.ts';
import type { TypeTranslation } from '../work-orders/translated-type.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { ReadThread } from './read-thread.ts';

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
  /** Whether some of it is what a file said before, since it cannot be read now: so it is of no one revision. */
  readonly holdsOn: boolean;
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
}

export interface ContentOptions extends LoadOptions {
  /** The files as the last load of the same folder left them; only what changed is parsed. */
  readonly kept?: KeptContent;
  /** Hears of articles as they are read, in order, also of such as are left out when all are known. */
  readonly hear?: (articles: readonly Article[], of: Heard) => void;
}

/** The folder that articles are heard of from. */
export interface Heard extends HowFar {
  readonly desk: DeskSettings;
}

/** What was made of each file, by its name. */
export interface KeptContent {
  /** As it last was without a fault. */
  desk: DeskSettings | undefined;
  /** The desk's, which is that of articles that name none. */
  lang: string | undefined;
  readonly articles: KeptFiles<ArticleResult>;
  readonly types: KeptFiles<TypeFile>;
  readonly phrases: KeptFiles<PhrasesResult>;
  readonly shipped: KeptFiles<PhrasesResult>;
}

export const nothingKept = (): KeptContent => ({
  desk: undefined,
  lang: undefined,
  articles: new Map(),
  types: new Map(),
  phrases: new Map(),
  shipped: new Map(),
});

/** What a file below work-orders gives: a type, or a type's words in another language. */
type TypeFile = WorkOrderTypeResult & TypeTranslationResult;

const sampleDesk = inPackage('knowledge');

/** Loads a knowledge folder for answering. A folder with nothing but articles is enough. */
export async function loadContent(
  root: string,
  { shipped = sampleDesk, kept = nothingKept(), hear }: ContentOptions = {},
): Promise<LoadedContent> {
  const deskFile = await readFileIn(root, 'desk.md');
  const desk = asBefore(readDesk(deskFile), kept);
  const { lang } = desk.desk;
  if (kept.lang !== lang) kept.articles.clear();
  kept.lang = lang;
  const thread = new ReadThread({ root, lang });
  const articles = await readFolderAs(root, 'articles', {
    make: (document) => readArticle(document, lang),
    kept: kept.articles,
    hear: (results, of) =>
      hear?.(
        results.flatMap(({ article }) => article ?? []),
        { ...of, desk: desk.desk },
      ),
    other: thread.read,
  }).finally(() => thread.end());
  const [types, phrases, shippedPhrases] = await Promise.all([
    readFolderAs(root, 'work-orders', { make: readTypeFile, kept: kept.types }),
    readFolderAs(root, 'phrases', { make: readPhrases, kept: kept.phrases }),
    readFolderAs(shipped, 'phrases', { make: readPhrases, kept: kept.shipped }),
  ]);
  return contentOf({ deskFile, desk, articles, types, phrases, shipped: shippedPhrases });
}

/**
 * While somebody types in desk.md the desk keeps its name, its hours and the rest: a slip there would touch every
 * conversation and every number.
 */
function asBefore(read: DeskResult, kept: KeptContent): DeskRead {
  const { desk = read.desk } = read.isWhole ? read : kept;
  if (read.isWhole) kept.desk = desk;
  return { ...read, desk, holdsOn: desk !== read.desk };
}

/** Loads a knowledge folder together with what the rules need to know. */
export async function loadForCheck(
  root: string,
  { shipped = sampleDesk }: LoadOptions = {},
): Promise<CheckedContent> {
  const deskFile = await readFileIn(root, 'desk.md');
  const [articles, types, phrases, shippedPhrases, list] = await Promise.all([
    readFolder(root, 'articles'),
    readFolder(root, 'work-orders'),
    readFolder(root, 'phrases'),
    readFolder(shipped, 'phrases'),
    listFiles(root, '.'),
  ]);
  const desk = { ...readDesk(deskFile), holdsOn: false };
  const questions = await questionsIn(root, list);
  const content = contentOf({
    deskFile,
    desk,
    articles: madeOf(articles, (document) => readArticle(document, desk.desk.lang)),
    types: madeOf(types, readTypeFile),
    phrases: madeOf(phrases, readPhrases),
    shipped: madeOf(shippedPhrases, readPhrases),
  });
  const noText = questions?.kind === 'not-text' ? [notText(questionsName, questions)] : [];
  return {
    ...content,
    diagnostics: sortDiagnostics([...content.diagnostics, ...noText]),
    articleDocuments: articles.documents,
    typeDocuments: types.documents,
    phraseDocuments: phrases.documents,
    deskDocument: deskFile?.document,
    questionFile: questions?.kind === 'text' ? questions.text : undefined,
    files: new Set(list.files),
  };
}

const madeOf = <T>(folder: FolderResult, make: (document: Document) => T): FolderResult<T> => ({
  ...folder,
  documents: folder.documents.map(make),
});

type DeskFile = Awaited<ReturnType<typeof readFileIn>>;

interface DeskRead extends DeskResult {
  readonly holdsOn: boolean;
}

/** All that was read of a knowledge folder. */
interface Read {
  readonly deskFile: DeskFile;
  readonly desk: DeskRead;
  readonly articles: FolderResult<ArticleResult>;
  readonly types: FolderResult<TypeFile>;
  readonly phrases: FolderResult<PhrasesResult>;
  readonly shipped: FolderResult<PhrasesResult>;
}

function contentOf(read: Read): LoadedContent {
  const { desk, diagnostics: deskSaid } = read.desk;
  const { articles, diagnostics: articleFaults } = allArticles(read.articles.documents);
  const types = allTypes(read.types.documents);
  const own = allPhrases(read.phrases.documents);
  const defaults = allPhrases(read.shipped.documents);
  const spoken = [...own.diagnostics, ...unspoken(read.deskFile?.document, desk.lang, [own, defaults])];
  const folders = [read.articles, optional(read.types), optional(read.phrases)];
  const faults = [...folders.flatMap(({ diagnostics }) => diagnostics), ...articleFaults];
  const deskText = read.deskFile?.text;
  return {
    articles,
    types: types.types,
    typeTranslations: types.translations,
    desk,
    phrases: layered(own, defaults, desk.lang),
    diagnostics: sortDiagnostics([...faults, ...types.diagnostics, ...spoken, ...deskSaid]),
    holdsOn: read.desk.holdsOn || folders.some(({ holdsOn }) => holdsOn),
    revision: revisionOf([
      ...folders.flatMap(({ texts }) => [...texts]),
      ...(deskText === undefined ? [] : [['desk.md', deskText] as const]),
    ]),
  };
}

/** Where the golden questions are, below the knowledge folder. */
export const questionsName = 'questions.csv';

/** The golden questions, where there are any; where the file is no text is said with the rest. */
async function questionsIn(root: string, { files }: FileList): Promise<Decoded | undefined> {
  if (!files.includes(questionsName)) return undefined;
  const bytes = await readFile(path.join(root, questionsName)).catch(() => undefined);
  return bytes && decode(bytes);
}

/** A folder that a desk may do without. */
function optional<T>(folder: FolderResult<T>): FolderResult<T> {
  const needless = new Set(['folder-missing', 'folder-empty']);
  return { ...folder, diagnostics: folder.diagnostics.filter(({ rule }) => !needless.has(rule)) };
}

const readTypeFile = (document: Document): TypeFile =>
  isTypeTranslation(document)
    ? { type: undefined, ...readTypeTranslation(document) }
    : { translation: undefined, ...readWorkOrderType(document) };

function allTypes(results: readonly TypeFile[]) {
  const types = new Map<string, WorkOrderType>();
  const doubled: Diagnostic[] = [];
  for (const type of results.flatMap((result) => result.type ?? [])) {
    const first = types.get(type.id);
    if (first === undefined) types.set(type.id, type);
    else doubled.push(secondType(type, first));
  }
  return {
    types,
    translations: results.flatMap(({ translation }) => translation ?? []),
    diagnostics: [...results.flatMap(({ diagnostics }) => diagnostics), ...doubled],
  };
}

/** The first one is used: a file that is added takes nothing away. */
const secondType = ({ id, file }: WorkOrderType, first: WorkOrderType): Diagnostic =>
  diagnose(file, fileStart, 'work-order-type', {
    found: `second work-order type \`${id}\``,
    expected: `another name for the file (first: ${located(first.file, fileStart)})`,
  });
