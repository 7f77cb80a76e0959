import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Analyzer } from '../../src/knowledge/analyzer.ts';
import type { Article } from '../../src/knowledge/article.ts';
import { ArticleIndex } from '../../src/knowledge/article-index.ts';
import { BulkIndex } from '../../src/knowledge/bulk-index.ts';
import { packIndex } from '../../src/knowledge/packed-index.ts';
import { article } from './article.ts';

const analyzer = new Analyzer([['lantern', 'torch']]);
/** A stop word, words with synonyms, everyday words with concepts, forms of one stem, and what objects have. */
const words = [
  'the',
  'lantern',
  'torch',
  'buy',
  'purchase',
  'walnut',
  'walnuts',
  'constructor',
  '7',
  '__proto__',
];
const text = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((some) => some.join(' '));
const written: fc.Arbitrary<Article> = fc
  .record({ title: text, question: text, body: text })
  .map(({ title, question, body }) => ({ ...article('a', [question], body), title }));

it('says what MiniSearch says when all is added, in as many bites and slices as one likes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(written, { maxLength: 5 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 60 }),
      (bites, mostInSlice) => {
        const index = new BulkIndex(analyzer);
        for (const bite of bites) index.add(bite);
        expect(index.packed(mostInSlice)).toEqual(packIndex(ArticleIndex.of(bites.flat(), analyzer)));
      },
    ),
  );
});
