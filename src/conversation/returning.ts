import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { choice } from './choices.ts';
import { fieldsOf } from './form.ts';
import type { Reply } from './reply.ts';
import { factLines, givenFacts } from './reviewing.ts';
import { saidTime } from './said-time.ts';
import type { ConversationState, Form, InForm } from './state.ts';
import { asMarkdown } from './text.ts';
import type { View } from './view.ts';

/** Who was away for so long has forgotten where the form stood; ms. */
const longAway = 12 * 3_600_000;
const dayMs = 86_400_000;

/** How long a form is kept that nobody touches; ms. */
export const draftLimit = ({ desk }: Pick<View, 'desk'>): number => desk.draftDays * dayMs;

/** How long the requester has said nothing; ms. */
const silence = ({ touchedAt }: ConversationState, view: View): number => view.now - (touchedAt ?? view.now);

/** The state without the drafts that the desk keeps no longer; the same state where there are none. */
export function withoutAged(state: ConversationState, view: View): ConversationState {
  const kept = state.form ?? state.dropped;
  if (!kept || silence(state, view) < draftLimit(view)) return state;
  const expecting = state.form ? ({ kind: 'anything' } as const) : state.expecting;
  return { ...state, form: undefined, dropped: undefined, expecting };
}

export const agedNotice = (view: View): Reply => ({
  kind: 'notice',
  text: view.say('form.aged', { days: String(view.desk.draftDays) }),
});

/** Whether a draft waits for somebody who comes back after a long time. */
export const cameBack = (state: ConversationState, view: View): boolean =>
  state.form !== undefined && silence(state, view) >= longAway;

/** What is there and what is missing; whoever comes back can go on or drop it. */
export function recap(state: InForm, type: WorkOrderType, view: View): Reply {
  const { form, touchedAt = view.now } = state;
  const given = givenFacts(type, form, view);
  const missing = fieldsOf(type, form).filter(
    ({ id, required }) => required && !form.filled[id] && !form.skipped.includes(id),
  );
  const parts = [
    view.say('form.waiting', { type: type.title, when: saidTime(touchedAt, view) }),
    given.length > 0 && factLines(given),
    missing.length > 0 &&
      view.say('form.missing', { labels: missing.map(({ label }) => asMarkdown(label)).join(', ') }),
    view.say('form.go-on-or-drop'),
  ];
  return { kind: 'notice', text: parts.filter(Boolean).join('\n\n') };
}

export const recapChoices = ({ id }: Form, view: View) => [
  choice(view.say('form.go-on'), { kind: 'form', form: id, action: 'continue' }),
  choice(view.say('form.cancel-yes'), { kind: 'form', form: id, action: 'drop' }),
];
