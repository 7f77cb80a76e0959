import { isFinal, mayDo } from '../work-orders/lifecycle.ts';
import type { WorkOrder } from '../work-orders/work-order.ts';
import { choice, type WorkOrderAction } from './choices.ts';
import { eventLine, statusWords } from './event-lines.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import type { Reply, ReplyChoice } from './reply.ts';
import { saidTime } from './said-time.ts';
import type { ConversationState } from './state.ts';
import { asMarkdown } from './text.ts';
import type { PhraseKey, View } from './view.ts';

/** The requester's own work orders, open ones first. */
export function listWorkOrders(state: ConversationState, view: View): Outcome {
  const idle = expecting(state, { kind: 'anything' });
  if (view.own.length === 0) {
    return outcome(idle, {
      kind: 'status',
      text: view.say('status.none'),
      choices: [choice(view.say('choice.file-new'), { kind: 'command', name: 'file' })],
    });
  }
  const shown = view.own.slice(0, 10);
  const lines = shown.map((one) => `- ${lineOf(one, view)}`).join('\n');
  return outcome(idle, {
    kind: 'status',
    text: `${view.say('status.list')}\n\n${lines}`,
    choices: shown.map((one) =>
      choice(one.number, { kind: 'work-order', number: one.number, action: 'show' }),
    ),
  });
}

const lineOf = (one: WorkOrder, view: View): string =>
  view.say('status.line', {
    number: one.number,
    subject: asMarkdown(one.subject),
    status: statusWords(one.status, view),
  });

/**
 * One by its number. Someone else's and one that does not exist get the same words, and the same offer: a
 * link to the confirmed address, if there is one.
 */
export function showWorkOrder(state: ConversationState, number: string, view: View): Outcome {
  const found = view.own.find((one) => one.number === number);
  const idle = expecting(state, { kind: 'anything' });
  if (found) return outcome({ ...idle, number }, statusReply(found, view));
  const unknown = view.say('status.unknown', { number });
  if (!view.mails) return outcome(idle, { kind: 'status', text: unknown });
  return outcome(expecting(state, { kind: 'claim', number }), {
    kind: 'status',
    text: `${unknown}\n\n${view.say('claim.offer')}`,
    choices: [
      choice(view.say('claim.yes'), { kind: 'work-order', number, action: 'claim' }),
      choice(view.say('claim.no'), { kind: 'decline' }),
    ],
  });
}

export const mistypedNumber = (state: ConversationState, number: string, view: View): Outcome =>
  outcome(state, { kind: 'status', text: view.say('status.mistyped', { number }) });

function statusReply(found: WorkOrder, view: View): Reply {
  const status = statusWords(found.status, view);
  const head = view.say(summaryKey(found), {
    number: found.number,
    subject: asMarkdown(found.subject),
    status,
    filed: saidTime(found.filedAt, view),
    response: saidTime(found.firstResponseDue, view),
    resolution: saidTime(found.resolutionDue, view),
  });
  const history = (view.histories.get(found.number) ?? [])
    .map((event) => eventLine(event, view))
    .filter((line) => line !== undefined)
    .slice(-8);
  const notes = history.length > 0 ? [view.say('status.history'), history.join('\n')] : [];
  return {
    kind: 'status',
    text: [head, ...notes].join('\n\n'),
    card: {
      kind: 'work-order',
      number: found.number,
      title: found.subject,
      status,
      facts: factsOf(found, view),
      notes,
    },
    choices: actionsFor(found, view),
  };
}

/** What is still promised: nothing once it is over, no time while it waits for the requester. */
function summaryKey({ status, respondedAt }: WorkOrder): PhraseKey {
  if (status === 'pending') return 'status.one-waiting';
  if (status === 'resolved' || isFinal(status)) return 'status.one-over';
  return respondedAt === undefined ? 'status.one' : 'status.one-answered';
}

function factsOf(found: WorkOrder, view: View) {
  const runs = found.pausedAt === undefined;
  return [
    { label: view.say('status.priority'), value: view.say(`priority.${found.priority}`) },
    { label: view.say('status.filed-at'), value: saidTime(found.filedAt, view) },
    ...(runs && found.respondedAt === undefined
      ? [{ label: view.say('status.first-response'), value: saidTime(found.firstResponseDue, view) }]
      : []),
    ...(runs ? [{ label: view.say('status.resolution'), value: saidTime(found.resolutionDue, view) }] : []),
    ...(found.references ?? []).map(({ system, reference }) => ({ label: system, value: reference })),
  ];
}

/** What the requester may do with it now, as buttons. */
function actionsFor(found: WorkOrder, view: View): readonly ReplyChoice[] {
  const { number } = found;
  const may = (deed: Parameters<typeof mayDo>[1]) => mayDo('requester', deed, found);
  const act = (action: WorkOrderAction, key: PhraseKey): ReplyChoice =>
    choice(view.say(key), { kind: 'work-order', number, action });
  return [
    ...(may('reopen') ? [act('reopen', 'action.reopen')] : []),
    ...(may('comment') ? [act('add', 'action.add')] : []),
    ...(may('follow-up') ? [act('add', 'action.follow-up')] : []),
    ...(may('escalate') ? [act('escalate', 'action.escalate')] : []),
    ...(may('withdraw') ? [act('withdraw', 'action.withdraw')] : []),
    ...(may('rate') && found.rating === undefined ? [act('rate', 'action.rate')] : []),
  ];
}
