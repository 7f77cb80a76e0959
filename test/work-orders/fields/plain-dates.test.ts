import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainDates } from '../../../src/work-orders/fields/plain-dates.ts';

const read = (text: string): string => plainDates(text, 2026).trim().replace(/\s+/g, ' ');

describe('plainDates', () => {
  it.each([
    ['quarter past eight', '8:15'],
    ['twenty to one', '12:40'],
    ['ten to five yesterday afternoon', '4:50pm yesterday'],
    ['half six this morning', 'today at 6:30am'],
    ['four pm', '4 pm'],
    ["11 o'clock in the morning", '11:00 am'],
    ['at 16h', '16:00'],
    ['Monday evening around 8', 'Monday evening at 8'],
    ['3 December last year', '3 December 2025'],
    ['a fortnight from now', '2 weeks'],
    // None of these is an hour.
    ['ten to twelve days', 'ten to twelve days'],
    ['half a bitcoin', 'half a bitcoin'],
    ['yesterday around 300 USDT', 'yesterday 300 USDT'],
    ['one of us', 'one of us'],
  ])('reads %s', (said, plain) => expect(read(said)).toBe(plain));

  it('leaves everything in its place', () => {
    const words = fc.constantFrom(
      ...'at around about half quarter ten to past 6 16h 1430 hrs five pm morning in the this last year on from 12 Nov 3rd, Monday yesterday fortnight ago today 20 USDT 2000 9:30 a'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (said) => {
        const text = said.join(' ');
        expect(plainDates(text, 2026), text).toHaveLength(text.length);
      }),
      { numRuns: 3000 },
    );
  });
});
