import { mayDo } from '../work-orders/lifecycle.ts';
import type { WorkOrder } from '../work-orders/work-order.ts';
import { choice } from './choices.ts';
import type { Command } from './command.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import { mark } from './receipts.ts';
import type { Reply } from './reply.ts';
import type { ConversationState, Expecting } from './state.ts';
import { showWorkOrder } from './tracking.ts';
import type { View } from './view.ts';

type Ask = Extract<Expecting, { kind: 'comment' | 'escalation' | 'withdrawal' | 'reopening' }>['kind'];
/** What is done with one work order; a claim is not of one's own. */
export type WorkOrderCommand = Exclude<Command, { kind: 'file' | 'claim' | 'await-answer' }>;

const deeds = {
  comment: 'comment',
  escalation: 'escalate',
  withdrawal: 'withdraw',
  reopening: 'reopen',
} as const;
const asks = {
  comment: 'add.ask',
  escalation: 'escalate.ask',
  withdrawal: 'withdraw.ask',
  reopening: 'reopen.ask',
} as const;
const refusedKeys = {
  comment: 'add.refused',
  'follow-up': 'add.refused',
  escalate: 'escalate.refused',
  withdraw: 'withdraw.refused',
  reopen: 'reopen.refused',
  rate: 'rate.refused',
} as const;

/** Asks for what an action needs: the text to add, the reason, or the confirmation. */
export function beginAction(state: ConversationState, kind: Ask, number: string, view: View): Outcome {
  const found = view.own.find((one) => one.number === number);
  if (!found) return showWorkOrder(state, number, view);
  // After the end one goes on with another.
  if (found.status === 'closed' && (kind === 'comment' || kind === 'reopening'))
    return outcome(
      { ...state, expecting: { kind: 'comment', number }, number },
      { kind: 'prompt', text: view.say('follow-up.ask', { number }) },
    );
  const deed = deeds[kind];
  if (!mayDo('requester', deed, found)) {
    const idle = { ...expecting(state, { kind: 'anything' }), number };
    return outcome(idle, { kind: 'status', text: view.say(refusedKeys[deed], { number }) });
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

/** Carries an action out; the ledger decides whether the work order allows it. */
export function act(state: ConversationState, wanted: WorkOrderCommand, view: View): Outcome {
  const found = view.own.find((one) => one.number === wanted.number);
  if (!found) return showWorkOrder(state, wanted.number, view);
  const command = wanted.kind === 'comment' ? whereItGoes(wanted, found, view) : wanted;
  const refused: Reply = {
    kind: 'status',
    text: view.say(refusedKeys[command.kind], { number: command.number }),
  };
  const idle = expecting(state, { kind: 'anything' });
  // A follow-up's own number is not known yet.
  const number = command.kind === 'follow-up' ? undefined : command.number;
  return {
    ...outcome(
      { ...idle, number },
      {
        kind: 'status',
        text: doneText(command, found, view),
        unlessDone: { commandId: command.id, otherwise: refused },
      },
    ),
    commands: [command],
  };
}

/** A closed work order takes no more: what is said goes to the one that goes on with it, or opens that. */
function whereItGoes(
  command: Command & { readonly kind: 'comment' },
  { number, status }: WorkOrder,
  view: View,
): WorkOrderCommand {
  if (status !== 'closed') return command;
  const next = view.own.find((one) => one.followUpOf === number && mayDo('requester', 'comment', one));
  if (next) return { ...command, number: next.number };
  return { ...command, kind: 'follow-up', id: `follow-up:${command.id}` };
}

function doneText(command: WorkOrderCommand, found: WorkOrder, view: View): string {
  const { id, number } = command;
  const times = { response: mark(id, 'response'), resolution: mark(id, 'resolution') };
  switch (command.kind) {
    case 'comment':
      if (number !== found.number) return view.say('follow-up.added', { number: found.number, next: number });
      return found.status === 'resolved'
        ? view.say('reopen.done', { number, ...times })
        : view.say('add.done', { number });
    case 'follow-up':
      return view.say('follow-up.done', { number, next: mark(id, 'number'), ...times });
    case 'escalate': {
      const changes = { priority: mark(id, 'priority'), queue: mark(id, 'queue') };
      return view.say('escalate.done', { number, ...changes, ...times });
    }
    case 'withdraw':
      return view.say('withdraw.done', { number });
    case 'reopen':
      return view.say('reopen.done', { number, ...times });
    case 'rate':
      return view.say(command.comment === undefined ? 'rate.comment-ask' : 'rate.done', { number });
  }
}
