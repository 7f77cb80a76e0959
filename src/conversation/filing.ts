import type { Field } from '../work-orders/field.ts';
import { showField } from '../work-orders/fields/field-codecs.ts';
import { recogniseFields } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { choice } from './choices.ts';
import type { Command } from './command.ts';
import { ask, fieldsOf, filedValues, fill, nextField, review } from './form.ts';
import { before, expecting, type Outcome, outcome } from './outcome.ts';
import { promptReply } from './prompting.ts';
import { mark } from './receipts.ts';
import type { Fact, Reply } from './reply.ts';
import type { ConversationState, Form } from './state.ts';
import { asMarkdown, shorten } from './text.ts';
import type { View } from './view.ts';

/** Opens a form: what to prepare, what is known already, and the first question. */
export function openForm(
  state: ConversationState,
  type: WorkOrderType,
  question: string,
  view: View,
): Outcome {
  const empty: Form = {
    id: view.newId(),
    type: type.id,
    typeHash: type.hash,
    filled: {},
    skipped: [],
    trail: [],
    asking: undefined,
    attempts: 0,
    reviewing: false,
    openedAt: view.now,
    question,
  };
  const form = fillBesides(empty, type, question, view);
  const opened: ConversationState = { ...state, form, expecting: { kind: 'form' } };
  return say(beginning(type, form, view), goOn(opened, type, view));
}

function beginning(type: WorkOrderType, form: Form, view: View): Reply {
  const intro = view.say('form.begin', { type: type.title, intro: type.intro });
  const prepare = type.prepare.map((one) => `- ${one}`).join('\n');
  const known = factsOf(type, form, view).filter((fact) => fact.value !== view.say('review.not-given'));
  const parts = [
    intro,
    prepare && `${view.say('form.prepare')}\n\n${prepare}`,
    known.length > 0 && `${view.say('form.have')}\n\n${factLines(known)}`,
  ];
  return { kind: 'notice', text: parts.filter(Boolean).join('\n\n') };
}

export const fieldContext = (view: View) => ({ now: view.now, zone: view.zone, lang: view.lang });

export const say = (reply: Reply, then: Outcome): Outcome =>
  before({ replies: [reply], commands: [], questions: [], votes: [] }, then);

/** Asks the next field, or shows the review when nothing is left to ask. */
export function goOn(state: ConversationState, type: WorkOrderType, view: View): Outcome {
  const { form } = state;
  if (!form) return outcome(state);
  const next = nextField(type, form);
  return next ? askField(state, type, next.id, view) : showReview(state, type, view);
}

export function askField(state: ConversationState, type: WorkOrderType, id: string, view: View): Outcome {
  const field = type.fields.find((one) => one.id === id);
  if (!state.form || !field) return outcome(state);
  const form = ask(state.form, id);
  return outcome({ ...state, form, expecting: { kind: 'form' } }, promptReply(field, form, view));
}

/** Says again what the form waits for, whatever came in between. */
export function repeatPrompt(state: ConversationState, type: WorkOrderType, view: View): Outcome {
  const { form } = state;
  const field = type.fields.find((one) => one.id === form?.asking);
  if (!form || !field) return showReview(state, type, view);
  return outcome({ ...state, expecting: { kind: 'form' } }, promptReply(field, form, view));
}

export function showReview(state: ConversationState, type: WorkOrderType, view: View): Outcome {
  if (!state.form) return outcome(state);
  const form = review(state.form);
  const facts = factsOf(type, form, view);
  const note = view.say('review.note', promisedTimes(type));
  const title = view.say('review.title', { type: type.title });
  return outcome(
    { ...state, form, expecting: { kind: 'form' } },
    {
      kind: 'review',
      text: `**${asMarkdown(title)}**\n\n${factLines(facts)}\n\n${note}\n\n${view.say('review.ask')}`,
      card: { kind: 'review', formId: form.id, title, facts, note },
      choices: [
        choice(view.say('review.file'), { kind: 'form', form: form.id, action: 'file' }),
        choice(view.say('review.change'), { kind: 'form', form: form.id, action: 'change' }),
        choice(view.say('review.cancel'), { kind: 'form', form: form.id, action: 'cancel' }),
      ],
    },
  );
}

