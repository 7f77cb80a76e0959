import type { PartName } from './desk-parts.ts';
import { Analyzer } from './knowledge/analyzer.ts';
import type { Article } from './knowledge/article.ts';
import { ArticleIndex, type KeptIndex } from './knowledge/article-index.ts';
import { type PackedIndex, packIndex } from './knowledge/packed-index.ts';
import type { SynonymGroups } from './knowledge/synonyms.ts';

interface KeptPart {
  readonly synonyms: SynonymGroups;
  readonly index: KeptIndex;
}

/** The indexes as plain data; articles are known by the object, so it goes with what holds them. */
export type KeptPartIndexes = ReadonlyMap<PartName, KeptPart>;

interface PartIndex {
  readonly synonyms: SynonymGroups;
  readonly index: ArticleIndex;
}

/** The indexes of a desk's parts from one load to the next: what did not change is not indexed again. */
export class PartIndexes {
  readonly #parts: Map<PartName, PartIndex>;

  constructor(kept: KeptPartIndexes = new Map()) {
    this.#parts = new Map(
      [...kept].map(([name, { synonyms, index }]) => [
        name,
        { synonyms, index: new ArticleIndex(new Analyzer(synonyms), index) },
      ]),
    );
  }

  packed(name: PartName, articles: readonly Article[], synonyms: SynonymGroups): PackedIndex {
    const { index } = this.#partFor(name, synonyms);
    index.update(articles);
    return packIndex(index);
  }

  get kept(): KeptPartIndexes {
    return new Map(
      [...this.#parts].map(([name, { synonyms, index }]) => [name, { synonyms, index: index.kept }]),
    );
  }

  /** Other synonyms make other words of every text. */
  #partFor(name: PartName, synonyms: SynonymGroups): PartIndex {
    const known = this.#parts.get(name);
    if (known !== undefined && JSON.stringify(known.synonyms) === JSON.stringify(synonyms)) return known;
    const made = { synonyms, index: new ArticleIndex(new Analyzer(synonyms)) };
    this.#parts.set(name, made);
    return made;
  }
}
