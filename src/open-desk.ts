import { randomBytes, randomUUID } from 'node:crypto';
import { type LoadedContent, loadContent } from './check/load-content.ts';
import type { Config } from './config.ts';
import type { Diagnostic } from './content/diagnostic.ts';
import { calendarOf } from './conversation/desk-calendar.ts';
import { createRunTurn, type Desk, type RunTurn } from './conversation/run-turn.ts';
import type { Say } from './conversation/view.ts';
import { type Phrases, say } from './desk/phrases.ts';
import type { Article } from './knowledge/article.ts';
import { createSnapshot, openSnapshotInBites } from './knowledge/snapshot.ts';
import { trainInWorker } from './knowledge/train-in-worker.ts';
import type { Role } from './storage/database.ts';
import { openStorage, type Storage } from './storage/storage.ts';
import { newNumber } from './work-orders/number.ts';
import { dueTimes } from './work-orders/service-level.ts';
import type { WorkOrderType } from './work-orders/work-order-type.ts';

const dayMs = 86_400_000;

/** The desk's content, loaded and ready to answer, with what its editors should know. */
export interface DeskContent extends Desk {
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads the knowledge folder whole: what is broken in it is told and left out. */
export async function loadDesk(folder: string): Promise<DeskContent> {
  const content = await loadContent(folder);
  const { synonyms, caution } = content.desk;
  const options = { synonyms, caution, revision: content.revision };
  // In a thread of its own, so that a server that loads a change goes on answering meanwhile.
  const training = trainInWorker(content.articles, synonyms);
  const typeFinder = createSnapshot([...content.types.values()].map(asArticle), options);
  return {
    settings: content.desk,
    knowledge: await openSnapshotInBites(content.articles, await training, options),
    types: content.types,
    typeFinder,
    phrases: phrasesOf(content),
    diagnostics: content.diagnostics,
  };
}

/** A type is found by its phrasings just as an article is. */
const asArticle = (type: WorkOrderType): Article => ({
  id: type.id,
  file: type.file,
  title: type.title,
  questions: type.phrasings,
  tags: [],
  workOrder: type.id,
  followUps: [],
  lang: 'en',
  passages: [{ headings: [], anchor: '', markdown: type.summary, text: type.summary, line: 1 }],
  places: { questions: [] },
});

/** One `say` a language for as long as the content lives: what is read out of its lists is kept by it. */
function phrasesOf({ phrases, desk }: LoadedContent): DeskContent['phrases'] {
  const spoken = new Map([...phrases.values()].map((one) => [one.lang, spokenIn(one)]));
  const own = spoken.get(desk.lang) ?? spokenIn({ lang: desk.lang, texts: new Map() });
  return (lang = desk.lang) => spoken.get(lang) ?? spoken.get(lang.split('-')[0] ?? lang) ?? own;
}

const spokenIn = (phrases: Phrases): { readonly lang: string; readonly say: Say } => ({
  lang: phrases.lang,
  say: (key, params = {}) => say(phrases, key, params),
});

/** Everything a turn needs, opened; close it when done. */
export interface OpenDesk {
  readonly desk: () => DeskContent;
  /** Puts another load in the place of this one; turns under way keep theirs. */
  readonly replace: (next: DeskContent) => void;
  readonly runTurn: RunTurn;
  readonly storage: Storage;
  readonly close: () => Promise<void>;
}

/** Throws StorageError when the database cannot be used, with the remedy. */
export async function openDesk(config: Config, role: Role, now: () => number = Date.now): Promise<OpenDesk> {
  let current = await loadDesk(config.KNOWLEDGE_DIR);
  const storage = await openStorage({
    databaseUrl: config.DATABASE_URL,
    role,
    now,
    newNumber: () => newNumber(current.settings.prefix, randomBytes),
    dueTimes: (level, at) => dueTimes(level, at, calendarOf(current.settings)),
    timerRules: () => ({ ...current.settings, calendar: calendarOf(current.settings) }),
    // Longer than a draft may age, so that the engine can say that it was dropped.
    stateTtlMs: (current.settings.draftDays + 30) * dayMs,
  });
  return {
    desk: () => current,
    replace: (next) => {
      current = next;
    },
    runTurn: createRunTurn({
      turns: storage.ledger,
      own: storage.ledger,
      snapshots: storage.snapshots,
      desk: () => current,
      now,
      newId: randomUUID,
    }),
    storage,
    close: storage.close,
  };
}
