import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Analyzer } from '../../src/knowledge/analyzer.ts';
import type { Article } from '../../src/knowledge/article.ts';
import { ArticleIndex } from '../../src/knowledge/article-index.ts';
import { article } from './article.ts';

const analyzer = new Analyzer([['lantern', 'torch']]);
/** Stop words, words with synonyms, everyday words with concepts, forms of one stem, and a concept's own. */
const words = ['the', 'lantern', 'torch', 'buy', 'purchase', 'walnut', 'walnuts', 'card', 'is', 'tundra'];
const text = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((some) => some.join(' '));
const written: fc.Arbitrary<Article> = fc
  .record({ id: fc.constantFrom(...'abcdefgh'), title: text, question: text, body: text })
  .map(({ id, title, question, body }) => ({ ...article(id, [question], body), title }));

/** Articles, and which of them a folder holds after each of some changes: some stay, some go, some come in anywhere. */
const folders = fc
  .uniqueArray(written, { selector: (one) => JSON.stringify(one), maxLength: 16 })
  .chain((all) =>
    fc.record({
      all: fc.constant(all),
      changes: fc.array(fc.shuffledSubarray([...all.keys()]), { minLength: 1, maxLength: 8 }),
      isKept: fc.infiniteStream(fc.boolean()),
    }),
  );

/** All that is asked of an index, in an order that does not depend on how it came about. */
const saidBy = (index: ArticleIndex) => ({
  size: index.size,
  words: [...index.words],
  stems: [...index.stems].sort().map((stem) => {
    const { articles, scores } = index.ask(stem);
    const found = [...articles].map((place, at) => ({ place, score: scores[at] }));
    return { stem, fields: index.fields(stem), found: found.sort((a, b) => a.place - b.place) };
  }),
});

const close = (said: ReturnType<typeof saidBy>) => ({
  ...said,
  stems: said.stems.map(({ found, ...stem }) => ({
    ...stem,
    found: found.map(({ place, score }) => ({ place, score: expect.closeTo(score ?? Number.NaN, 5) })),
  })),
});

it('says after any changes what an index made anew says, kept and taken up again in between or not', () => {
  fc.assert(
    fc.property(folders, ({ all, changes, isKept }) => {
      let articles: readonly Article[] = all;
      let index = new ArticleIndex(analyzer);
      for (const change of changes) {
        const some = change.flatMap((at) => articles[at] ?? []);
        index.update(some);
        expect(saidBy(index)).toEqual(close(saidBy(ArticleIndex.of(some, analyzer))));
        if (isKept.next().value !== true) continue;
        // Written together with the articles, which it knows by the object.
        const again = deserialize(serialize({ kept: index.kept, articles }));
        articles = again.articles;
        index = new ArticleIndex(analyzer, again.kept);
      }
    }),
  );
});

it('has the same words in the same order whichever article came first', () => {
  const two = [article('one', ['walnut lantern'], 'tundra'), article('two', ['card'], 'buy')];
  const orders = [two, two.toReversed()].map((articles) => [...ArticleIndex.of(articles, analyzer).words]);
  expect(orders[0]).toEqual(orders[1]);
});

it('indexes only what is not as it was', () => {
  const some = Array.from({ length: 20 }, (_, n) => article(`a${n}`, ['walnut lantern'], 'tundra'));
  const asked: string[] = [];
  class Listening extends Analyzer {
    override tokens(text: string) {
      asked.push(text);
      return super.tokens(text);
    }
  }
  const index = ArticleIndex.of(some, new Listening());
  asked.length = 0;
  index.update([...some.slice(0, 19), article('a19', ['card'], 'buy')]);
  // Four fields of the one before and of the one behind.
  expect(asked).toHaveLength(8);
});

it('says the same after thousands of changes, though MiniSearch adds and takes away from its averages', () => {
  const texts = ['walnut', 'walnut lantern card', 'the card is the torch', ''];
  const index = new ArticleIndex(analyzer);
  const some = Array.from({ length: 7 }, (_, n) => article(`a${n}`, ['walnut lantern'], 'tundra'));
  for (let n = 0; n < 5_000; n++) {
    some[n % some.length] = article(`a${n}`, [texts[n % 4] ?? ''], texts[n % 3]);
    index.update(some);
  }
  expect(saidBy(index)).toEqual(close(saidBy(ArticleIndex.of(some, analyzer))));
});

it('takes a heading of any length', () => {
  const long = article('long', ['one']);
  const passages = long.passages.map((passage) => ({ ...passage, headings: ['purchase '.repeat(200_000)] }));
  expect(ArticleIndex.of([{ ...long, passages }], new Analyzer()).postings('purchas').articles).toHaveLength(
    1,
  );
});
