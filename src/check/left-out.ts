import { Analyzer } from '../knowledge/analyzer.ts';
import type { Answer } from '../knowledge/answer.ts';
import type { Article } from '../knowledge/article.ts';
import type { Confidence } from '../knowledge/confidence.ts';
import { indexArticles } from '../knowledge/indexed.ts';
import { learn } from '../knowledge/learned.ts';
import { openSnapshot } from '../knowledge/snapshot.ts';
import { resultOfThread } from '../knowledge/start-thread.ts';
import type { SynonymGroups } from '../knowledge/synonyms.ts';
import type { Caution } from '../knowledge/thresholds.ts';
import { phrasingsIn } from './open-articles.ts';

/** A folder whose phrasings are asked of what is left without them. */
export interface LeftOutTask {
  /** Of one language. */
  readonly articles: readonly Article[];
  readonly synonyms: SynonymGroups;
  readonly caution: Caution;
  /** What the whole folder goes by. */
  readonly confidence: Confidence;
}

/** What a phrasing got from the folder without it. */
export interface LeftOut {
  /** Places of the article in the task, and of the phrasing in the article. */
  readonly article: number;
  readonly question: number;
  readonly kind: Answer['kind'];
  /** Id of the first article; undefined where nothing came. */
  readonly first: string | undefined;
  /** Of the first. */
  readonly confidence: number;
}

/** How a folder is cut: one phrasing in `count` is left out of each part, and each part is learned. */
export interface Cut {
  readonly count: number;
  /** See `learn`. */
  readonly effort: number;
  /** 0 learns here. */
  readonly threads: number;
}

/**
 * The finer the cut, the nearer to leaving out one phrasing alone; learning longer brings less. Against 40
 * parts learned in full, which find 211 of the sample desk's 539 phrasings not again: 10 parts at half the
 * effort find 185 of those and 12 others, 5 parts 181 and 29. A large folder is cut coarser, since learning a
 * part takes seconds. The folds that the confidence is learned from would cost nothing, but say too little: each
 * lacks a fifth of the articles, among them a third of the rivals, and some phrasings are never asked of them.
 */
function cutOf(articles: readonly Article[]): Cut {
  return phrasingsIn(articles) * articles.length < 100_000
    ? { count: 10, effort: 0.5, threads: 0 }
    : { count: 4, effort: 0.35, threads: 2 };
}

/** Every phrasing of the folder, asked once of a folder that does not have it. */
export async function askLeftOut(task: LeftOutTask, cut: Cut = cutOf(task.articles)): Promise<LeftOut[]> {
  const parts = [...Array(cut.count).keys()];
  if (cut.threads === 0) return askParts(task, cut, parts);
  const module = new URL('./left-out-worker.js', import.meta.url);
  const results = [...Array(cut.threads).keys()].map((thread) =>
    resultOfThread<LeftOut[]>(module, [task, cut, parts.filter((part) => part % cut.threads === thread)]),
  );
  return (await Promise.all(results)).flat();
}

/** What one thread does of it. */
export function askParts(task: LeftOutTask, cut: Cut, parts: readonly number[]): LeftOut[] {
  return parts.flatMap((part) => askPart(task, cut, part));
}

function askPart(
  { articles, synonyms, caution, confidence }: LeftOutTask,
  cut: Cut,
  part: number,
): LeftOut[] {
  const isOut = articles.map(({ id, questions }) => {
    const first = offsetOf(id);
    return questions.map((_, at) => (first + at) % cut.count === part);
  });
  const rest = articles.map((article, at) => ({
    ...article,
    questions: article.questions.filter((_, i) => !isOut[at]?.[i]),
  }));
  const analyzer = new Analyzer(synonyms);
  const learned = learn(rest, analyzer, cut.effort);
  const snapshot = openSnapshot(indexArticles(rest, analyzer), { learned, confidence }, { caution });
  return articles.flatMap(({ questions, lang }, article) =>
    questions.flatMap((text, question) => {
      if (!isOut[article]?.[question]) return [];
      const { kind, hits } = snapshot.answer(text, { lang });
      const [best] = hits;
      return [{ article, question, kind, first: best?.article.id, confidence: best?.confidence ?? 0 }];
    }),
  );
}

/**
 * Where an article begins to count its phrasings: other for each, so that those of one phrasing are spread over
 * the parts, and by its id, so that an edit elsewhere does not deal its phrasings anew.
 */
const offsetOf = (id: string): number =>
  [...id].reduce((sum, letter) => (31 * sum + (letter.codePointAt(0) ?? 0)) % 1_000_003, 0);
