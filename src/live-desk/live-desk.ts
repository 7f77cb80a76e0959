import type { LoadedContent } from '../check/load-content.ts';
import type { Diagnostic } from '../content/diagnostic.ts';
import { manyDocuments } from '../content/list-files.ts';
import type { Desk } from '../conversation/run-turn.ts';
import type { Say } from '../conversation/view.ts';
import { type Phrases, say } from '../desk/phrases.ts';
import type { KnowledgeSnapshot } from '../knowledge/answer.ts';
import type { Article } from '../knowledge/article.ts';
import { carryOver } from '../knowledge/carry-over.ts';
import { FeatureSpace } from '../knowledge/features.ts';
import { type Indexed, indexedBefore } from '../knowledge/indexed.ts';
import { speaking } from '../knowledge/languages.ts';
import type { PackedIndex } from '../knowledge/packed-index.ts';
import { openSnapshot } from '../knowledge/snapshot.ts';
import type { SynonymGroups } from '../knowledge/synonyms.ts';
import { type Training, train } from '../knowledge/training.ts';
import { type DeskLoad, DeskLoader } from './desk-loader.ts';
import {
  type DeskIndex,
  type DeskTraining,
  type PartName,
  partsOf,
  printOf,
  translations,
  typeTranslations,
} from './desk-parts.ts';
import { findingTypes, translating } from './types-spoken.ts';

/** The desk's content, loaded and ready to answer, with what its editors should know. */
export interface DeskContent extends Desk {
  readonly diagnostics: readonly Diagnostic[];
}

/** What is found by itself, and the ranking learned for it, or for what it was before. */
interface Part {
  readonly indexed: Indexed;
  readonly training: Training;
  /** Of the training's names. */
  readonly space: FeatureSpace;
}

type Parts = ReadonlyMap<PartName, Part>;

/** Everything that one load gave: what is shown, and what the next load starts from. */
interface Loaded {
  readonly content: LoadedContent;
  readonly parts: Parts;
}

/** Of a part that is new and not learned yet: sure of nothing. */
const nothingLearned: Omit<Part, 'indexed'> = { training: train([]), space: FeatureSpace.of('') };

/**
 * The desk while its folder changes. `current` is whole at any time, and a turn holds it from beginning to
 * end: a change is opened beside it and swapped in, first with the ranking learned before, then with its own.
 */
export class LiveDesk {
  readonly #folder: string;
  readonly #loader: DeskLoader;
  #loaded: Loaded;
  #current: DeskContent;
  /** One change is opened after another, since each starts from the one before. */
  #opening: Promise<unknown> = Promise.resolve();

  private constructor(folder: string, loader: DeskLoader, loaded: Loaded, current: DeskContent) {
    this.#folder = folder;
    this.#loader = loader;
    this.#loaded = loaded;
    this.#current = current;
  }

  /** Resolves when the folder is read and learned; what is broken in it is told and left out. */
  static async open(folder: string, loader = new DeskLoader()): Promise<LiveDesk> {
    const { content, indexed, known, learned } = await loader.load(folder);
    const [index, training] = [await indexed, await learned];
    if (index === 'superseded' || training === 'superseded')
      throw new Error('A desk is opened once; `reload` loads it again.');
    await loader.rest();
    const parts = await partsFrom(content, index, known);
    const loaded = { content, parts: await withTraining(parts, training) };
    return new LiveDesk(folder, loader, loaded, deskOf(loaded));
  }

  get current(): DeskContent {
    return this.#current;
  }

  /**
   * Resolves when the folder's texts are live; `ranked` when they are found by what they say now and by their own
   * ranking, or another load changed them.
   */
  async reload(): Promise<{ readonly ranked: Promise<void> }> {
    const load = await this.#loader.load(this.#folder);
    const isLive = load.known.size === 0 ? this.#showTexts(load) : false;
    const found = this.#find(load);
    if (!(await isLive)) await found;
    return { ranked: found.then(() => this.#rank(load)) };
  }

  /** Files are changing: a `reload` will follow when they rest. */
  expectChange(): void {
    if (this.#loaded.content.articles.length <= manyDocuments) this.#loader.expect(this.#folder);
  }

  /** Ends a load under way; `current` goes on answering. */
  close(): Promise<void> {
    return this.#loader.close();
  }

  /**
   * Articles that only say something else are live before they are indexed: for a moment they are found by what
   * they said before. Gives whether they are.
   */
  #showTexts({ content }: DeskLoad): Promise<boolean> {
    return this.#inOrder(async () => {
      const before = this.#loaded.parts;
      if (!hasSameArticles(content, before)) return false;
      this.#show({ content, parts: await partsFrom(content, new Map(), new Map(), before) });
      return true;
    });
  }

