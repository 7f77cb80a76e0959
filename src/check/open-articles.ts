import type { DeskSettings } from '../desk/desk-settings.ts';
import type { KnowledgeSnapshot } from '../knowledge/answer.ts';
import type { Article } from '../knowledge/article.ts';
import { indexInBites } from '../knowledge/indexed.ts';
import { packArticles } from '../knowledge/packed-articles.ts';
import { openSnapshot } from '../knowledge/snapshot.ts';
import { trainInWorker } from '../knowledge/train-in-worker.ts';
import { type Training, train } from '../knowledge/training.ts';

/** Articles of one language, learned as the desk learns them. */
export interface OpenArticles {
  readonly training: Training;
  readonly snapshot: KnowledgeSnapshot;
}

/** So few are learned sooner than threads start. */
const fewPhrasings = 300;

/** @param articles of one language (languages.ts) */
export async function openArticles(
  articles: readonly Article[],
  { synonyms, caution }: DeskSettings,
): Promise<OpenArticles> {
  const isSoon = phrasingsIn(articles) < fewPhrasings;
  const [training, indexed] = await Promise.all([
    isSoon ? train(articles, synonyms) : trainInWorker([packArticles(articles)], synonyms),
    indexInBites(articles, synonyms),
  ]);
  return { training, snapshot: openSnapshot(indexed, training, { caution }) };
}

export const phrasingsIn = (articles: readonly Article[]): number =>
  articles.reduce((sum, { questions }) => sum + questions.length, 0);
