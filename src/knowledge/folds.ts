import type { Article } from './article.ts';
import { seededRandom, shuffle } from './random.ts';

/** A folder with some of it kept back, to see how sure the rest should be. */
export interface Fold {
  readonly articles: readonly Article[];
  /** Phrasings kept back whose article is in `articles`. */
  readonly inScope: readonly { readonly question: string; readonly id: string }[];
  /** Phrasings of the articles left out whole: for the rest, nobody's questions. */
  readonly outOfScope: readonly string[];
}

/** Below this, leaving an article out leaves too little to be told apart. */
const fewestToLeaveOut = 4;
const mostQuestions = 1_000;
/** A larger folder is judged by a part of it; learning the whole once more would double its loading. */
const mostArticles = 2_000;

/** The `index`-th of `count` folds: one in `count` articles is left out, and one in `count` phrasings. */
export function foldOf(all: readonly Article[], count: number, index: number): Fold {
  const articles = all.length > mostArticles ? sample(all, mostArticles) : all;
  const place = Uint32Array.from(articles.keys());
  shuffle(place, seededRandom(7));
  const isLeftOut = (at: number): boolean =>
    articles.length >= fewestToLeaveOut && (place[at] ?? 0) % count === index;
  const kept: Article[] = [];
  const inScope: { question: string; id: string }[] = [];
  const outOfScope: string[] = [];
  for (const [at, article] of articles.entries()) {
    if (isLeftOut(at)) {
      outOfScope.push(...article.questions);
      continue;
    }
    const isHeldOut = (_: string, i: number): boolean => (i + (place[at] ?? 0)) % count === index;
    inScope.push(...article.questions.filter(isHeldOut).map((question) => ({ question, id: article.id })));
    kept.push({ ...article, questions: article.questions.filter((q, i) => !isHeldOut(q, i)) });
  }
  return {
    articles: kept,
    inScope: sample(inScope, mostQuestions),
    outOfScope: sample(outOfScope, mostQuestions),
  };
}

function sample<T>(all: readonly T[], most: number): T[] {
  const order = Uint32Array.from(all.keys());
  shuffle(order, seededRandom(11));
  return [...order.slice(0, most)].flatMap((i) => all[i] ?? []);
}
