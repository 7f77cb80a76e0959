import { isOpen, nextClosing, nextOpening } from '../work-orders/calendar.ts';
import type { Field } from '../work-orders/field.ts';
import { isFinal } from '../work-orders/lifecycle.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { keepAnswer, skipped } from './accepting.ts';
import { beginAction } from './acting.ts';
import { choice } from './choices.ts';
import { calendarOf } from './desk-calendar.ts';
import { askField, goOn, openForm, repeatPrompt } from './filling.ts';
import { fittingType, likelyType } from './fitting-type.ts';
import { back, fieldsLeft, nextField, skip as skipOne } from './form.ts';
import { mattersType, questionAt, toldAt } from './going-on.ts';
import { articleVoted, personAsked } from './matter.ts';
import { expecting, type Outcome, outcome, say } from './outcome.ts';
import { outOfPatience } from './prompting.ts';
import { askRating } from './rating.ts';
import type { Reply } from './reply.ts';
import { offerTypes } from './retyping.ts';
import { saidTime } from './said-time.ts';
import { type ConversationState, type Form, type InForm, initialState } from './state.ts';
import { listWorkOrders } from './tracking.ts';
import type { PhraseKey, View } from './view.ts';
import { welcome } from './welcoming.ts';
import type { CommandName } from './words.ts';

/** Carries out a command, typed or chosen, whatever the conversation is at. */
export function obey(state: ConversationState, name: CommandName, text: string, view: View): Outcome {
  switch (name) {
    case 'help':
      return resumeAfter(state, { kind: 'notice', text: view.say('help'), choices: helpChoices(view) }, view);
    case 'cancel':
      return cancel(state, view);
    case 'back':
      return goBack(state, view);
    case 'skip':
      return skip(state, view);
    case 'status':
      return status(state, view);
    case 'start-over':
      return startOver(state, view);
    case 'person':
      return person(personAsked(state, view), view);
    case 'resume':
      return resume(state, view);
    case 'file':
      return file(state, text, view);
    case 'change-type':
      return changeType(state, view);
    case 'add':
      return onLatest(state, 'comment', view);
    case 'escalate':
      return onLatest(state, 'escalation', view);
    case 'withdraw':
      return onLatest(state, 'withdrawal', view);
    case 'reopen':
      return onSolved(state, (number) => beginAction(state, 'reopening', number, view), view);
    case 'rate':
      return onSolved(state, (number) => askRating(state, number, view), view);
  }
}

const helpChoices = (view: View) => [
  choice(view.say('choice.file-new'), { kind: 'command', name: 'file' }),
  choice(view.say('choice.status'), { kind: 'command', name: 'status' }),
  choice(view.say('choice.person'), { kind: 'command', name: 'person' }),
];

const notice = (view: View, key: PhraseKey): Reply => ({ kind: 'notice', text: view.say(key) });

/** Says something and comes back to the form's prompt where one is open. */
export function resumeAfter(state: ConversationState, reply: Reply, view: View): Outcome {
  if (!state.form || !view.pinned) return outcome(state, reply);
  const { choices: _, ...short } = reply;
  return say(short, repeatPrompt(state, view.pinned, view));
}

function cancel(state: ConversationState, view: View): Outcome {
  const { form } = state;
  if (!form || ['comment', 'escalation', 'withdrawal'].includes(state.expecting.kind)) {
    const key = state.expecting.kind === 'anything' ? 'form.nothing-to-cancel' : 'offer.declined';
    return outcome(expecting(state, { kind: 'anything' }), notice(view, key));
  }
  return askToDrop(state, form, 'form.cancel-ask', view);
}

function goBack(state: ConversationState, view: View): Outcome {
  const { form } = state;
  if (!form || !view.pinned) return outcome(state, notice(view, 'form.nothing-to-go-back'));
  if (form.reviewing && form.asking !== undefined) return goOn(state, view.pinned, view);
  const before = back(view.pinned, form);
  if (!before) return say(notice(view, 'form.back-at-start'), repeatPrompt(state, view.pinned, view));
  return askField({ ...state, form: before.form }, view.pinned, before.field, view);
}

