import type { LoadedContent } from './check/load-content.ts';
import type { Diagnostic } from './content/diagnostic.ts';
import type { Desk } from './conversation/run-turn.ts';
import type { Say } from './conversation/view.ts';
import { type Phrases, say } from './desk/phrases.ts';
import { DeskLoader } from './desk-loader.ts';
import { type DeskTraining, type PartName, partsOf, translations, typeTranslations } from './desk-parts.ts';
import { carryOver } from './knowledge/carry-over.ts';
import { speaking } from './knowledge/languages.ts';
import { type Indexed, indexInBites, openSnapshot } from './knowledge/snapshot.ts';
import { type Training, train } from './knowledge/training.ts';
import { findingTypes, typeIn } from './types-spoken.ts';

/** The desk's content, loaded and ready to answer, with what its editors should know. */
export interface DeskContent extends Desk {
  readonly diagnostics: readonly Diagnostic[];
}

/** What is found by itself, and the ranking learned for it, or for what it was before. */
interface Part {
  readonly indexed: Indexed;
  readonly training: Training;
}

type Parts = ReadonlyMap<PartName, Part>;

/** Everything that one load gave: what is shown, and what the next load starts from. */
interface Loaded {
  readonly content: LoadedContent;
  readonly parts: Parts;
}

/** Of a part that is new and not learned yet: sure of nothing. */
const nothingLearned: Training = train([]);

/**
 * The desk while its folder changes. `current` is whole at any time, and a turn holds it from beginning to
 * end: a change is opened beside it and swapped in, first with the ranking learned before, then with its own.
 */
export class LiveDesk {
  readonly #folder: string;
  readonly #loader: DeskLoader;
  #loaded: Loaded;
  #current: DeskContent;

  private constructor(folder: string, loader: DeskLoader, loaded: Loaded) {
    this.#folder = folder;
    this.#loader = loader;
    this.#loaded = loaded;
    this.#current = deskOf(loaded);
  }

  /** Resolves when the folder is read and learned; what is broken in it is told and left out. */
  static async open(folder: string, loader = new DeskLoader()): Promise<LiveDesk> {
    const { content, learned } = await loader.load(folder);
    const [parts, training] = await Promise.all([partsFrom(content), learned]);
    if (training === 'superseded') throw new Error('A desk is opened once; `reload` loads it again.');
    await loader.rest();
    return new LiveDesk(folder, loader, { content, parts: withTraining(parts, training) });
  }

  get current(): DeskContent {
    return this.#current;
  }

  /** Resolves when the folder's texts are live; `ranked` when their own ranking is, or another load came. */
  async reload(): Promise<{ readonly ranked: Promise<void> }> {
    const { content, learned } = await this.#loader.load(this.#folder);
    this.#show({ content, parts: await partsFrom(content, this.#loaded.parts) });
    return { ranked: this.#rank(content, learned) };
  }

  /** Ends a load under way; `current` goes on answering. */
  close(): Promise<void> {
    return this.#loader.close();
  }

  async #rank(content: LoadedContent, learned: Promise<DeskTraining | 'superseded'>): Promise<void> {
    const training = await learned;
    if (training === 'superseded' || this.#loaded.content !== content) return;
    this.#show({ content, parts: withTraining(this.#loaded.parts, training) });
  }

  #show(loaded: Loaded): void {
    this.#loaded = loaded;
    this.#current = deskOf(loaded);
  }
}

/** Loads the knowledge folder once; `anew` as if nothing had been learned before. */
export async function loadDesk(folder: string, { anew = false } = {}): Promise<DeskContent> {
  const desk = await LiveDesk.open(folder, new DeskLoader(!anew));
  await desk.close();
  return desk.current;
}

/** Each part with the ranking learned for what it was before, or with none. */
async function partsFrom(content: LoadedContent, before?: Parts): Promise<Parts> {
  const parts = [...partsOf(content)].map(async ([name, articles]): Promise<[PartName, Part]> => {
    const known = before?.get(name);
    const training = carryOver(known?.training ?? nothingLearned, known?.indexed.articles ?? [], articles);
    return [name, { indexed: await indexInBites(articles, content.desk.synonyms), training }];
  });
  return new Map(await Promise.all(parts));
}

const withTraining = (parts: Parts, learned: DeskTraining): Parts =>
  new Map(
    [...parts].map(([name, part]) => [name, { ...part, training: learned.get(name) ?? part.training }]),
  );

function deskOf({ content, parts }: Loaded): DeskContent {
  const options = { caution: content.desk.caution, revision: content.revision };
  const opened = new Map(
    [...parts].map(([name, part]) => [name, openSnapshot(part.indexed, part.training, options)]),
  );
  const [knowledge, typeFinder] = [opened.get('own'), opened.get('types')];
  if (knowledge === undefined || typeFinder === undefined)
    throw new Error('A desk has these parts, if empty.');
  return {
    settings: content.desk,
    knowledge: speaking(knowledge, translations(opened)),
    types: content.types,
    typeIn: (type, lang) => typeIn(type, lang, content.typeTranslations),
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
