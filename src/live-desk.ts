import type { LoadedContent } from './check/load-content.ts';
import type { Diagnostic } from './content/diagnostic.ts';
import type { Desk } from './conversation/run-turn.ts';
import type { Say } from './conversation/view.ts';
import { type Phrases, say } from './desk/phrases.ts';
import { DeskLoader, type DeskTraining } from './desk-loader.ts';
import type { KnowledgeSnapshot } from './knowledge/answer.ts';
import { carryOver } from './knowledge/carry-over.ts';
import { byLanguage, speaking } from './knowledge/languages.ts';
import { createSnapshot, type Indexed, indexInBites, openSnapshot } from './knowledge/snapshot.ts';
import { typeArticles } from './type-article.ts';
import { findingTypes, typeIn } from './types-spoken.ts';

/** The desk's content, loaded and ready to answer, with what its editors should know. */
export interface DeskContent extends Desk {
  readonly diagnostics: readonly Diagnostic[];
}

/** Everything that one load gave: what is shown, and what the next load starts from. */
interface Loaded {
  readonly content: LoadedContent;
  readonly articles: Indexed;
  readonly types: Indexed;
  readonly training: DeskTraining;
  /** By language, what is not in the desk's own. */
  readonly translations: ReadonlyMap<string, KnowledgeSnapshot>;
}

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
    // While another thread learns the desk's own language.
    const translations = translationsOf(content);
    const [articles, types, training] = await Promise.all([...indexesOf(content), learned]);
    if (training === 'superseded') throw new Error('A desk is opened once; `reload` loads it again.');
    return new LiveDesk(folder, loader, { content, articles, types, training, translations });
  }

  get current(): DeskContent {
    return this.#current;
  }

  /** Resolves when the folder's texts are live; `ranked` when their own ranking is, or another load came. */
  async reload(): Promise<{ readonly ranked: Promise<void> }> {
    const { content, learned } = await this.#loader.load(this.#folder);
    const before = this.#loaded;
    const [articles, types] = await Promise.all(indexesOf(content));
    const training = {
      articles: carryOver(before.training.articles, before.articles.articles, articles.articles),
      types: carryOver(before.training.types, before.types.articles, types.articles),
    };
    this.#show({ content, articles, types, training, translations: translationsOf(content) });
    return { ranked: this.#rank(content, learned) };
  }

  /** Ends a load under way; `current` goes on answering. */
  close(): Promise<void> {
    return this.#loader.close();
  }

  async #rank(content: LoadedContent, learned: Promise<DeskTraining | 'superseded'>): Promise<void> {
    const training = await learned;
    if (training === 'superseded' || this.#loaded.content !== content) return;
    this.#show({ ...this.#loaded, training });
  }

  #show(loaded: Loaded): void {
    this.#loaded = loaded;
    this.#current = deskOf(loaded);
  }
}

/** Loads the knowledge folder once. */
export async function loadDesk(folder: string): Promise<DeskContent> {
  const desk = await LiveDesk.open(folder);
  await desk.close();
  return desk.current;
}

function indexesOf({ articles, types, desk }: LoadedContent): [Promise<Indexed>, Promise<Indexed>] {
  const { own } = byLanguage(articles, desk.lang);
  return [indexInBites(own, desk.synonyms), indexInBites(typeArticles(types), desk.synonyms)];
}

/** Learned here and at once: a translation is a handful of articles, and none of them waits for a thread. */
function translationsOf({ articles, desk }: LoadedContent): Loaded['translations'] {
  const { others } = byLanguage(articles, desk.lang);
  const { synonyms, caution } = desk;
  return new Map([...others].map(([lang, some]) => [lang, createSnapshot(some, { synonyms, caution })]));
}

function deskOf({ content, articles, types, training, translations }: Loaded): DeskContent {
  const options = { caution: content.desk.caution, revision: content.revision };
  return {
    settings: content.desk,
    knowledge: speaking(openSnapshot(articles, training.articles, options), translations),
    types: content.types,
    typeIn: (type, lang) => typeIn(type, lang, content.typeTranslations),
    typeFinder: findingTypes(openSnapshot(types, training.types, options), content),
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
