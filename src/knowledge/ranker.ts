import type { Analyzer, Token } from './analyzer.ts';
import type { Article } from './article.ts';
import { boundTerms, boundText } from './bound-query.ts';
import { FeatureSpace, inverseFrequency, vectorOf } from './features.ts';
import type { Learned } from './learned.ts';
import { logitsOf, softmax } from './logistic-regression.ts';
import { Comparison } from './packed-vectors.ts';
import { type Found, Retrieval } from './retrieval.ts';
import { type Signs, signsOf } from './signs.ts';
import { Spelling } from './spelling.ts';
import { vocabularyOf } from './vocabulary.ts';
import { wordsOf } from './words.ts';

export interface Ranked {
  /** The article's place in the snapshot. */
  readonly article: number;
  /** The fused logit. */
  readonly score: number;
  readonly probability: number;
  /** The parts of the score, in standard deviations over all articles. */
  readonly learned: number;
  readonly retrieved: number;
  /** The question's stems that the article has. */
  readonly terms: readonly string[];
}

export interface Ranking {
  /** Best first, at most 10. */
  readonly ranked: readonly Ranked[];
  readonly signs: Signs;
  readonly tokens: readonly Token[];
}

const mostRanked = 10;
/** MiniSearch's part, in standard deviations, against 1 of the learned ranking. */
const retrievedShare = 0.2;

interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

/** Orders the articles for a question: MiniSearch's scores and the learned logits, fused. */
export class Ranker {
  readonly #learned: Learned;
  readonly #analyzer: Analyzer;
  readonly #retrieval: Retrieval;
  readonly #space: FeatureSpace;
  readonly #spelling: Spelling;
  readonly #comparison: Comparison;
  readonly #size: number;

  constructor(articles: readonly Article[], learned: Learned, analyzer: Analyzer) {
    this.#learned = learned;
    this.#analyzer = analyzer;
    this.#size = articles.length;
    this.#retrieval = new Retrieval(articles, analyzer);
    this.#space = new FeatureSpace(learned.names);
    this.#spelling = new Spelling(vocabularyOf(articles));
    this.#comparison = new Comparison(learned.phrasings, learned.names.length);
  }

  /** Any text of any length; undefined where there is nothing to rank or nothing to rank by. */
  rank(question: string): Ranking | undefined {
    const tokens = this.#tokens(question);
    if (tokens.length === 0 || this.#size === 0) return undefined;
    const found = this.#retrieval.search(tokens);
    const vector = vectorOf(this.#space.count(tokens), this.#learned.idf);
    const logits = new Float64Array(this.#size);
    logitsOf(this.#learned.model, vector, logits);
    const retrieved = new Float64Array(this.#size);
    for (const { article, score } of found) retrieved[article] = score;
    const scales = { learned: scaleOf(logits), retrieved: scaleOf(retrieved) };
    const fused = logits.map(
      (logit, a) =>
        logit + retrievedShare * scales.learned.deviation * standard(retrieved[a] ?? 0, scales.retrieved),
    );
    const probabilities = fused.slice();
    softmax(probabilities);
    const order = bestOf(fused, mostRanked);
    const byArticle = new Map(found.map((each) => [each.article, each]));
    const ranked = order.map((article) => ({
      article,
      score: fused[article] ?? 0,
      probability: probabilities[article] ?? 0,
      learned: standard(logits[article] ?? 0, scales.learned),
      retrieved: standard(retrieved[article] ?? 0, scales.retrieved),
      terms: byArticle.get(article)?.terms ?? [],
    }));
    const best = order[0] ?? 0;
    const likeness = this.#comparison.with(vector, (like) => like(best));
    const signs = signsOf({
      logits: fused,
      probabilities,
      best,
      second: order[1],
      ...this.#coverage(tokens, byArticle.get(best)),
      ...likeness,
      agrees: found[0]?.article === best,
      words: tokens.length,
    });
    return { ranked, signs, tokens };
  }

  /** How much a stem tells; one that no phrasing has tells most. */
  idf(stem: string): number {
    const id = this.#space.id(stem);
    if (id === undefined) return inverseFrequency(0, this.#learned.phrasings.starts.length);
    return this.#learned.idf[id] ?? 0;
  }

  #tokens(question: string): Token[] {
    const words = boundTerms(wordsOf(boundText(question)));
    return this.#analyzer.tokensOf(words.map((word) => this.#spelling.correct(word) ?? word));
  }

  #coverage(tokens: readonly Token[], best: Found | undefined): { coverage: number; known: number } {
    const covered = new Set(best?.terms);
    let total = 0;
    let inBest = 0;
    let inAny = 0;
    for (const { stem, weight } of new Map(tokens.map((token) => [token.stem, token])).values()) {
      const share = weight * this.idf(stem);
      total += share;
      if (this.#space.id(stem) !== undefined) inAny += share;
      if (covered.has(stem)) inBest += share;
    }
    return total === 0 ? { coverage: 0, known: 0 } : { coverage: inBest / total, known: inAny / total };
  }
}

function scaleOf(values: Float64Array): Scale {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / values.length - mean * mean)) || 1 };
}

function standard(value: number, { mean, deviation }: Scale): number {
  return (value - mean) / deviation;
}

/** The places of the highest values, best first; ties in the order of the articles. */
function bestOf(values: Float64Array, most: number): number[] {
  const best: number[] = [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    if (best.length === most && value <= (values[best[most - 1] ?? 0] ?? 0)) continue;
    let place = best.length;
    while (place > 0 && (values[best[place - 1] ?? 0] ?? 0) < value) place--;
    best.splice(place, 0, at);
    if (best.length > most) best.pop();
  }
  return best;
}
