import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainTimes } from '../../../src/work-orders/fields/german-and-spanish-times.ts';
import type { DateReading } from '../../../src/work-orders/fields/read-dates.ts';
import { readDates } from '../../../src/work-orders/fields/read-dates.ts';

const now = Date.parse('2026-11-24T09:20:00Z');

const told = (reading: DateReading | undefined): string | undefined =>
  reading?.kind === 'moment'
    ? new Date(reading.at).toISOString().slice(0, 16)
    : reading?.kind === 'day'
      ? reading.day
      : reading?.kind;

const read = (lang: string, text: string): string | undefined =>
  told(readDates(text, { now, zone: 'UTC', lang }, true)[0]);

describe('times in German and Spanish', () => {
  it.each([
    ['es', 'hace 3 horas', '2026-11-24T06:20'],
    ['es', 'hace una hora', '2026-11-24T08:20'],
    ['es', 'hace media hora', '2026-11-24T08:50'],
    ['es', 'fue hace 20 minutos', '2026-11-24T09:00'],
    ['es', 'hace dos días', '2026-11-22'],
    ['es', 'ayer a las 5 de la tarde', '2026-11-23T17:00'],
    ['es', 'hoy a las 7 y media de la mañana', '2026-11-24T07:30'],
    ['es', 'anoche', '2026-11-23'],
    ['es', 'anteayer', '2026-11-22'],
    ['es', 'esta mañana', '2026-11-24'],
    ['de', 'vor ner halben Stunde', '2026-11-24T08:50'],
    ['de', 'gestern abend gegen 8', '2026-11-23T20:00'],
    ['de', 'Sonntag Abend so gegen 20 Uhr', '2026-11-22T20:00'],
    ['de', 'eben gerade', '2026-11-24T09:20'],
    ['de', 'heute früh', '2026-11-24'],
  ])('reads in %s: %s', (lang, text, at) => expect(read(lang, text)).toBe(at));

  it('leaves everything in its place', () => {
    const words = fc.constantFrom(
      ...'hace media una 3 dos hora horas minutos días a las 5 y de la tarde mañana vor einer halben stunde abend gegen um halb 9 uhr so eben gerade 20:15'.split(
        ' ',
      ),
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (said) => {
        const text = said.join(' ');
        expect(plainTimes(text), text).toHaveLength(text.length);
      }),
      { numRuns: 2000 },
    );
  });
});
