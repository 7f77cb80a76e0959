import { describe, expect, it } from 'vitest';
import { isSaidOfMatter } from '../../../src/work-orders/fields/said-of-matter.ts';
import { withoutExamples, withoutSuppositions } from '../../../src/work-orders/fields/suppositions.ts';

describe('what did not happen', () => {
  it.each([
    'what if my phone gets stolen some day?',
    'if I had 10 BTC I would not ask',
    'my friend got the same problem with 500 USD',
    'I read that an exchange was hacked',
  ])('leaves nothing of: %s', (text) => expect(withoutSuppositions(text).trim()).toBe(''));

  it('keeps the sentences beside it, in their places', () => {
    const text = 'I sent 0.5 BTC. What if it is lost? Please look.';
    const left = withoutSuppositions(text);
    expect(left).toHaveLength(text.length);
    expect(left.replace(/\s+/g, ' ').trim()).toBe('I sent 0.5 BTC. Please look.');
  });

  it('takes the amounts of a general question for examples, and its choice for the topic', () => {
    const text = 'how much does it cost if I withdraw 100 EUR?';
    expect(withoutExamples(text).trim()).toBe('');
    expect(withoutSuppositions(text)).toBe(text);
  });

  it('takes the amount of a possibility for an example', () => {
    expect(withoutExamples('can I deposit 5.000 EUR at once?').trim()).toBe('');
    const text = 'can I have my 300 EUR back?';
    expect(withoutExamples(text)).toBe(text);
  });

  it('keeps what happened, however it is asked about', () => {
    const text = 'where is the withdrawal of 100 EUR that I made yesterday?';
    expect(withoutExamples(text)).toBe(text);
  });
});

describe('isSaidOfMatter', () => {
  it.each([
    ['I was at the embassy ', false],
    ['my rent is ', false],
    ['it was , I think', true],
    ['I sent it ', true],
    ['the upload was ', true],
    // No English: nothing is known of it.
    ['Abbuchung über ', true],
  ])('%s: %s', (rest, is) => expect(isSaidOfMatter('Sent on', rest)).toBe(is));
});
