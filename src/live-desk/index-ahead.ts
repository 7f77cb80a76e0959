import type { Heard } from '../check/load-content.ts';
import { manyDocuments } from '../content/list-files.ts';
import type { Article } from '../knowledge/article.ts';
import { IndexThread } from '../knowledge/index-thread.ts';
import { primary } from '../knowledge/language.ts';
import type { PackedIndex } from '../knowledge/packed-index.ts';
import type { SynonymGroups } from '../knowledge/synonyms.ts';

/** Indexes a large folder's articles in the desk's own language while the rest of them are read. */
export class IndexAhead {
  #thread: IndexThread | undefined;

  readonly hear = (articles: readonly Article[], { desk, files, left }: Heard): void => {
    if (files <= manyDocuments) return;
    this.#thread ??= new IndexThread(desk.synonyms);
    this.#thread.add(articles.filter((article) => primary(article.lang) === primary(desk.lang)));
    if (left === 0) this.#thread.finish();
  };

  /** What was indexed ahead, where it is these; else indexes them now. */
  packed(articles: readonly Article[], synonyms: SynonymGroups): Promise<PackedIndex> {
    const thread = this.#thread?.has(articles) ? this.#thread : threadWith(articles, synonyms);
    return thread.packed();
  }

  /** Drops what was not asked for. */
  async end(): Promise<void> {
    await this.#thread?.end();
  }
}

function threadWith(articles: readonly Article[], synonyms: SynonymGroups): IndexThread {
  const thread = new IndexThread(synonyms);
  thread.add(articles);
  return thread;
}
