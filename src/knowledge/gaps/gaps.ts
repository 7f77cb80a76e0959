import type { KnowledgeSnapshot } from '../answer.ts';
import type { SynonymGroups } from '../synonyms.ts';
import { type Cluster, clusterQuestions, type UnansweredQuestion } from './cluster.ts';

/** What people asked that the desk did not answer well, and what its editors should do about it. */
export interface Gap {
  readonly name: string;
  readonly people: number;
  readonly asked: number;
  readonly workOrders: number;
  /** Of the people, those who left word to be told when there is an answer. */
  readonly waiting: number;
  readonly wordings: readonly string[];
  readonly advice: Advice;
}

export type Advice =
  /** The answer is there, but not in these words. */
  | { readonly kind: 'phrasing'; readonly article: string; readonly confidence: number }
  /** Nothing answers it, or what there is did not help. */
  | { readonly kind: 'article'; readonly near: string | undefined };

export interface GapOptions {
  readonly synonyms?: SynonymGroups;
  /** Of fewer people no gap is made: one person's words are one person's. */
  readonly fewestPeople: number;
}

/** An article leads when so many of the wordings come to it first, and it is so probable on average. */
const leading = 0.5;
const probable = 0.25;
/** When so many of those who got the article said that it is not it, more phrasings would not help. */
const refusing = 1 / 3;

/** Finds the gaps, by how many people asked and how many work orders they became. */
export function gapsIn(
  questions: readonly UnansweredQuestion[],
  snapshot: KnowledgeSnapshot,
  { synonyms = [], fewestPeople }: GapOptions,
): Gap[] {
  const known = [...snapshot.articles.values()].flatMap((article) => article.questions);
  return clusterQuestions(questions, known, synonyms)
    .map((cluster) => gapOf(cluster, snapshot))
    .filter(({ people }) => people >= fewestPeople)
    .sort((a, b) => b.people + b.workOrders - (a.people + a.workOrders));
}

function gapOf(cluster: Cluster, snapshot: KnowledgeSnapshot): Gap {
  const { name, wordings, questions } = cluster;
  return {
    name,
    people: peopleOf(questions),
    asked: questions.length,
    workOrders: new Set(questions.flatMap(({ workOrders }) => workOrders)).size,
    waiting: peopleOf(questions.filter(({ waits }) => waits)),
    wordings,
    advice: advise(cluster, snapshot),
  };
}

const peopleOf = (questions: Cluster['questions']): number =>
  new Set(questions.map(({ requester }) => requester)).size;

function advise({ wordings, questions, telling }: Cluster, snapshot: KnowledgeSnapshot): Advice {
  const firsts = new Map<string, number[]>();
  for (const wording of wordings) {
    const [best] = snapshot.answer(wording).hits;
    // An article that has none of the words that tell the group apart is merely the least far.
    if (best === undefined || !best.why.terms.some((term) => telling.includes(term))) continue;
    firsts.set(best.article.id, [...(firsts.get(best.article.id) ?? []), best.confidence]);
  }
  const [nearest] = [...firsts].sort((a, b) => b[1].length - a[1].length);
  if (nearest === undefined) return { kind: 'article', near: undefined };
  const [article, confidences] = nearest;
  const confidence = confidences.reduce((sum, one) => sum + one, 0) / confidences.length;
  const refused = questions.filter((one) => one.refused === article).length / questions.length;
  const leads = confidences.length >= leading * wordings.length && confidence >= probable;
  return leads && refused < refusing
    ? { kind: 'phrasing', article, confidence }
    : { kind: 'article', near: article };
}
