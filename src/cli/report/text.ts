import { counted } from '../printed.ts';
import { deflections } from './deflection.ts';
import type { Figures, Kept } from './figures.ts';
import { duration, fates, isoDay, percent } from './words.ts';

/** The figures as rows of a name and a value: the text and the page show the same. */
export function rowsOf(figures: Figures): readonly (readonly [name: string, value: string])[] {
  const { forms, feedback, csat, timeToNumber } = figures;
  return [
    [
      'questions',
      `${figures.questions}, by ${counted(figures.people, 'person', 'people')} in ${counted(figures.conversations, 'conversation')}`,
    ],
    ['contained: no work order in the conversation', percent(figures.containment)],
    ['without an answer', percent(figures.fallbackRate)],
    ['answered with a choice', percent(figures.disambiguationRate)],
    [
      'feedback',
      `${counted(feedback.helped, 'time')} it helped, ${counted(feedback.notQuite, 'time')} not quite`,
    ],
    ['work orders', String(figures.workOrders)],
    ['from the form to the number', timeToNumber ? waits(timeToNumber) : 'none yet'],
    ['forms', `${forms.opened} opened, ${forms.filed} filed`],
    ['first response in time', kept(figures.firstResponse)],
    ['solved in time', kept(figures.resolution)],
    [
      'satisfaction',
      csat ? `${csat.average.toFixed(1)} of 5, ${counted(csat.ratings, 'rating')}` : 'no ratings yet',
    ],
  ];
}

const waits = ({ median, p90 }: { readonly median: number; readonly p90: number }): string =>
  `${duration(median)}, 1 in 10 over ${duration(p90)}`;

const kept = ({ due, kept: share }: Kept): string =>
  share === undefined ? 'none due yet' : `${percent(share)} of ${due}`;

/** The report as a terminal shows it. */
export function reportText(figures: Figures): string {
  const fate = deflections.map((name) => {
    const count = figures.deflection[name];
    const share = percent(figures.questions === 0 ? undefined : count / figures.questions);
    return `  ${fates[name].name.padEnd(11)}${String(count).padStart(6)}  ${share.padStart(8)}   ${fates[name].means}`;
  });
  const left = figures.forms.abandoned.map(
    ({ type, field, count }) => `  ${String(count).padStart(4)} x  ${type} at ${field}`,
  );
  const articles = figures.articles.map(
    ({ article, questions, deflection }) =>
      `  ${String(questions).padStart(4)} x  ${article}: ${deflection.confirmed} confirmed, ${deflection.failed} failed`,
  );
  return [
    `${isoDay(figures.since)} to ${isoDay(figures.until)}`,
    '',
    ...rowsOf(figures).map(([name, value]) => `${name.padEnd(46)}${value}`),
    '',
    'what became of the questions',
    ...fate,
    ...(left.length === 0 ? [] : ['', 'forms left', ...left]),
    ...(articles.length === 0 ? [] : ['', 'asked for most', ...articles]),
  ].join('\n');
}
