import type { Hit, KnowledgeSnapshot } from './answer.ts';

/** A question that had no good answer when it was asked. */
export interface OpenQuestion {
  readonly question: string;
  /** Ids of the articles that were shown then and did not help. */
  readonly refused: readonly string[];
  /** BCP 47; the desk's own where the channel said none. */
  readonly lang?: string | undefined;
}

/** What answers it by itself; undefined while nothing does, or only what did not help before. */
export function answeredNow(
  { question, refused, lang }: OpenQuestion,
  knowledge: KnowledgeSnapshot,
): Hit | undefined {
  const { kind, hits } = knowledge.answer(question, lang === undefined ? {} : { lang });
  const [best] = hits;
  return kind === 'confident' && best && !refused.includes(best.article.id) ? best : undefined;
}
