import { fileStart, type Place } from '../content/place.ts';
import type { DeskSettings } from '../desk/desk-settings.ts';
import { Analyzer } from '../knowledge/analyzer.ts';
import type { Answer, KnowledgeSnapshot } from '../knowledge/answer.ts';
import type { Article } from '../knowledge/article.ts';
import { byLanguage, speaking } from '../knowledge/languages.ts';
import { type Learned, learn } from '../knowledge/learned.ts';
import { indexInBites, openSnapshot } from '../knowledge/snapshot.ts';
import { trainInWorker } from '../knowledge/train-in-worker.ts';
import type { CheckedContent } from './load-content.ts';

/** What one question got. */
export interface Verdict {
  readonly kind: Answer['kind'];
  /** The article that came first; undefined where nothing came. */
  readonly first: Article | undefined;
  /** Calibrated probability that it is the right one. */
  readonly confidence: number;
}

/** An editor's phrasing, asked of the folder that has it and of the folder without it. */
export interface AskedPhrasing {
  readonly article: Article;
  readonly question: string;
  readonly place: Place;
  readonly known: Verdict;
  readonly leftOut: Verdict;
}

/** The answers that the ranking rules judge. */
export interface Exam {
  readonly snapshot: KnowledgeSnapshot;
  readonly asked: readonly AskedPhrasing[];
}

/** Each part leaves out one phrasing in so many; a large folder is cut coarser, since each part is learned. */
const partsFor = (phrasings: number): number => (phrasings < 3_000 ? 5 : 3);
/** The order of the articles settles in fewer epochs than their probabilities. */
const effort = 0.5;

/**
 * Learns the folder as the desk does, in a thread of its own, and meanwhile again and again without a
 * part of the phrasings, so that each is asked once of a folder that does not have it.
 */
export async function examine({ articles, desk }: CheckedContent): Promise<Exam> {
  const { own, others } = byLanguage(articles, desk.lang);
  const main = await examineOne(own, desk);
  const translations = new Map<string, Exam>();
  for (const [lang, some] of others) translations.set(lang, await examineOne(some, desk));
  return {
    snapshot: speaking(
      main.snapshot,
      new Map([...translations].map(([lang, exam]) => [lang, exam.snapshot])),
    ),
    asked: [main, ...translations.values()].flatMap(({ asked }) => asked),
  };
}

/** Each language by itself, as the desk learns it. */
async function examineOne(articles: readonly Article[], desk: DeskSettings): Promise<Exam> {
  const { synonyms, caution } = desk;
  const training = trainInWorker(articles, synonyms);
  const analyzer = new Analyzer(synonyms);
  const parts = partsOf(articles).map((part) => ({ ...part, learned: learn(part.rest, analyzer, effort) }));
  const { learned, confidence } = await training;
  const open = async (some: readonly Article[], what: Learned) =>
    openSnapshot(await indexInBites(some, synonyms), { learned: what, confidence }, { caution });
  const snapshot = await open(articles, learned);
  const asked: AskedPhrasing[] = [];
  for (const { rest, leftOut, learned: without } of parts) {
    const partial = await open(rest, without);
    asked.push(...leftOut.map((phrasing) => askTwice(phrasing, partial, snapshot)));
  }
  return { snapshot, asked };
}

interface Phrasing {
  readonly article: Article;
  readonly question: string;
  readonly place: Place;
}

interface Part {
  readonly rest: readonly Article[];
  readonly leftOut: readonly Phrasing[];
}

function partsOf(articles: readonly Article[]): Part[] {
  const phrasings = articles.reduce((sum, { questions }) => sum + questions.length, 0);
  const count = partsFor(phrasings);
  return Array.from({ length: count }, (_, part) => {
    // Counted through all articles, so that articles of one phrasing are spread over the parts, too.
    let counted = 0;
    const isOut = (): boolean => counted++ % count === part;
    const split = articles.map((article) => withoutSome(article, isOut));
    return { rest: split.map(({ rest }) => rest), leftOut: split.flatMap(({ leftOut }) => leftOut) };
  });
}

function withoutSome(article: Article, isOut: () => boolean) {
  const leftOut: Phrasing[] = [];
  const questions: string[] = [];
  for (const [index, question] of article.questions.entries()) {
    const place = article.places.questions[index] ?? fileStart;
    if (isOut()) leftOut.push({ article, question, place });
    else questions.push(question);
  }
  return { rest: { ...article, questions }, leftOut };
}

function askTwice(
  phrasing: Phrasing,
  without: KnowledgeSnapshot,
  snapshot: KnowledgeSnapshot,
): AskedPhrasing {
  const leftOut = ask(without, phrasing);
  // What is found without having been learned is found with it.
  const known = wins(leftOut, phrasing.article) ? leftOut : ask(snapshot, phrasing);
  return { ...phrasing, leftOut, known };
}

function ask(snapshot: KnowledgeSnapshot, { question, article }: Phrasing): Verdict {
  const { kind, hits } = snapshot.answer(question, { lang: article.lang });
  return { kind, first: hits[0]?.article, confidence: hits[0]?.confidence ?? 0 };
}

/** Whether the article came first, itself or in another language. */
export function wins({ first }: Verdict, article: Article): boolean {
  return first !== undefined && subjectOf(first) === subjectOf(article);
}

/** An article and its translations are one subject. */
export const subjectOf = ({ id, translationOf }: Article): string => translationOf ?? id;

/** A probability as an editor reads it. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