  /** Shows what is found by what it says now. */
  #find({ content, indexed, known }: DeskLoad): Promise<void> {
    return this.#inOrder(async () => {
      const index = await indexed;
      if (index === 'superseded') return;
      this.#show({ content, parts: await partsFrom(content, index, known, this.#loaded.parts) });
    });
  }

  async #rank({ content, known, learned }: DeskLoad): Promise<void> {
    const training = await learned;
    if (known.size > 0 || training === 'superseded') return;
    await this.#inOrder(async () => {
      const now = this.#loaded;
      const still = trainingOfSame(training, content, now.content);
      this.#show({ content: now.content, parts: await withTraining(now.parts, still) });
    });
  }

  #inOrder<T>(open: () => Promise<T>): Promise<T> {
    const opened = this.#opening.then(open);
    this.#opening = opened.catch(() => {});
    return opened;
  }

  #show(loaded: Loaded): void {
    this.#current = deskOf(loaded);
    this.#loaded = loaded;
  }
}

/** Loads the knowledge folder once; `anew` as if nothing had been learned before. */
export async function loadDesk(folder: string, { anew = false } = {}): Promise<DeskContent> {
  const desk = await LiveDesk.open(folder, new DeskLoader({ keeps: !anew }));
  await desk.close();
  return desk.current;
}

/** Whether each part has the articles that it had, in their order, whatever they say. */
const hasSameArticles = (content: LoadedContent, before: Parts): boolean =>
  [...partsOf(content)].every(([name, articles]) => {
    const old = before.get(name)?.indexed.articles;
    return old?.length === articles.length && articles.every(({ id }, at) => id === old[at]?.id);
  });

/** Each part with the ranking learned for what it was before, or with none. */
async function partsFrom(
  content: LoadedContent,
  index: DeskIndex,
  known: DeskTraining,
  before?: Parts,
): Promise<Parts> {
  const parts = new Map<PartName, Part>();
  for (const [name, articles] of partsOf(content)) {
    const old = before?.get(name);
    const indexed = indexedOf(articles, content.desk.synonyms, index.get(name), old);
    const training = known.get(name);
    parts.set(name, training ? await learnedPart(indexed, training) : carriedOver(indexed, old));
  }
  return parts;
}

function indexedOf(
  articles: readonly Article[],
  synonyms: SynonymGroups,
  packed: PackedIndex | undefined,
  old: Part | undefined,
): Indexed {
  if (packed !== undefined) return indexedBefore(articles, synonyms, packed);
  if (old === undefined) throw new Error('A part that is not known yet comes with its index.');
  return { ...old.indexed, articles };
}

async function learnedPart(indexed: Indexed, training: Training): Promise<Part> {
  return { indexed, training, space: await FeatureSpace.inBites(training.learned.names) };
}

/** The names that a training has stay when it is laid out for other articles. */
function carriedOver(indexed: Indexed, old: Part | undefined): Part {
  const { training, space } = old ?? nothingLearned;
  return { indexed, training: carryOver(training, old?.indexed.articles ?? [], indexed.articles), space };
}

/** A load that came meanwhile tells nothing of a part that this one told of already, where it is as it was. */
function trainingOfSame(learned: DeskTraining, before: LoadedContent, now: LoadedContent): DeskTraining {
  if (before === now) return learned;
  const [partsBefore, partsNow] = [partsOf(before), partsOf(now)];
  const isSame = (name: PartName): boolean =>
    printOf(partsBefore.get(name) ?? [], before.desk.synonyms) ===
    printOf(partsNow.get(name) ?? [], now.desk.synonyms);
  return new Map([...learned].filter(([name]) => isSame(name)));
}

async function withTraining(parts: Parts, learned: DeskTraining): Promise<Parts> {
  const all = new Map<PartName, Part>();
  for (const [name, part] of parts) {
    const training = learned.get(name) ?? part.training;
    all.set(name, training === part.training ? part : await learnedPart(part.indexed, training));
  }
  return all;
}

function deskOf({ content, parts }: Loaded): DeskContent {
  const options = { caution: content.desk.caution, revision: content.revision };
  const opened = new Map<PartName, KnowledgeSnapshot>();
  for (const [name, { indexed, training, space }] of parts)
    opened.set(name, openSnapshot(indexed, training, options, space));
  const [knowledge, typeFinder] = [opened.get('own'), opened.get('types')];
  if (knowledge === undefined || typeFinder === undefined)
    throw new Error('A desk has these parts, if empty.');
  return {
    settings: content.desk,
    knowledge: speaking(knowledge, translations(opened)),
    types: content.types,
    typeIn: translating(content.typeTranslations),
    typeFinder: findingTypes(typeFinder, typeTranslations(opened), content.desk.lang),
    phrases: phrasesOf(content),
    diagnostics: content.diagnostics,
  };
}

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