const promisedTimes = ({ serviceLevel }: WorkOrderType) => ({
  response: serviceLevel.firstResponseHours.join('–'),
  resolution: serviceLevel.resolutionDays.join('–'),
});

const factLines = (facts: readonly Fact[]): string =>
  facts.map((fact) => `- **${asMarkdown(fact.label)}:** ${asMarkdown(fact.value)}`).join('\n');

/** As the requester reads it: yes and no in their language, files by their count. */
function shownValue(field: Field, value: string, view: View): string {
  if (field.kind === 'yes-no') return view.say(value === 'yes' ? 'yes' : 'no');
  if (field.kind === 'attachment') return view.say('form.files', { count: String(value.split(',').length) });
  return showField(field, value, view.zone, view.lang);
}

function factsOf(type: WorkOrderType, form: Form, view: View): readonly Fact[] {
  return fieldsOf(type, form).map((field) => {
    const filled = form.filled[field.id];
    if (!filled) return { label: field.label, value: view.say('review.not-given') };
    const shown = shownValue(field, filled.value, view);
    return { label: field.label, value: filled.guess ? `${shown} ${view.say('review.guess')}` : shown };
  });
}

/** Files the form: the commit decides the number and the times, once for this form's id. */
export function fileForm(state: ConversationState, type: WorkOrderType, view: View): Outcome {
  const { form } = state;
  if (!form) return outcome(state);
  const command = fileCommand(type, form);
  const told = {
    number: mark(command.id, 'number'),
    response: mark(command.id, 'response'),
    resolution: mark(command.id, 'resolution'),
  };
  const track = view.say('filed.track', told);
  const reply: Reply = {
    kind: 'filed',
    text: [view.say('filed', told), track, type.tip].filter(Boolean).join('\n\n'),
    card: {
      kind: 'work-order',
      number: told.number,
      title: type.title,
      status: view.say('status.new'),
      facts: [
        { label: view.say('status.first-response'), value: told.response },
        { label: view.say('status.resolution'), value: told.resolution },
      ],
    },
    choices: [choice(view.say('choice.status'), { kind: 'command', name: 'status' })],
  };
  const idle = expecting(
    { ...state, form: undefined, dropped: undefined, number: undefined },
    { kind: 'anything' },
  );
  return {
    ...outcome(idle, reply, { kind: 'notice', text: view.say('anything-else') }),
    commands: [command],
  };
}

function fileCommand(type: WorkOrderType, form: Form): Command {
  const fields = filedValues(type, form);
  return {
    kind: 'file',
    id: `file:${form.id}`,
    formId: form.id,
    type: type.id,
    typeTitle: type.title,
    typeHash: form.typeHash,
    queue: type.queue,
    priority: type.priority,
    serviceLevel: type.serviceLevel,
    subject: subjectOf(type, fields, form.question),
    fields,
  };
}

/** One line for lists: the type, and the requester's own words where there are any. */
function subjectOf(type: WorkOrderType, fields: Readonly<Record<string, string>>, question: string): string {
  const told = type.fields.find(
    (field) => field.kind === 'paragraph' && !field.sensitive && fields[field.id],
  );
  const words = (told && fields[told.id]) || question;
  return words ? `${type.title}: ${shorten(words.replace(/\s+/g, ' '), 80)}` : type.title;
}

/**
 * Takes what one message said for other fields too, without touching what the requester confirmed.
 * A value that already answers one field is no guess for another: the old address is not the new one.
 */
export function fillBesides(form: Form, type: WorkOrderType, text: string, view: View): Form {
  const found = Object.entries(recogniseFields(type, text, fieldContext(view), form.filled));
  const taken = Object.values(form.filled).map(({ value }) => value);
  return fill(form, Object.fromEntries(found.filter(([, one]) => !(one.guess && taken.includes(one.value)))));
}

/** Says what was read out of a message besides the answer it was asked for. */
export function notedReply(before: Form, after: Form, type: WorkOrderType, view: View): Reply | undefined {
  const fresh = type.fields.filter((field) => after.filled[field.id] && !before.filled[field.id]);
  const facts = factsOf(type, after, view).filter((fact) =>
    fresh.some((field) => field.label === fact.label),
  );
  return facts.length === 0
    ? undefined
    : { kind: 'notice', text: `${view.say('form.noted')}\n\n${factLines(facts)}` };
}
