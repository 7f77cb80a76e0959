import fc from 'fast-check';
import MiniSearch from 'minisearch';
import { describe, expect, it } from 'vitest';
import { IndexBuilder } from '../../src/knowledge/inverted-index.ts';

const boosts = { title: 1, body: 0.5 };

function indexed(documents: readonly (readonly [title: string, body: string])[]) {
  const builder = new IndexBuilder(Object.values(boosts));
  for (const texts of documents) builder.add(texts.map(termsOf));
  return builder.build();
}

const termsOf = (text: string): readonly string[] => text.split(' ').filter((term) => term !== '');

describe('InvertedIndex', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 6 })
    .map((terms) => terms.join(' '));
  const weights = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'z'), fc.constantFrom(0.5, 1), { minKeys: 1 });

  it('scores as MiniSearch does, whose BM25+ the ranking was tuned by', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 8 }),
        weights,
        (documents, asked) => {
          const scores = indexed(documents).search(Object.entries(asked));
          const theirs = new Map(miniSearch(documents, asked));
          for (const [document, score] of scores.entries())
            expect(score).toBeCloseTo(theirs.get(document) ?? 0, 5);
        },
      ),
    );
  });

  it('tells which documents have a term, and in how many fields it stands', () => {
    const index = indexed([
      ['a', 'a b'],
      ['', 'b'],
      ['c', 'a'],
    ]);
    expect([0, 1, 2].map((document) => index.has(document, 'a'))).toEqual([true, false, true]);
    expect(['a', 'b', 'z'].map((term) => index.frequency(term))).toEqual([3, 2, 0]);
    expect(index.has(0, 'z')).toBe(false);
  });

  it('is empty without documents', () => {
    expect([...indexed([]).search([['a', 1]])]).toEqual([]);
  });
});

function miniSearch(
  documents: readonly (readonly [string, string])[],
  weights: Readonly<Record<string, number>>,
): readonly (readonly [number, number])[] {
  const index = new MiniSearch<{ id: number; title: string; body: string }>({
    fields: ['title', 'body'],
    tokenize: (each) => [...termsOf(each)],
    processTerm: (term) => term,
  });
  index.addAll(documents.map(([title, body], id) => ({ id, title, body })));
  const found = index.search(Object.keys(weights).join(' '), {
    boost: boosts,
    boostTerm: (term) => weights[term] ?? 1,
  });
  return found.map(({ id, score }) => [Number(id), score] as const);
}
