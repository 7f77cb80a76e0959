import type { Answer, AnswerOptions, Hit, KnowledgeSnapshot } from './answer.ts';
import type { Article } from './article.ts';
import { boundText } from './bound-query.ts';
import { primary, subjectOf } from './language.ts';
import { wordsOf } from './words.ts';

/** Articles apart by language: each language is learned by itself, since its words tell another's nothing. */
export interface ByLanguage {
  /** In the desk's own. */
  readonly own: readonly Article[];
  /** By primary language, such as `de`. */
  readonly others: ReadonlyMap<string, readonly Article[]>;
}

export function byLanguage(articles: readonly Article[], deskLang: string): ByLanguage {
  const others = new Map<string, Article[]>();
  const own: Article[] = [];
  for (const article of articles) {
    const lang = primary(article.lang);
    const those = lang === primary(deskLang) ? own : others.get(lang);
    if (those === undefined) others.set(lang, [article]);
    else those.push(article);
  }
  return { own, others };
}

/**
 * One snapshot of several languages. A question is asked in the language it is surely written in first, else
 * in the conversation's; what that does not answer is asked in the desk's own, whose articles are shown in
 * translation where there is one, and what the desk's own does not answer in the others, where only a clear
 * answer to a question in that language counts: "who invented bitcoin" has one word of a German article, and
 * two that are nearly so.
 */
export function speaking(
  own: KnowledgeSnapshot,
  others: ReadonlyMap<string, KnowledgeSnapshot>,
): KnowledgeSnapshot {
  if (others.size === 0) return own;
  const vocabularies = new Map([own, ...others.values()].map((one) => [one, vocabularyOf(one)]));
  const known = (question: string): ReadonlyMap<KnowledgeSnapshot, number> => {
    const words = lettersOf(boundText(question));
    return new Map(
      [...vocabularies].map(([one, vocabulary]) => [one, words.filter((w) => vocabulary.has(w)).length]),
    );
  };
  const versions = new Map([...others.values()].map((other) => [other, bySubject(other)]));
  const translated = (main: Answer, wanted: KnowledgeSnapshot | undefined): Answer =>
    wanted === undefined ? main : inVersions(main, versions.get(wanted));
  const all = [own, ...others.values()].flatMap((snapshot) => [...snapshot.articles]);
  const answer = (question: string, options: AnswerOptions = {}): Answer => {
    const words = known(question);
    const written = surest(words);
    const theirs = options.lang === undefined ? undefined : others.get(primary(options.lang));
    // What somebody surely writes in counts for more than what their channel says.
    const wanted = written === own ? undefined : (written ?? theirs);
    const told = (one: Answer): Answer => ({
      ...one,
      // One folder, one revision.
      revision: own.revision,
      ...(written && { writtenIn: langOf(written) }),
    });
    const spoken = wanted?.answer(question, options);
    if (spoken?.kind === 'confident') return told(spoken);
    const main = own.answer(question, options);
    if (main.kind === 'confident') return told(translated(main, wanted));
    if (spoken?.kind === 'disambiguation') return told(spoken);
    if (main.kind === 'disambiguation') return told(translated(main, wanted));
    const clear = [...others.values()]
      .filter((other) => other !== wanted && (words.get(other) ?? 0) > (words.get(own) ?? 0))
      .map((other) => other.answer(question, options))
      .filter(({ kind }) => kind === 'confident')
      .sort((a, b) => sureness(b) - sureness(a))[0];
    return told(clear ?? main);
  };
  return { revision: own.revision, articles: new Map(all), answer };
}

/** So many more of its words than any other language must know. */
const sureBy = 2;

/** The language that a question is written in; undefined where two know about as many of its words. */
function surest(known: ReadonlyMap<KnowledgeSnapshot, number>): KnowledgeSnapshot | undefined {
  const [first, second] = [...known].sort(([, a], [, b]) => b - a);
  return first && second && first[1] >= second[1] + sureBy ? first[0] : undefined;
}

const langOf = ({ articles }: KnowledgeSnapshot): string => primary([...articles.values()][0]?.lang ?? '');

const sureness = ({ hits }: Answer): number => hits[0]?.confidence ?? 0;

/** A number is the same in every language. */
const lettersOf = (text: string): string[] => wordsOf(text).filter((word) => /\p{L}/u.test(word));

/** Of titles and phrasings: there people's own words are, and few enough to read at once. */
const vocabularyOf = ({ articles }: KnowledgeSnapshot): ReadonlySet<string> =>
  new Set([...articles.values()].flatMap(({ title, questions }) => [title, ...questions].flatMap(lettersOf)));

const bySubject = ({ articles }: KnowledgeSnapshot): ReadonlyMap<string, Article> =>
  new Map([...articles.values()].map((article) => [subjectOf(article), article]));

const inVersions = (answer: Answer, versions: ReadonlyMap<string, Article> = new Map()): Answer => ({
  ...answer,
  hits: answer.hits.map((hit): Hit => {
    const version = versions.get(subjectOf(hit.article));
    const { score, confidence, why } = hit;
    return version === undefined ? hit : { article: version, passage: undefined, score, confidence, why };
  }),
});
