import { currencyNames } from './currencies.ts';
import { escaped } from './words.ts';

/** What people say, and the same in plain figures: filled up behind where it is shorter, never longer. */
type Rule = readonly [said: RegExp, plain: (whole: string, ...groups: readonly string[]) => string];

/**
 * Dates and times as their reader knows them: "quarter past eight" as 8:15, filler between day and time gone.
 * The text is as long as before. `year` is this one.
 */
export const plainDates = (text: string, year: number): string =>
  rules.reduce(
    (plain, [said, to]) =>
      plain.replace(said, (whole: string, ...groups: string[]) => to(whole, ...groups).padEnd(whole.length)),
    text.replace(ofYear, (whole, which: string) =>
      String(/^l/i.test(which) ? year - 1 : year).padEnd(whole.length),
    ),
  );

const hours = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const hour = `(${hours.join('|')}|\\d{1,2})`;
const month = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\\.?';
const dayNumber = '\\d{1,2}(?:st|nd|rd|th)?';
const dayOfYear = `(?:${dayNumber}(?: of)? ${month}|${month} ${dayNumber})`;
const money = [...currencyNames([]).keys()].map(escaped).join('|');

const minutes: Readonly<Record<string, number>> = { five: 5, ten: 10, quarter: 15, twenty: 20, half: 30 };
const tens: Readonly<Record<string, string>> = {
  fifteen: '15',
  twenty: '20',
  thirty: '30',
  forty: '40',
  fifty: '50',
};

const ofYear = new RegExp(`(?<=\\b${dayOfYear},? )(?:of )?(last|this) year\\b`, 'gi');

const inFigures = (said: string): number => hours.indexOf(said.toLowerCase()) + 1 || Number(said);
const halfOf = (part: string): string => (/^m/i.test(part) ? 'am' : 'pm');
const blank = (): string => '';

