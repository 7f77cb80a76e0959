import { fileStart, type Place } from '../content/place.ts';
import type { DeskSettings } from '../desk/desk-settings.ts';
import type { Answer, KnowledgeSnapshot } from '../knowledge/answer.ts';
import type { Article } from '../knowledge/article.ts';
import { subjectOf } from '../knowledge/language.ts';
import { byLanguage, speaking } from '../knowledge/languages.ts';
import { askLeftOut, type LeftOut } from './left-out.ts';
import type { CheckedContent } from './load-content.ts';
import { openArticles } from './open-articles.ts';

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

/**
 * Learns the folder as the desk does, each language by itself, and again and again without a part of the
 * phrasings, so that each is asked once of a folder that does not have it.
 */
export async function examine({ articles, desk }: CheckedContent): Promise<Exam> {
  const { own, others } = byLanguage(articles, desk.lang);
  const ownExam = examineOne(own, desk);
  const translations = await Promise.all(
    [...others].map(async ([lang, some]) => [lang, await examineOne(some, desk)] as const),
  );
  const main = await ownExam;
  return {
    snapshot: speaking(main.snapshot, new Map(translations.map(([lang, { snapshot }]) => [lang, snapshot]))),
    asked: [main, ...translations.map(([, exam]) => exam)].flatMap(({ asked }) => asked),
  };
}

async function examineOne(articles: readonly Article[], desk: DeskSettings): Promise<Exam> {
  const { training, snapshot } = await openArticles(articles, desk);
  const { synonyms, caution } = desk;
  const leftOut = await askLeftOut({ articles, synonyms, caution, confidence: training.confidence });
  return { snapshot, asked: leftOut.flatMap((one) => askedOf(one, articles, snapshot)) };
}

function askedOf(left: LeftOut, articles: readonly Article[], snapshot: KnowledgeSnapshot): AskedPhrasing[] {
  const article = articles[left.article];
  const question = article?.questions[left.question];
  if (article === undefined || question === undefined) return [];
  const first = left.first === undefined ? undefined : snapshot.articles.get(left.first);
  const leftOut: Verdict = { kind: left.kind, first, confidence: left.confidence };
  // What is found without having been learned is found with it.
  const known = wins(leftOut, article) ? leftOut : ask(snapshot, question, article);
  const place = article.places.questions[left.question] ?? fileStart;
  return [{ article, question, place, leftOut, known }];
}

function ask(snapshot: KnowledgeSnapshot, question: string, { lang }: Article): Verdict {
  const { kind, hits } = snapshot.answer(question, { lang });
  return { kind, first: hits[0]?.article, confidence: hits[0]?.confidence ?? 0 };
}

/** Whether the article came first, itself or in another language. */
export function wins({ first }: Verdict, article: Article): boolean {
  return first !== undefined && subjectOf(first) === subjectOf(article);
}

/** A probability as an editor reads it. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
