import { describe, expect, it } from 'vitest';
import { inFigures } from '../../../src/work-orders/fields/number-words.ts';

const read = (text: string): string => inFigures(text, 'usdt|btc|eur').text.trim().replace(/\s+/g, ' ');

describe('inFigures', () => {
  it.each([
    ['half a btc', '0.5 btc'],
    ['one and a half btc', '1.5 btc'],
    ['a quarter of a btc', '0.25 btc'],
    ['three quarters of a btc', '0.75 btc'],
    ['two hundred usdt', '200 usdt'],
    ['three hundred and fifty eur', '350 eur'],
    ['twenty-five eur', '25 eur'],
    ['two thousand five hundred and one eur', '2501 eur'],
    ['two and a half thousand eur', '2500 eur'],
    ['a hundred eur', '100 eur'],
    ['point three btc', '0.3 btc'],
    ['one point two five btc', '1.25 btc'],
    // Its blank went into the figures, which are as long as before.
    ['1/2 btc', '0.5btc'],
    ['one of my friends', 'one of my friends'],
    // No number: nothing is better than something wrong.
    ['five six eur', 'eur'],
    ['five twenty eur', 'eur'],
  ])('reads %s', (said, figures) => expect(read(said)).toBe(figures));

  it('is as long as before, and tells where the words began', () => {
    const text = 'I sent two hundred usdt';
    const { text: figures, startOf } = inFigures(text, 'usdt');
    expect(figures).toHaveLength(text.length);
    expect(startOf(figures.indexOf('200'))).toBe(text.indexOf('two'));
  });
});
