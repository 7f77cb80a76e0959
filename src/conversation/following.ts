import { isFinal } from '../work-orders/lifecycle.ts';
import { shownStatus, type WorkOrder, type WorkOrderEvent } from '../work-orders/work-order.ts';
import { choice } from './choices.ts';
import type { Message } from './message.ts';
import { resumeAfter } from './obeying.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import { ratingChoices } from './rating.ts';
import type { Reply, ReplyChoice } from './reply.ts';
import { saidTime } from './said-time.ts';
import type { ConversationState, Expecting } from './state.ts';
import { asMarkdown } from './text.ts';
import type { View } from './view.ts';

type Changed = Extract<Message, { readonly name: 'work-order-changed' }>;

const dayMs = 86_400_000;

/** Says what somebody else did with the requester's work order; what is said next may answer it. */
export function tellChange(state: ConversationState, message: Changed, view: View): Outcome {
  const found = view.own.find(({ number }) => number === message.number);
  const events = (view.histories.get(message.number) ?? []).filter(
    ({ version, actor }) =>
      version >= message.firstVersion && version <= message.lastVersion && actor.role !== 'requester',
  );
  const told = found ? wordsFor(found, events, view) : [];
  if (!found || told.length === 0) return outcome(state);
  const { number, subject } = found;
  const head = view.say('told.head', { number, subject: asMarkdown(subject) });
  const text = [head, ...told, howToAnswer(state, found, events, view)]
    .filter((part) => part !== undefined)
    .join('\n\n');
  if (isBusy(state)) return resumeAfter({ ...state, number }, { kind: 'status', text }, view);
  const asksRating = solvedFirst(found, events, view);
  const next = awaitedAfter(found, asksRating, view);
  return outcome({ ...expecting(state, next), number }, reply(found, text, asksRating, view));
}

/** After the end, what is said next is about something else, unless it says otherwise. */
function awaitedAfter({ number, status }: WorkOrder, asksRating: boolean, view: View): Expecting {
  if (isFinal(status)) return { kind: 'anything' };
  return { kind: asksRating ? 'rating' : 'answer', number, since: view.now };
}

/** What the requester is in the middle of is not taken away; the notice says how to answer it later. */
export const isBusy = ({ form, expecting: { kind } }: ConversationState): boolean =>
  form !== undefined ||
  ['comment', 'escalation', 'withdrawal', 'reopening', 'which', 'rating-comment'].includes(kind);

/** A question is answered here, by itself, unless the requester is in the middle of something. */
function howToAnswer(
  state: ConversationState,
  { number }: WorkOrder,
  events: readonly WorkOrderEvent[],
  view: View,
): string | undefined {
  if (isBusy(state)) return view.say('told.answer-later', { number });
  const asks = events.some(({ change }) => change.kind === 'asked' || change.kind === 'reminded');
  return asks ? view.say('told.answer-here') : undefined;
}

/** A question asks for the answer by itself, so that its status need not be told; solved and over is always told. */
function wordsFor(found: WorkOrder, events: readonly WorkOrderEvent[], view: View): readonly string[] {
  const speaks = events.some(({ change }) => change.kind === 'asked' || change.kind === 'comment');
  return events.flatMap((event) => {
    const { change } = event;
    const over = change.kind === 'status' && (change.to === 'resolved' || change.to === 'closed');
    return speaks && change.kind === 'status' && !over ? [] : (wordsOf(found, event, view) ?? []);
  });
}

function wordsOf(found: WorkOrder, { change }: WorkOrderEvent, view: View): string | undefined {
  const { number } = found;
  switch (change.kind) {
    case 'comment':
      return change.audience === 'staff' ? undefined : view.say('told.comment', { text: shown(change.text) });
    case 'asked':
      return view.say('told.asked', { text: shown(change.text) });
    case 'escalated':
      return view.say('told.escalated', { priority: view.say(`priority.${change.to}`) });
    case 'reminded':
      return view.say('told.reminded', { text: shown(lastQuestion(number, view)) });
    case 'status': {
      if (shownStatus(change.from) === shownStatus(change.to)) return undefined;
      const closes = (found.resolvedAt ?? view.now) + view.desk.closeAfterDays * dayMs;
      return view.say(`told.${shownStatus(change.to)}`, { number, closes: saidTime(closes, view) });
    }
    default:
      return undefined;
  }
}

/** As staff wrote it, line by line. */
const shown = (text: string): string =>
  asMarkdown(text)
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

function lastQuestion(number: string, view: View): string {
  const asked = (view.histories.get(number) ?? []).flatMap(({ change }) =>
    change.kind === 'asked' ? [change.text] : [],
  );
  return asked.at(-1) ?? '';
}

/** A rating is asked for once: when it is solved for the first time. */
function solvedFirst(found: WorkOrder, events: readonly WorkOrderEvent[], view: View): boolean {
  const solved = ({ change }: WorkOrderEvent): boolean =>
    change.kind === 'status' && change.to === 'resolved';
  const first = (view.histories.get(found.number) ?? []).find(solved);
  const now = found.status === 'resolved' && found.rating === undefined;
  return now && events.some(({ version }) => version === first?.version);
}

function reply(found: WorkOrder, text: string, asksRating: boolean, view: View): Reply {
  const { number } = found;
  const show = choice(view.say('told.show', { number }), { kind: 'work-order', number, action: 'show' });
  const goOn = goingOn(found, view);
  if (!asksRating) return { kind: 'status', text, choices: [...goOn, show] };
  const question = view.say('rate.ask', { number });
  return {
    kind: 'status',
    text: `${text}\n\n${question}`,
    choices: [...ratingChoices(number, view), ...goOn],
  };
}

/** It is not over: reopened while it is solved, gone on with in another after the end. */
function goingOn({ number, status }: WorkOrder, view: View): readonly ReplyChoice[] {
  if (status === 'resolved')
    return [choice(view.say('action.reopen'), { kind: 'work-order', number, action: 'reopen' })];
  if (status !== 'closed') return [];
  return [choice(view.say('action.follow-up'), { kind: 'work-order', number, action: 'add' })];
}
