import type { DeskLog, LoggedForm, LoggedWorkOrder } from '../../storage/figures.ts';
import { type Deflection, episodesOf, type JudgedQuestion, judge } from './deflection.ts';
import { grouped } from './grouped.ts';
import { isoDay } from './words.ts';

/** The desk's own figures over a time. Shares are of 1 and undefined where there is nothing to share. */
export interface Figures {
  /** Epoch ms. */
  readonly since: number;
  readonly until: number;
  readonly questions: number;
  readonly conversations: number;
  readonly people: number;
  readonly deflection: Readonly<Record<Deflection, number>>;
  /** Conversations that ended without a work order. */
  readonly containment: number | undefined;
  readonly fallbackRate: number | undefined;
  readonly disambiguationRate: number | undefined;
  readonly feedback: { readonly helped: number; readonly notQuite: number };
  readonly workOrders: number;
  /** From the first question of the form to the number, ms. */
  readonly timeToNumber: { readonly median: number; readonly p90: number } | undefined;
  readonly forms: {
    readonly opened: number;
    readonly filed: number;
    /** Untouched for a day and not filed, by the field that was asked last; the most first. */
    readonly abandoned: readonly { readonly type: string; readonly field: string; readonly count: number }[];
  };
  readonly firstResponse: Kept;
  readonly resolution: Kept;
  readonly csat:
    | { readonly ratings: number; readonly average: number; readonly satisfied: number }
    | undefined;
  readonly days: readonly Day[];
  /** The articles asked for most, the most first. */
  readonly articles: readonly ArticleFigures[];
}

/** Of those answered or overdue, the share that was in time. */
export interface Kept {
  readonly due: number;
  readonly kept: number | undefined;
}

export interface Day {
  /** ISO date, UTC. */
  readonly day: string;
  readonly deflection: Readonly<Record<Deflection, number>>;
  readonly workOrders: number;
}

export interface ArticleFigures {
  readonly article: string;
  readonly questions: number;
  readonly deflection: Readonly<Record<Deflection, number>>;
}

const DAY = 86_400_000;
const mostArticles = 15;

/** Works out the figures; `now` in epoch ms. */
export function figuresOf(log: DeskLog, since: number, now: number): Figures {
  const { questions, workOrders, forms, votes } = log;
  const judged = judge(log, now);
  const episodes = episodesOf(log);
  const share = (outcome: 'fallback' | 'disambiguation'): number | undefined =>
    shareOf(questions.filter((one) => one.outcome === outcome).length, questions.length);
  return {
    since,
    until: now,
    questions: questions.length,
    conversations: episodes.length,
    people: new Set(questions.map(({ requester }) => requester)).size,
    deflection: counted(judged),
    containment: shareOf(episodes.filter((one) => one.workOrders.length === 0).length, episodes.length),
    fallbackRate: share('fallback'),
    disambiguationRate: share('disambiguation'),
    feedback: {
      helped: votes.filter(({ vote }) => vote === 'helped').length,
      notQuite: votes.filter(({ vote }) => vote === 'not-quite').length,
    },
    workOrders: workOrders.length,
    timeToNumber: timeToNumber(forms, workOrders),
    forms: {
      opened: forms.length,
      filed: forms.filter(({ filed }) => filed).length,
      abandoned: abandoned(forms, now),
    },
    firstResponse: promise(workOrders, now, (one) => [one.firstResponseDue, one.respondedAt]),
    resolution: promise(workOrders, now, (one) => [one.resolutionDue, one.resolvedAt]),
    csat: csatOf(workOrders),
    days: daysOf(judged, workOrders, since, now),
    articles: articlesOf(judged),
  };
}

function counted(judged: readonly JudgedQuestion[]): Record<Deflection, number> {
  const counts = { confirmed: 0, presumed: 0, undecided: 0, reversed: 0, failed: 0 };
  for (const { deflection } of judged) counts[deflection]++;
  return counts;
}

const shareOf = (count: number, of: number): number | undefined => (of === 0 ? undefined : count / of);

function timeToNumber(forms: readonly LoggedForm[], workOrders: readonly LoggedWorkOrder[]) {
  const filedAt = new Map(workOrders.map(({ number, at }) => [number, at]));
  const times = forms
    .flatMap(({ number, openedAt }) => {
      const at = number === undefined ? undefined : filedAt.get(number);
      return at === undefined ? [] : at - openedAt;
    })
    .sort((a, b) => a - b);
  const quantile = (share: number): number =>
    times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  return times.length === 0 ? undefined : { median: quantile(0.5), p90: quantile(0.9) };
}

function abandoned(forms: readonly LoggedForm[], now: number): Figures['forms']['abandoned'] {
  const counts = new Map<string, { type: string; field: string; count: number }>();
  for (const { type, asking = 'review', filed, touchedAt } of forms) {
    if (filed || now - touchedAt <= DAY) continue;
    const key = `${type}\n${asking}`;
    const before = counts.get(key)?.count ?? 0;
    counts.set(key, { type, field: asking, count: before + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count);
}

function promise(
  workOrders: readonly LoggedWorkOrder[],
  now: number,
  read: (one: LoggedWorkOrder) => readonly [due: number, at: number | undefined],
): Kept {
  const due = workOrders.map(read).filter(([by, at]) => at !== undefined || by < now);
  const kept = due.filter(([by, at]) => at !== undefined && at <= by);
  return { due: due.length, kept: shareOf(kept.length, due.length) };
}

function csatOf(workOrders: readonly LoggedWorkOrder[]): Figures['csat'] {
  const ratings = workOrders.flatMap(({ rating }) => rating ?? []);
  if (ratings.length === 0) return undefined;
  const sum = ratings.reduce((total, rating) => total + rating, 0);
  const satisfied = ratings.filter((rating) => rating >= 4).length / ratings.length;
  return { ratings: ratings.length, average: sum / ratings.length, satisfied };
}

function daysOf(
  judged: readonly JudgedQuestion[],
  workOrders: readonly LoggedWorkOrder[],
  since: number,
  now: number,
): Day[] {
  const dayOf = (at: number): number => Math.floor(at / DAY);
  const asked = grouped(judged, ({ question }) => dayOf(question.at));
  const filed = grouped(workOrders, ({ at }) => dayOf(at));
  const first = dayOf(since);
  return Array.from({ length: dayOf(now) - first + 1 }, (_, index) => ({
    day: isoDay((first + index) * DAY),
    deflection: counted(asked.get(first + index) ?? []),
    workOrders: filed.get(first + index)?.length ?? 0,
  }));
}

function articlesOf(judged: readonly JudgedQuestion[]): ArticleFigures[] {
  const answered = judged.filter(({ question }) => question.outcome !== 'fallback');
  return [...grouped(answered, ({ question }) => question.article)]
    .flatMap(([article, all]) =>
      article === undefined ? [] : [{ article, questions: all.length, deflection: counted(all) }],
    )
    .sort((a, b) => b.questions - a.questions)
    .slice(0, mostArticles);
}