function skip(state: ConversationState, view: View): Outcome {
  const { form } = state;
  const type = view.pinned;
  const field = type?.fields.find((one) => one.id === form?.asking);
  if (!form || !type || !field) return outcome(state, notice(view, 'form.nothing-to-skip'));
  return skipField({ ...state, form }, type, field, view);
}

export function skipField(state: InForm, type: WorkOrderType, field: Field, view: View): Outcome {
  const kept = field.required ? keepAnswer(state, type, field, view) : undefined;
  if (kept) return kept;
  if (field.required) {
    const refused: Reply = { kind: 'notice', text: view.say('form.required', { label: field.label }) };
    return say(refused, repeatPrompt({ ...state, form: outOfPatience(state.form) }, type, view));
  }
  const told: Reply = { kind: 'notice', text: view.say('form.skipped', { label: field.label }) };
  return say(told, skipped(state, type, field, view));
}

/** "That is all, send it" skips what is not needed and goes to the review, or says what is. */
export function sendEarly(state: InForm, type: WorkOrderType, view: View): Outcome {
  const { form } = state;
  const open = fieldsLeft(type, form);
  const needed = open.filter(({ required }) => required);
  if (needed.length === 0)
    return goOn({ ...state, form: open.reduce((one, { id }) => skipOne(one, id), form) }, type, view);
  const labels = needed.map(({ label }) => label).join(', ');
  return say(
    { kind: 'notice', text: view.say('form.still-needed', { labels }) },
    repeatPrompt(state, type, view),
  );
}

/** Solved without the desk: the draft is dropped when the requester says so, and not before. */
export function offerToDrop(state: InForm, view: View): Outcome {
  const last = state.matter?.shown.at(-1);
  const votes = last && last.vote === undefined ? [{ article: last.article, vote: 'helped' as const }] : [];
  const heard = last ? articleVoted(state, last.article, 'helped', view) : state;
  return { ...askToDrop(heard, state.form, 'form.solved-ask', view), votes };
}

function askToDrop(
  state: ConversationState,
  { id }: Form,
  key: 'form.cancel-ask' | 'form.solved-ask',
  view: View,
): Outcome {
  return outcome(expecting(state, { kind: 'cancel' }), {
    kind: 'prompt',
    text: view.say(key),
    choices: [
      choice(view.say('form.cancel-yes'), { kind: 'form', form: id, action: 'drop' }),
      choice(view.say('form.cancel-no'), { kind: 'form', form: id, action: 'keep' }),
    ],
  });
}

function changeType(state: ConversationState, view: View): Outcome {
  const { form } = state;
  if (form && view.pinned) return offerTypes({ ...state, form }, view.pinned, view);
  return chooseType(state, toldAt(state, view), view);
}

function status(state: ConversationState, view: View): Outcome {
  const listed = listWorkOrders(state, view);
  if (!state.form || !view.pinned) return listed;
  const [reply] = listed.replies;
  return reply ? resumeAfter(state, reply, view) : listed;
}

function startOver(state: ConversationState, view: View): Outcome {
  const fresh: ConversationState = { ...initialState, dropped: state.form ?? state.dropped };
  const greeting = welcome(fresh, view);
  return state.form ? say(droppedNotice(view), greeting) : greeting;
}

/** The draft is kept for a while: `resume` brings it back. */
export const droppedNotice = (view: View): Reply => ({
  kind: 'notice',
  text: view.say('form.cancelled'),
  choices: [choice(view.say('choice.resume'), { kind: 'command', name: 'resume' })],
});

