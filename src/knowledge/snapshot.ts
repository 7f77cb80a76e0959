import type { Token } from './analyzer.ts';
import type { Answer, AnswerOptions, Hit, KnowledgeSnapshot } from './answer.ts';
import type { Article } from './article.ts';
import { BestPassage } from './best-passage.ts';
import { probabilityOf } from './calibration.ts';
import type { Confidence } from './confidence.ts';
import { FeatureSpace } from './features.ts';
import type { Indexed } from './indexed.ts';
import { hasTranslations, preferLanguage } from './language.ts';
import { type Ranked, Ranker, type Ranking } from './ranker.ts';
import type { Caution, Thresholds } from './thresholds.ts';
import type { Training } from './training.ts';

export interface SnapshotOptions {
  /** How sure the desk wants to be before it answers; 'balanced' unless desk.md says otherwise. */
  readonly caution?: Caution;
  /** A hash of what was loaded. */
  readonly revision?: string;
}

/**
 * Opens indexed articles with what was learned from them, elsewhere or before, in the same order.
 *
 * @param space of the training's names, where it is at hand: it takes most of the time
 */
export function openSnapshot(
  indexed: Indexed,
  { learned, confidence }: Training,
  options: SnapshotOptions = {},
  space: FeatureSpace = FeatureSpace.of(learned.names),
): KnowledgeSnapshot {
  const { articles, analyzer } = indexed;
  const ranker = new Ranker(indexed, learned, space);
  const passages = new BestPassage(analyzer, (stem) => ranker.idf(stem));
  const revision = options.revision ?? '';
  const translates = hasTranslations(articles);
  const thresholds = confidence.thresholds[options.caution ?? 'balanced'];
  const answer = (question: string, { lang }: AnswerOptions = {}): Answer => {
    const ranking = ranker.rank(question);
    if (ranking === undefined) return { kind: 'fallback', hits: [], revision };
    const judged = judge(ranking, confidence);
    const hits = judged.hits.flatMap(({ ranked, confidence: sure }) => {
      const article = articles[ranked.article];
      return article ? [hitOf(article, ranked, sure, ranking.tokens, passages)] : [];
    });
    const shown = translates ? preferLanguage(hits, lang) : hits;
    return { kind: decide(judged, thresholds), hits: shown, revision };
  };
  return { revision, articles: new Map(articles.map((article) => [article.id, article])), answer };
}

interface Judged {
  readonly right: number;
  readonly inScope: number;
  readonly hits: readonly { readonly ranked: Ranked; readonly confidence: number }[];
}

/**
 * The first has its calibrated probability; what remains of "the article exists" is shared among the
 * others by their softmax probabilities.
 */
function judge({ ranked, signs, twins }: Ranking, confidence: Confidence): Judged {
  const margin = twins ? 0 : (ranked[0]?.score ?? 0) - (ranked[1]?.score ?? -Infinity);
  const right = Math.min(probabilityOf(confidence.right, signs), ceiling(margin));
  const inScope = probabilityOf(confidence.inScope, signs);
  const others = 1 - (ranked[0]?.probability ?? 0);
  const rest = Math.max(0, inScope - right);
  const hits = ranked.map((each, at) => ({
    ranked: each,
    confidence: at === 0 ? right : others > 0 ? Math.min(right, (rest * each.probability) / others) : 0,
  }));
  return { right, inScope, hits };
}

/**
 * Two articles with the same phrasing cannot both be right: level logits allow no more than 1/2, whatever
 * else speaks for the first. A small folder has no such pair to learn it from.
 */
function ceiling(margin: number): number {
  return 1 / (1 + Math.exp(-3 * margin));
}

function decide({ right, inScope }: Judged, { confident, fallback }: Thresholds): Answer['kind'] {
  if (inScope < fallback) return 'fallback';
  return right >= confident ? 'confident' : 'disambiguation';
}

function hitOf(
  article: Article,
  ranked: Ranked,
  confidence: number,
  tokens: readonly Token[],
  passages: BestPassage,
): Hit {
  return {
    article,
    // Found when it is looked at: of ten hits one is shown, or three named.
    get passage() {
      return passages.of(article, tokens);
    },
    score: ranked.score,
    confidence,
    why: {
      get terms() {
        return ranked.terms;
      },
      shares: { learned: ranked.learned, retrieved: ranked.retrieved },
    },
  };
}
