import fc from 'fast-check';
import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';
import { Analyzer } from '../../src/knowledge/analyzer.ts';
import { ArticleIndex } from '../../src/knowledge/article-index.ts';
import { OpenIndex, packIndex } from '../../src/knowledge/packed-index.ts';
import { Retrieval } from '../../src/knowledge/retrieval.ts';
import { article } from './article.ts';

/** Words that are their own stems and mean nothing else, so that both see the same. */
const words = ['lantern', 'gravel', 'walnut', 'cobalt', 'tundra', 'zebra'];
const analyzer = new Analyzer();
const text = fc.array(fc.constantFrom(...words), { maxLength: 6 }).map((some) => some.join(' '));
const folder = fc.array(fc.record({ title: text, question: text, body: text }), {
  minLength: 1,
  maxLength: 8,
});

const inUse = (texts: readonly Texts[]) => new Retrieval(indexOf(texts));
const handedOver = (texts: readonly Texts[]) => new Retrieval(new OpenIndex(packIndex(indexOf(texts))));

type Texts = Readonly<Record<'title' | 'question' | 'body', string>>;

const indexOf = (texts: readonly Texts[]) =>
  ArticleIndex.of(
    texts.map(({ title, question, body }, at) => ({ ...article(`a${at}`, [question], body), title })),
    analyzer,
  );

function miniSearchOf(texts: readonly Texts[]) {
  const index = new MiniSearch<Texts & { readonly id: number }>({
    fields: ['title', 'question', 'body'],
    tokenize: (each) => each.split(' ').filter((word) => word !== ''),
  });
  index.addAll(texts.map((each, id) => ({ ...each, id })));
  return (question: string) =>
    new Map(
      index
        .search(question, { boost: { title: 1, question: 1, body: 0.5 } })
        .map(({ id, score }) => [Number(id), score]),
    );
}

describe.each([
  ['in use', inUse],
  ['handed over', handedOver],
])('an index %s', (_, retrievalOf) => {
  it('scores a question as MiniSearch does, though it asks for each stem once', () => {
    fc.assert(
      fc.property(
        folder,
        fc.array(fc.uniqueArray(fc.constantFrom(...words, 'nowhere'))),
        (texts, questions) => {
          const retrieval = retrievalOf(texts);
          const theirs = miniSearchOf(texts);
          for (const question of [...questions, ...questions]) {
            const expected = theirs(question.join(' '));
            const { scores } = retrieval.search(analyzer.tokensOf([...question]));
            for (const [at, score] of scores.entries()) expect(score).toBeCloseTo(expected.get(at) ?? 0, 5);
          }
        },
      ),
    );
  });

  it('tells which of the stems an article has', () => {
    const retrieval = retrievalOf([
      { title: 'lantern', question: 'gravel', body: '' },
      { title: 'cobalt', question: '', body: 'gravel' },
      { title: 'cobalt', question: '', body: '' },
    ]);
    const { stems } = retrieval.search(analyzer.tokensOf(['gravel', 'lantern', 'nowhere']));
    expect([0, 1, 2].map((at) => retrieval.among(stems, at))).toEqual([
      ['lantern', 'gravel'],
      ['gravel'],
      [],
    ]);
  });

  it('finds nothing where there is nothing', () => {
    expect([...retrievalOf([]).search(analyzer.tokensOf(['gravel'])).scores]).toEqual([]);
  });
});