function resume(state: ConversationState, view: View): Outcome {
  const form = state.form ?? state.dropped;
  if (!form || !view.pinned) return outcome(state, notice(view, 'form.nothing-to-resume'));
  const resumed: ConversationState = { ...state, form, dropped: undefined, expecting: { kind: 'form' } };
  const next = form.asking ?? nextField(view.pinned, form)?.id;
  return say(
    notice(view, 'form.resumed'),
    next === undefined
      ? repeatPrompt(resumed, view.pinned, view)
      : askField(resumed, view.pinned, next, view),
  );
}

function file(state: ConversationState, text: string, view: View): Outcome {
  if (state.form && view.pinned) return resumeAfter(state, notice(view, 'form.continue'), view);
  const at = state.expecting;
  const told = toldAt(state, view);
  if (at.kind === 'offer') return beginFiling(state, at.type, told, view);
  const type = mattersType(state, view) ?? (told ? fittingType(told, view) : undefined);
  return type ? openForm(state, type, told, view) : chooseType(state, text, view);
}

export function beginFiling(state: ConversationState, id: string, question: string, view: View): Outcome {
  const type = view.types.get(id);
  return type ? openForm(state, type, question, view) : chooseType(state, question, view);
}

/** The list of everything that can be filed. */
export function chooseType(state: ConversationState, question: string, view: View): Outcome {
  if (view.types.size === 0)
    return outcome(expecting(state, { kind: 'anything' }), notice(view, 'types.none'));
  return outcome(expecting(state, { kind: 'type', question }), {
    kind: 'prompt',
    text: view.say('types.choose'),
    choices: byUse(view).map((type) => choice(type.title, { kind: 'type', type: type.id })),
  });
}

/** The type for what fits no other comes last. */
const byUse = ({ types, desk }: View) =>
  [...types.values()].sort((a, b) => Number(a.id === desk.fallbackType) - Number(b.id === desk.fallbackType));

/** Live chat in the desk's hours; outside them, when it opens. Either way a work order holds the place. */
function person(state: ConversationState, view: View): Outcome {
  const calendar = calendarOf(view.desk);
  const closes = nextClosing(calendar, view.now);
  const opens = nextOpening(calendar, view.now);
  const said = (at: number | undefined) => (at === undefined ? '' : saidTime(at, view));
  const open = isOpen(calendar, view.now);
  const text = open
    ? view.say('person.open', { until: said(closes) })
    : view.say('person.closed', { opens: said(opens) });
  const reply: Reply = { kind: 'notice', text, ...(open && { handoff: true }) };
  const type =
    mattersType(state, view) ??
    likelyType(questionAt(state), view) ??
    view.types.get(view.desk.handoffType ?? '');
  if (state.form || !type) return resumeAfter(state, reply, view);
  return outcome(expecting(state, { kind: 'offer', question: questionAt(state), type: type.id }), {
    ...reply,
    choices: [
      choice(view.say('offer.yes'), { kind: 'type', type: type.id }),
      choice(view.say('offer.no'), { kind: 'decline' }),
    ],
  });
}

const openOnes = (view: View) => view.own.filter((one) => !isFinal(one.status));

/** The work order talked about, else the only open one. */
export function latestOpen(state: ConversationState, view: View): string | undefined {
  const [only, ...others] = openOnes(view);
  return state.number ?? (others.length === 0 ? only?.number : undefined);
}

/** The latest, else the list to choose from. */
function onLatest(
  state: ConversationState,
  kind: 'comment' | 'escalation' | 'withdrawal',
  view: View,
): Outcome {
  const number = latestOpen(state, view);
  if (number !== undefined) return beginAction(state, kind, number, view);
  const listed = listWorkOrders(state, view);
  return openOnes(view).length === 0 ? listed : say(notice(view, 'status.which'), listed);
}

/** The work order talked about, else the one solved last, else the list to choose from. */
function onSolved(state: ConversationState, then: (number: string) => Outcome, view: View): Outcome {
  const [last] = view.own
    .filter(({ resolvedAt }) => resolvedAt !== undefined)
    .sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0));
  const number = state.number ?? last?.number;
  return number === undefined ? listWorkOrders(state, view) : then(number);
}
