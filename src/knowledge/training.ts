import { Analyzer } from './analyzer.ts';
import type { Article } from './article.ts';
import { type Confidence, confidenceFrom, type Trial, trialsOf } from './confidence.ts';
import { type Learned, learn } from './learned.ts';
import type { SynonymGroups } from './synonyms.ts';

/** All that is learned from a folder: plain data, so that a worker can hand it over. */
export interface Training {
  readonly learned: Learned;
  readonly confidence: Confidence;
}

/** What one of two threads learns: the ranking and some of the folds, or the other folds. */
export interface TrainingPart {
  readonly learned: Learned | undefined;
  readonly trials: readonly Trial[];
}

export const parts = [0, 1] as const;
export type Part = (typeof parts)[number];

/** Learns a folder. Same folder, same result; takes from milliseconds to seconds. */
export function train(articles: readonly Article[], synonyms: SynonymGroups = []): Training {
  return joined(parts.map((part) => trainPart(articles, synonyms, part)));
}

/** The ranking costs as much as two folds, so it goes with the odd ones, of which there are fewer. */
export function trainPart(articles: readonly Article[], synonyms: SynonymGroups, part: Part): TrainingPart {
  const analyzer = new Analyzer(synonyms);
  return {
    learned: part === 1 ? learn(articles, analyzer) : undefined,
    trials: trialsOf(articles, analyzer, (fold) => fold % 2 === part),
  };
}

/** Takes all `parts`, in their order. */
export function joined(all: readonly TrainingPart[]): Training {
  const learned = all.flatMap((part) => part.learned ?? [])[0];
  if (learned === undefined) throw new Error('The part with the ranking is missing; pass all parts.');
  return { learned, confidence: confidenceFrom(all.flatMap(({ trials }) => trials)) };
}

/** The large arrays of a training: a thread that is done with them hands them over instead of copying. */
export function buffersOf({ learned }: Pick<TrainingPart, 'learned'>): ArrayBuffer[] {
  if (learned === undefined) return [];
  const { ids, values, starts, articles } = learned.phrasings;
  const arrays = [
    learned.idf,
    ids,
    values,
    starts,
    articles,
    ...(learned.model ? [learned.model.weights] : []),
  ];
  return arrays.flatMap(({ buffer }) => (buffer instanceof ArrayBuffer ? buffer : []));
}
