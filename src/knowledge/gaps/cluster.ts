import { Analyzer } from '../analyzer.ts';
import type { SynonymGroups } from '../synonyms.ts';

/** A logged question that was not answered well. */
export interface UnansweredQuestion {
  readonly question: string;
  /** A pseudonym: one person who asks twice is one person. */
  readonly requester: string;
  /** Numbers of the work orders that it became. */
  readonly workOrders: readonly string[];
  /** The article that was given and did not help; undefined where none was given. */
  readonly refused: string | undefined;
  /** Left word to be told when there is an answer. */
  readonly waits: boolean;
}

/** Questions that want the same. */
export interface Cluster {
  /** Its own words, the most telling first: at most three, as people wrote them. */
  readonly name: string;
  /** The stems of these words. */
  readonly telling: readonly string[];
  /** The one nearest to all the others first; each wording once. */
  readonly wordings: readonly string[];
  readonly questions: readonly UnansweredQuestion[];
}

/** How alike a question must be to the middle of a cluster to belong to it: the cosine of their words. */
const belongs = 0.4;
/** Two clusters whose middles are so alike are one. */
const same = 0.6;
const rounds = 4;
const mostTelling = 3;
/** A stop word tells little of what is wanted, where a ranking can still use it. */
const stopShare = 0.1;
/** A word that a single question has joins it to no other. */
const onceShare = 0.4;
const mostQuestions = 5_000;

type Weights = ReadonlyMap<string, number>;

interface Item {
  readonly asked: UnansweredQuestion;
  readonly weights: Weights;
}

/**
 * Groups questions by their words, seldom ones counting more; the largest groups first. `known` are texts
 * that say how common a word is at this desk: the articles' phrasings. Same input, same groups.
 */
export function clusterQuestions(
  questions: readonly UnansweredQuestion[],
  known: readonly string[],
  synonyms: SynonymGroups = [],
): Cluster[] {
  const analyzer = new Analyzer(synonyms);
  const recent = questions.slice(-mostQuestions);
  const rarity = rarities(
    known,
    recent.map(({ question }) => question),
    analyzer,
  );
  const items = recent.map((asked) => ({ asked, weights: weigh(asked.question, analyzer, rarity) }));
  let middles = items.slice(0, 1).map(({ weights }) => weights);
  let groups: Item[][] = [];
  for (let round = 0; round < rounds; round++) {
    groups = assign(items, middles).filter((group) => group.length > 0);
    middles = merged(groups.map(middleOf));
  }
  return groups
    .map((group) => clusterOf(group, analyzer))
    .sort((a, b) => b.questions.length - a.questions.length);
}

/** By the articles' phrasings alone: what the desk cannot answer is seldom there, however often it is asked. */
function rarities(known: readonly string[], asked: readonly string[], analyzer: Analyzer): Weights {
  const there = frequencies(known, analyzer);
  const rarities = [...frequencies(asked, analyzer)].map(([stem, count]) => {
    const rarity = Math.log(1 + known.length / (there.get(stem) ?? 0.5));
    return [stem, (rarity || 1) * (count === 1 ? onceShare : 1)] as const;
  });
  return new Map(rarities);
}

function frequencies(texts: readonly string[], analyzer: Analyzer): Map<string, number> {
  const having = new Map<string, number>();
  for (const text of texts) {
    for (const stem of new Set(analyzer.tokens(text).map((token) => token.stem)))
      having.set(stem, (having.get(stem) ?? 0) + 1);
  }
  return having;
}

function weigh(text: string, analyzer: Analyzer, rarity: Weights): Weights {
  const weights = new Map<string, number>();
  for (const { stem, word } of analyzer.tokens(text)) {
    const share = analyzer.isStopWord(word) ? stopShare : 1;
    weights.set(stem, (rarity.get(stem) ?? 0) * share);
  }
  return normalised(weights);
}

function normalised(weights: Weights): Weights {
  const length = Math.hypot(...weights.values()) || 1;
  return new Map([...weights].map(([stem, weight]) => [stem, weight / length]));
}

/** Each item to the nearest middle; what is near none begins a group of its own, which others may join. */
function assign(items: readonly Item[], middles: readonly Weights[]): Item[][] {
  const all = [...middles];
  const groups: Item[][] = all.map(() => []);
  for (const item of items) {
    let best = -1;
    let most = belongs;
    for (const [at, middle] of all.entries()) {
      const likeness = cosine(item.weights, middle);
      if (likeness >= most) [most, best] = [likeness, at];
    }
    if (best === -1) {
      all.push(item.weights);
      groups.push([item]);
    } else groups[best]?.push(item);
  }
  return groups;
}

function middleOf(group: readonly Item[]): Weights {
  const sum = new Map<string, number>();
  for (const { weights } of group)
    for (const [stem, weight] of weights) sum.set(stem, (sum.get(stem) ?? 0) + weight);
  return normalised(sum);
}

/** A middle that is nearly another one goes: the questions find the one that stays. */
function merged(middles: readonly Weights[]): Weights[] {
  const kept: Weights[] = [];
  for (const middle of middles) if (!kept.some((other) => cosine(other, middle) >= same)) kept.push(middle);
  return kept;
}

function cosine(a: Weights, b: Weights): number {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [stem, weight] of small) sum += weight * (large.get(stem) ?? 0);
  return sum;
}

function clusterOf(group: readonly Item[], analyzer: Analyzer): Cluster {
  const middle = middleOf(group);
  const central = group.toSorted((a, b) => cosine(b.weights, middle) - cosine(a.weights, middle));
  const wordings = new Map(central.map(({ asked }) => [wordingKey(asked.question), asked.question]));
  const forms = formsOf(group, analyzer);
  const telling = [...middle]
    .filter(([stem]) => forms.has(stem))
    .sort((a, b) => b[1] - a[1])
    .slice(0, mostTelling)
    .map(([stem]) => stem);
  const words = telling.map((stem) => commonest(forms.get(stem) ?? new Map()));
  return {
    name: words.join(' ') || (group[0]?.asked.question ?? ''),
    telling,
    wordings: [...wordings.values()],
    questions: group.map(({ asked }) => asked),
  };
}

/** Two questions that differ in case and punctuation are worded alike. */
const wordingKey = (question: string): string =>
  question
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

type Forms = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** How the words behind each stem were written, and how often; without stop words. */
function formsOf(group: readonly Item[], analyzer: Analyzer): Forms {
  const written = new Map<string, Map<string, number>>();
  for (const { asked } of group) {
    for (const { word, stem } of analyzer.tokens(asked.question)) {
      if (word === '' || analyzer.isStopWord(word)) continue;
      const forms = written.get(stem) ?? new Map<string, number>();
      written.set(stem, forms.set(word, (forms.get(word) ?? 0) + 1));
    }
  }
  return written;
}

function commonest(forms: ReadonlyMap<string, number>): string {
  return [...forms].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}
