import { createHash } from 'node:crypto';
import type { LoadedContent } from '../check/load-content.ts';
import type { Article } from '../knowledge/article.ts';
import { byLanguage } from '../knowledge/languages.ts';
import type { PackedIndex } from '../knowledge/packed-index.ts';
import type { SynonymGroups } from '../knowledge/synonyms.ts';
import type { Training } from '../knowledge/training.ts';
import { typeArticle } from './type-article.ts';
import { typesByLanguage } from './types-spoken.ts';

/** What is indexed and learned by itself: the desk's own articles, its work-order types, each's translations. */
export type PartName = 'own' | 'types' | `in ${string}` | `types in ${string}`;

/** What MiniSearch says of each part. */
export type DeskIndex = ReadonlyMap<PartName, PackedIndex>;

/** What was learned of each part. */
export type DeskTraining = ReadonlyMap<PartName, Training>;

export function partsOf({
  articles,
  types,
  desk,
  typeTranslations: words,
}: Pick<LoadedContent, 'articles' | 'types' | 'desk' | 'typeTranslations'>): ReadonlyMap<
  PartName,
  readonly Article[]
> {
  const { own, others } = byLanguage(articles, desk.lang);
  const spoken = typesByLanguage([...types.values()], words);
  return new Map<PartName, readonly Article[]>([
    ['own', own],
    ['types', [...types.values()].map(typeArticle)],
    ...[...others].map(([lang, some]) => [`in ${lang}`, some] as const),
    ...[...spoken].map(([lang, some]) => [`types in ${lang}`, some.map(typeArticle)] as const),
  ]);
}

/** Names all that a part is learned from. */
export function printOf(articles: readonly Article[], synonyms: SynonymGroups): string {
  const hash = createHash('sha256').update(JSON.stringify(synonyms));
  for (const { id, lang, title, questions, passages } of articles)
    hash.update(
      JSON.stringify([id, lang, title, questions, passages.map(({ headings, text }) => [headings, text])]),
    );
  return hash.digest('hex');
}

/** Of the articles in other languages than the desk's own, by language. */
export const translations = <T>(parts: ReadonlyMap<PartName, T>): ReadonlyMap<string, T> =>
  behind(parts, 'in ');

/** Of the work-order types in other languages, by language. */
export const typeTranslations = <T>(parts: ReadonlyMap<PartName, T>): ReadonlyMap<string, T> =>
  behind(parts, 'types in ');

const behind = <T>(parts: ReadonlyMap<PartName, T>, start: string): ReadonlyMap<string, T> =>
  new Map(
    [...parts].flatMap(([name, part]) => (name.startsWith(start) ? [[name.slice(start.length), part]] : [])),
  );
