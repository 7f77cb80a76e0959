import { type Status, shownStatus, type WorkOrderEvent } from '../work-orders/work-order.ts';
import { saidTime } from './said-time.ts';
import { asMarkdown, shorten } from './text.ts';
import type { PhraseKey, View } from './view.ts';

export const statusWords = (status: Status, view: Pick<View, 'say'>): string =>
  view.say(`status.${shownStatus(status)}`);

/** One event in plain words, with its time; undefined for what is not for the requester. */
export function eventLine(event: WorkOrderEvent, view: View): string | undefined {
  const words = eventWords(event, view);
  return words === undefined ? undefined : `- ${saidTime(event.at, view)}: ${words}`;
}

function eventWords({ actor, change }: WorkOrderEvent, view: View): string | undefined {
  const own = actor.role === 'requester';
  switch (change.kind) {
    case 'filed':
      return change.followUpOf === undefined
        ? view.say('event.filed')
        : view.say('event.filed-follow-up', { number: change.followUpOf });
    case 'status':
      return statusChange(change.to, own, change.reason, view);
    case 'escalated':
      return escalated(actor.role, change.reason, view);
    case 'comment':
      return change.audience === 'staff'
        ? undefined
        : quoted(own ? 'event.comment-own' : 'event.comment-staff', change.text, view);
    case 'asked':
      return quoted('event.asked', change.text, view);
    case 'prioritised':
      return view.say('event.prioritised', { priority: view.say(`priority.${change.to}`) });
    case 'rated':
      return view.say('event.rated', { score: String(change.score) });
    case 'referred':
      return view.say('event.referred', {
        system: asMarkdown(change.system),
        reference: asMarkdown(change.reference),
      });
    case 'followed-up':
      return view.say('event.followed-up', { number: change.by });
    case 'reminded':
      return view.say('event.reminded');
    // How the desk shares its work, and keeps its own clock.
    case 'assigned':
    case 'routed':
    case 'retyped':
    case 'due':
    case 'warned':
    case 'breached':
      return undefined;
  }
}

const quoted = (key: PhraseKey, text: string, view: View): string =>
  view.say(key, { text: asMarkdown(shorten(text, 1000)) });

function statusChange(to: Status, own: boolean, reason: string | undefined, view: View): string {
  if (own && to === 'open' && reason !== undefined) return quoted('event.reopened', reason, view);
  return view.say('event.status', { status: statusWords(to, view) });
}

function escalated(role: WorkOrderEvent['actor']['role'], reason: string, view: View): string {
  if (role === 'desk') return view.say('event.escalated-overdue');
  const key = role === 'requester' ? 'event.escalated' : 'event.escalated-staff';
  return view.say(key, { reason: asMarkdown(shorten(reason, 200)) });
}
