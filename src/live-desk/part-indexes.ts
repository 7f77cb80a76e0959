import { Analyzer } from '../knowledge/analyzer.ts';
import type { Article } from '../knowledge/article.ts';
import { ArticleIndex, type KeptIndex } from '../knowledge/article-index.ts';
import { type PackedIndex, packIndex } from '../knowledge/packed-index.ts';
import type { SynonymGroups } from '../knowledge/synonyms.ts';
import type { PartName } from './desk-parts.ts';

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
  readonly #parts = new Map<PartName, PartIndex>();
  /** Of parts that were not asked for yet. */
  readonly #before: Map<PartName, KeptPart>;

  constructor(kept: KeptPartIndexes = new Map()) {
    this.#before = new Map(kept);
  }

  packed(name: PartName, articles: readonly Article[], synonyms: SynonymGroups): PackedIndex {
    const { index } = this.#partFor(name, synonyms);
    index.update(articles);
    return packIndex(index);
  }

  get kept(): KeptPartIndexes {
    const parts = [...this.#parts].map(([name, { synonyms, index }]): [PartName, KeptPart] => [
      name,
      { synonyms, index: index.kept },
    ]);
    return new Map([...this.#before, ...parts]);
  }

  /** Other synonyms make other words of every text. */
  #partFor(name: PartName, synonyms: SynonymGroups): PartIndex {
    const isSame = (part: { readonly synonyms: SynonymGroups }): boolean =>
      JSON.stringify(part.synonyms) === JSON.stringify(synonyms);
    const known = this.#parts.get(name);
    if (known !== undefined && isSame(known)) return known;
    const before = this.#before.get(name);
    const kept = before !== undefined && isSame(before) ? before.index : undefined;
    const made = { synonyms, index: new ArticleIndex(new Analyzer(synonyms), kept) };
    this.#before.delete(name);
    this.#parts.set(name, made);
    return made;
  }
}
