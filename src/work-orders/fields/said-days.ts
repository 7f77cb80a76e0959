import type { FieldContext } from './field-codec.ts';
import type { NumericDate } from './numeric-dates.ts';
import { dayText, isDay, wallTime } from './zoned-time.ts';

// What may follow: "on the 2nd attempt" is no day. "The 1st of December" has a reader of its own.
// What stands before is looked at from the word on: from every space, a message of spaces would take its square.
const ordinal =
  /(?:(?<=\b(?:on|since|from|before|around|about|(?:morning|afternoon|evening|night) of) )the (\d{1,2})(?:st|nd|rd|th)(?: of this month)?(?!\s+and\s+\d)(?=\s*(?:$|[.,;!?)\n-])|\s+(?:\d|(?:at|around|about|in|and|i|we|it|they|he|she|my|the|but|so|when|after|before|for|from|to|with|a)\b))|\bthe (\d{1,2})(?:st|nd|rd|th) of this month\b|the(?<=^\s*(?:it was )?the) (\d{1,2})(?:st|nd|rd|th)(?=[\s.!]*$|\s(?:would|works|suits|is (?:fine|good|best|ok)|please|pls)\b))/gi;
// And as people in a hurry write them.
const beside =
  /(?<![\p{L}])(?:(?:the )?day (after tomorrow|before yesterday)|(yday|yest|tmrw|tmr|anoche|anteayer|antes de ayer|antier|esta mañana|esta manana|esta tarde|heute früh|heut früh))(?![\p{L}])/giu;
const distances: Readonly<Record<string, number>> = {
  'after tomorrow': 2,
  'before yesterday': -2,
  yday: -1,
  yest: -1,
  tmrw: 1,
  tmr: 1,
  anoche: -1,
  'antes de ayer': -2,
  antier: -2,
  anteayer: -2,
  'esta mañana': 0,
  'esta manana': 0,
  'esta tarde': 0,
  'heute früh': 0,
  'heut früh': 0,
};

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const day = '(mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?';
const ofWeek = new RegExp(
  `\\b(?:${day},? (?:of )?(last|this|next) week|(last|this|next) week,? (?:on )?${day})\\b`,
  'gi',
);
// "Monday the 30th", but not "Monday the 30th of December".
const weekdayAndDay = new RegExp(
  `\\b${day},? (?:the )?(\\d{1,2})(?:st|nd|rd|th)\\b(?!,? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))`,
  'gi',
);

/**
 * Days that are said by their place only: "on the 16th", "day after tomorrow", "Tuesday next week". With
 * `past`, the last such day.
 */
export function saidDays(text: string, context: FieldContext, past: boolean): readonly NumericDate[] {
  const today = wallTime(context.now, context.zone);
  const ordinals = [...text.matchAll(ordinal)].flatMap((match): readonly NumericDate[] => {
    const day = nearestSuch(today, Number(match[1] ?? match[2] ?? match[3]), past);
    return day === undefined ? [] : [{ kind: 'day', day, source: match[0], index: match.index }];
  });
  const named = [...text.matchAll(weekdayAndDay)].flatMap((match): readonly NumericDate[] => {
    const day = nearestSuch(today, Number(match[2]), past);
    return day === undefined ? [] : [{ kind: 'day', day, source: match[0], index: match.index }];
  });
  const neighbours = [...text.matchAll(beside)].map((match): NumericDate => {
    const days = distances[(match[1] ?? match[2] ?? '').toLowerCase()] ?? 0;
    return { kind: 'day', day: shifted(today, days), source: match[0], index: match.index };
  });
  const inWeeks = [...text.matchAll(ofWeek)].map((match): NumericDate => {
    const said = (match[1] ?? match[4] ?? '').slice(0, 3).toLowerCase();
    const week = { last: -1, this: 0, next: 1 }[(match[2] ?? match[3] ?? 'this').toLowerCase()] ?? 0;
    const days = weekdays.indexOf(said) - isoWeekday(today) + 7 * week;
    return { kind: 'day', day: shifted(today, days), source: match[0], index: match.index };
  });
  return [
    ...named,
    ...ordinals.filter((one) => !named.some((day) => isWithin(one, day))),
    ...neighbours,
    ...inWeeks,
  ];
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const isWithin = (one: NumericDate, other: NumericDate): boolean =>
  other.index <= one.index && one.index < other.index + other.source.length;

/** Monday is 0. */
const isoWeekday = ({ year, month, day }: Day): number =>
  (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;

/** Not every month has a 31st: of two months in a row, one has it. */
function nearestSuch(today: Day, day: number, past: boolean): string | undefined {
  const steps = past ? [0, -1, -2] : [0, 1, 2];
  const days = steps.flatMap((step) => {
    const first = new Date(Date.UTC(today.year, today.month - 1 + step, 1));
    const [year, month] = [first.getUTCFullYear(), first.getUTCMonth() + 1];
    return isDay(year, month, day) ? [dayText({ year, month, day })] : [];
  });
  return days.find((one) => (past ? one <= dayText(today) : one >= dayText(today)));
}

const shifted = ({ year, month, day }: Day, days: number): string =>
  new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