/** In the order in which they are applied: "quarter past seven in the evening" is first 7:15 in the evening. */
const rules: readonly Rule[] = [
  // "Quarter past eight", "ten to nine"; "ten to twelve days" is a stretch.
  [
    new RegExp(
      `\\b(?:a )?(${Object.keys(minutes).join('|')}|5|10|20) (?:minutes )?(past|after|to) ${hour}\\b(?!\\s(?:minutes|mins|hours|hrs|days|weeks|months|times|percent)\\b|[.,]\\d)`,
      'giu',
    ),
    (_whole, part = '', side = '', told = '') => clockText(part, side, told),
  ],
  // "Half six", as in Britain, where it is said.
  [
    new RegExp(
      `(?<=^|\\b(?:at|about|around|since|from)\\s)half ${hour}(?=\\s*(?:$|[.,;!?)]|\\s(?:[ap]\\.?m|this|in the|on|yesterday|today|last|and|but)\\b))`,
      'gi',
    ),
    (_whole, told = '') => `${inFigures(told)}:30`,
  ],
  // "Monday the 30th of November".
  [new RegExp(`(?<=day,?) the(?= ${dayNumber}(?: of)? ${month})`, 'gi'), blank],
  // "Four pm", "nine in the morning".
  [
    new RegExp(
      `\\b(?:${hours.join('|')})(?=\\s(?:[ap]\\.?m\\b|o['’]?\\s?clock\\b|(?:in the|this) (?:morning|afternoon|evening)\\b))`,
      'gi',
    ),
    (whole) => String(inFigures(whole)).padStart(whole.length),
  ],
  // "9 o'clock".
  [/(?<![\d:.])(\d{1,2})\s?o['’]?\s?clock\b/gi, (_whole, told = '') => `${told}:00`],
  // "Around 16h", "at 1430 hrs".
  [/\b(?:at|around|about) (\d{1,2}) ?h\b(?! ago)/gi, (_whole, told = '') => `${told}:00`],
  [/\b([01]\d|2[0-3])([0-5]\d) ?(?:hrs|hours)\b/gi, (_whole, told = '', minute = '') => `${told}:${minute}`],
  // "Monday evening around 8".
  [
    /(?<=\b(?:yesterday|today|\p{L}{3,6}day|morning|afternoon|evening|night)) (?:at )?(?:around|about|circa)(?= \d{1,2}(?:[:.]\d{2})?(?:\s*(?:$|[;!?)\n]|[.,](?!\d))|\s(?:and|but|i|my|when)\b))/giu,
    (whole) => ' at'.padStart(whole.length),
  ],
  // "In a week from today", "a week ago today", "a fortnight ago".
  [
    /(?<=\b(?:days?|weeks?|fortnight)) from (?:today|now)\b|(?<=\b(?:days?|weeks?|months?) ago) today\b/gi,
    blank,
  ],
  [/\b(?:a )?fortnight\b/gi, () => '2 weeks'],
  [
    /\b(?:around|about|approximately|approx\.?|roughly|circa|ca\.?|exactly)(?=\s+(?:\d|noon|midnight))/gi,
    blank,
  ],
  [/[~≈](?=\s*\d)/g, blank],
  // "The evening of 12 November", where the evening would be today's.
  [/\b(?:morning|afternoon|evening|night) of(?= (?:the )?(?:\d|\p{L}+day\b|\p{Lu}))/giu, blank],
  // "15 November, about 11:00", whose month would take the hour for its day.
  [new RegExp(` (?<=\\b${month},? ) {3,}(?=\\d{1,2}(?::\\d{2}|\\s?[ap]\\.?m))`, 'gi'), () => ' at '],
  // "My withdrawal from 1 November", which is no "from 1 o'clock".
  [new RegExp(`\\b(?:from|of|at|in)(?= (?:the )?${dayNumber} ${month}\\b)`, 'gi'), () => 'on'],
  // "9 Nov, about 2000 USDT" is no year.
  [
    new RegExp(`\\b${dayOfYear},? +(?=\\d{4}\\s?(?:${money})(?![\\p{L}\\p{N}]))`, 'giu'),
    (whole) => `${whole.trimEnd().replace(/,$/, '')};`,
  ],
  // "Turned 18 on 3 November" tells no time; "at 10.30" does.
  [/\b(?=\d{1,2} on\b)(?<!\b(?:at|around|about|since|from|till)\s+|[\d:.,])\d{1,2}/gi, blank],
  [new RegExp(`(?<=\\b(?:at|${month}) \\d{1,2})\\.(?=[0-5]\\d(?![\\d.]|\\s?%))`, 'gi'), () => ':'],
  [
    /\b(?:an hour and a half|one and a half hours|1 ?1\/2 hours)(?= ago\b)/gi,
    (whole) => '90 minutes'.padStart(whole.length),
  ],
  // "13h20", "17. November".
  [/(?<=\b\d{1,2})h(?=\d{2}\b)/gi, () => ':'],
  [new RegExp(`(?<=\\b\\d{1,2})\\.(?= ${month})`, 'gi'), blank],
  // "11 in the evening", "9h of the morning".
  [
    /(?<![\d:.])(\d{1,2}(?::\d{2})?) ?h?\s+(?:in|of) the (morning|afternoon|evening)\b/gi,
    (whole, told = '', part = '') => told + halfOf(part).padStart(whole.length - told.length),
  ],
  // "6 this morning", "4:50 yesterday afternoon".
  [
    /(?<![\d:.])(\d{1,2}(?::\d{2})?) +this (morning|afternoon|evening)\b/gi,
    (_whole, told = '', part = '') => `today at ${told}${halfOf(part)}`,
  ],
  [
    /(?<![\d:.])((?:1[0-2]|[1-9])(?::\d{2})?) +((?:on )?(?:yester|to|mon|tues|wednes|thurs|fri|satur|sun)day) (morning|afternoon|evening)\b/gi,
    (_whole, told = '', day = '', part = '') => `${told}${halfOf(part)} ${day}`,
  ],
  // "22:00 a stranger": the article is no "a.m.".
  [/(?<=\d:\d{2}) a(?= \p{L})/gu, blank],
  // "12 Nov 20 USDT", "December 9th, 12 devices": a number of two digits is no year.
  [
    new RegExp(
      `\\b${dayOfYear},? (?=\\d{1,2}(?!\\d|:|h\\b|\\s?(?:[ap]\\.?m|o['’]?clock|uhr)|\\.\\d\\d\\s?[ap]\\.?m|(?:st|nd|rd|th)\\b))`,
      'gi',
    ),
    (whole) => whole.replace(/ $/, ';'),
  ],
  // "Fifteen minutes ago".
  [
    /\b(?:fifteen|twenty|thirty|forty|fifty)(?=\s(?:minutes|seconds|days)\b)/gi,
    (whole) => (tens[whole.toLowerCase()] ?? whole).padStart(whole.length),
  ],
];

/** "Quarter", "to" and "nine" are 8:45. */
function clockText(part: string, side: string, told: string): string {
  const past = minutes[part.toLowerCase()] ?? Number(part);
  const [at, minute] = /^to$/i.test(side) ? [inFigures(told) - 1 || 12, 60 - past] : [inFigures(told), past];
  return `${at}:${String(minute).padStart(2, '0')}`;
}
