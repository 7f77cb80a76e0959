import type { DeskLog, LoggedQuestion, LoggedWorkOrder } from '../../storage/figures.ts';
import { grouped } from './grouped.ts';

/**
 * confirmed: the requester said that it helped. presumed: one article was given, and in the conversation
 * came no further question and no work order. failed: no answer, "not quite", or a work order. reversed:
 * would be confirmed or presumed, but a work order about it was filed within 7 days. undecided: all else,
 * such as a choice that nobody made, or a question that another one followed.
 */
export type Deflection = 'confirmed' | 'presumed' | 'failed' | 'reversed' | 'undecided';

export const deflections: readonly Deflection[] = [
  'confirmed',
  'presumed',
  'undecided',
  'reversed',
  'failed',
];

const HOUR = 3_600_000;
/** A chat may go on for months: after a day of silence another conversation begins. */
const SILENCE = 24 * HOUR;
const REVERSAL = 7 * 24 * HOUR;

/** A stretch of one chat: its questions, oldest first, and the work orders filed in it. */
export interface Episode {
  readonly questions: readonly LoggedQuestion[];
  readonly workOrders: readonly LoggedWorkOrder[];
}

export interface JudgedQuestion {
  readonly question: LoggedQuestion;
  readonly deflection: Deflection;
  /** Those that the same person filed about it within 7 days. */
  readonly workOrders: readonly LoggedWorkOrder[];
}

/** Cuts the log into conversations; those without a question are no matter of answering. */
export function episodesOf({ questions, workOrders }: DeskLog): Episode[] {
  const filed = grouped(workOrders, ({ conversation }) => conversation);
  return [...grouped(questions, ({ conversation }) => conversation)].flatMap(([conversation, asked]) =>
    stretches(asked).map((stretch) => ({
      questions: stretch,
      workOrders: (filed.get(conversation) ?? []).filter((one) => isWithin(one, stretch)),
    })),
  );
}

function stretches(questions: readonly LoggedQuestion[]): LoggedQuestion[][] {
  const found: LoggedQuestion[][] = [];
  for (const question of questions) {
    const last = found.at(-1)?.at(-1);
    if (last === undefined || question.at - last.at > SILENCE) found.push([question]);
    else found.at(-1)?.push(question);
  }
  return found;
}

function isWithin({ at }: LoggedWorkOrder, stretch: readonly LoggedQuestion[]): boolean {
  const [first, last] = [stretch[0], stretch.at(-1)];
  return first !== undefined && last !== undefined && at >= first.at && at <= last.at + SILENCE;
}

/** Judges every question; `now` in epoch ms, since a conversation that is going on is undecided. */
export function judge(log: DeskLog, now: number): JudgedQuestion[] {
  const votes = new Map(log.votes.map(({ questionId, vote }) => [questionId, vote]));
  const about = filedAbout(log.workOrders);
  return episodesOf(log).flatMap((episode) =>
    episode.questions.map((question) => {
      const workOrders = about(question);
      const deflection = deflectionOf(question, votes.get(question.id), episode, now);
      const kept = deflection === 'confirmed' || deflection === 'presumed';
      const reversed = kept && workOrders.length > 0;
      return { question, deflection: reversed ? 'reversed' : deflection, workOrders };
    }),
  );
}

function deflectionOf(
  question: LoggedQuestion,
  vote: 'helped' | 'not-quite' | undefined,
  { questions, workOrders }: Episode,
  now: number,
): Deflection {
  if (question.outcome === 'fallback' || vote === 'not-quite') return 'failed';
  if (vote === 'helped') return 'confirmed';
  if (workOrders.some(({ at }) => at >= question.at)) return 'failed';
  const isLast = questions.at(-1) === question && now - question.at > SILENCE;
  return isLast && question.outcome === 'confident' ? 'presumed' : 'undecided';
}

/** Looks for each question among the work orders of its requester and of its conversation alone. */
function filedAbout(
  workOrders: readonly LoggedWorkOrder[],
): (question: LoggedQuestion) => readonly LoggedWorkOrder[] {
  const byRequester = grouped(workOrders, ({ requester }) => requester);
  const byConversation = grouped(workOrders, ({ conversation }) => conversation);
  return (question) => {
    const theirs = byRequester.get(question.requester) ?? [];
    const here = byConversation.get(question.conversation) ?? [];
    return [...new Set([...theirs, ...here])].filter(
      (one) => one.at >= question.at && one.at - question.at <= REVERSAL && isAbout(one, question),
    );
  };
}

/** A work order that tells nothing of what led to it counts: better too honest than too proud. */
function isAbout({ about }: LoggedWorkOrder, { question, article }: LoggedQuestion): boolean {
  if (about === undefined) return true;
  return about.question === question || (article !== undefined && about.shown.includes(article));
}
