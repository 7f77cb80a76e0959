import { expect, it } from 'vitest';
import { phrasingsOf } from '../../src/knowledge/phrasings.ts';
import { article } from './article.ts';

const textsOf = (text: string): readonly string[] =>
  phrasingsOf(article('fees', ['what are the fees'], text), 0).map((one) => one.text);

it('takes the opening of the answer where there are few questions, in whatever language', () => {
  const words = Array.from({ length: 60 }, (_, at) => `word${at}`);
  expect(textsOf(words.join(' '))).toEqual(['what are the fees', 'fees', words.slice(0, 40).join(' ')]);
  expect(textsOf('手数料はかかりません'.repeat(500)).at(-1)).toHaveLength(1000);
});
