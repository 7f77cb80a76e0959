import { isFinal } from '../work-orders/lifecycle.ts';
import type { WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import { choice } from './choices.ts';
import type { Command } from './command.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import type { Reply } from './reply.ts';
import { saidTime } from './said-time.ts';
import type { ConversationState, Expecting } from './state.ts';
import { asMarkdown, shorten } from './text.ts';
import type { View } from './view.ts';

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
    status: view.say(`status.${seenStatus(one)}`),
  });

/** The requester sees on-hold as open. */
const seenStatus = (one: WorkOrder) => (one.status === 'on-hold' ? 'open' : one.status);

/** One by its number. Someone else's and one that does not exist get the same words. */
export function showWorkOrder(state: ConversationState, number: string, view: View): Outcome {
  const found = view.own.find((one) => one.number === number);
  const idle = expecting(state, { kind: 'anything' });
  if (!found) return outcome(idle, { kind: 'status', text: view.say('status.unknown', { number }) });
  return outcome({ ...idle, number }, statusReply(found, view));
}

export const mistypedNumber = (state: ConversationState, number: string, view: View): Outcome =>
  outcome(state, { kind: 'status', text: view.say('status.mistyped', { number }) });

function statusReply(found: WorkOrder, view: View): Reply {
  const status = view.say(`status.${seenStatus(found)}`);
  const times = {
    filed: saidTime(found.filedAt, view),
    response: saidTime(found.firstResponseDue, view),
    resolution: saidTime(found.resolutionDue, view),
  };
  const head = view.say('status.one', {
    number: found.number,
    subject: asMarkdown(found.subject),
    status,
    ...times,
  });
  const history = (view.histories.get(found.number) ?? [])
    .map((event) => eventLine(event, view))
    .filter((line) => line !== undefined)
    .slice(-5);
  return {
    kind: 'status',
    text: history.length > 0 ? `${head}\n\n${view.say('status.history')}\n\n${history.join('\n')}` : head,
    card: {
      kind: 'work-order',
      number: found.number,
      title: found.subject,
      status,
      facts: [
        { label: view.say('status.label'), value: status },
        { label: view.say('status.priority'), value: view.say(`priority.${found.priority}`) },
        { label: view.say('status.filed-at'), value: times.filed },
        { label: view.say('status.first-response'), value: times.response },
        { label: view.say('status.resolution'), value: times.resolution },
      ],
    },
    choices: actionsFor(found, view),
  };
}

function actionsFor({ number, status }: WorkOrder, view: View) {
  if (isFinal(status)) return [];
  return [
    choice(view.say('action.add'), { kind: 'work-order', number, action: 'add' }),
    choice(view.say('action.escalate'), { kind: 'work-order', number, action: 'escalate' }),
    choice(view.say('action.withdraw'), { kind: 'work-order', number, action: 'withdraw' }),
  ];
}

function eventLine({ at, actor, change }: WorkOrderEvent, view: View): string | undefined {
  const when = saidTime(at, view);
  switch (change.kind) {
    case 'filed':
      return `- ${when}: ${view.say('event.filed')}`;
    case 'status':
      return `- ${when}: ${view.say('event.status', { status: view.say(`status.${change.to === 'on-hold' ? 'open' : change.to}`) })}`;
    case 'escalated':
      return `- ${when}: ${view.say('event.escalated', { reason: asMarkdown(shorten(change.reason, 200)) })}`;
    case 'comment': {
      if (change.audience === 'staff') return undefined;
      const key = actor.role === 'requester' ? 'event.comment-own' : 'event.comment-staff';
      return `- ${when}: ${view.say(key, { text: asMarkdown(shorten(change.text, 300)) })}`;
    }
  }
}

type Ask = Extract<Expecting, { kind: 'comment' | 'escalation' | 'withdrawal' }>['kind'];
const commands = { comment: 'comment', escalation: 'escalate', withdrawal: 'withdraw' } as const;
const asks = { comment: 'add.ask', escalation: 'escalate.ask', withdrawal: 'withdraw.ask' } as const;

/** Asks for what an action needs: the text to add, the reason, or the confirmation. */
export function beginAction(state: ConversationState, kind: Ask, number: string, view: View): Outcome {
  const found = view.own.find((one) => one.number === number);
  if (!found) return showWorkOrder(state, number, view);
  if (isFinal(found.status)) {
    const idle = { ...expecting(state, { kind: 'anything' }), number };
    return outcome(idle, { kind: 'status', text: view.say(refusedKeys[commands[kind]], { number }) });
  }
  return outcome(
    { ...state, expecting: { kind, number }, number },
    {
      kind: 'prompt',
      text: view.say(asks[kind], { number }),
      ...(kind === 'withdrawal' && {
        choices: [
          choice(view.say('withdraw.yes'), { kind: 'work-order', number, action: 'withdraw-now' }),
          choice(view.say('withdraw.no'), { kind: 'work-order', number, action: 'keep' }),
        ],
      }),
    },
  );
}

const doneKeys = { comment: 'add.done', escalate: 'escalate.done', withdraw: 'withdraw.done' } as const;
const refusedKeys = {
  comment: 'add.refused',
  escalate: 'escalate.refused',
  withdraw: 'withdraw.refused',
} as const;

/** Carries an action out; the ledger decides whether the work order allows it. */
export function act(
  state: ConversationState,
  command: Exclude<Command, { kind: 'file' }>,
  view: View,
): Outcome {
  const { number } = command;
  if (!view.own.some((one) => one.number === number)) return showWorkOrder(state, number, view);
  const done = { kind: 'status' as const, text: view.say(doneKeys[command.kind], { number }) };
  const refused: Reply = { kind: 'status', text: view.say(refusedKeys[command.kind], { number }) };
  const idle = { ...expecting(state, { kind: 'anything' }), number };
  return {
    ...outcome(idle, { ...done, unlessDone: { commandId: command.id, otherwise: refused } }),
    commands: [command],
  };
}
