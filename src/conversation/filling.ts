import { primary } from '../knowledge/language.ts';
import { recogniseFields } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { ask, contactField, fill, nextField, repeated } from './form.ts';
import { languageNames } from './language-names.ts';
import { type Outcome, outcome, say } from './outcome.ts';
import { promptReply } from './prompting.ts';
import type { Reply } from './reply.ts';
import { factLines, factOf, givenFacts, showReview } from './reviewing.ts';
import type { ConversationState, Form } from './state.ts';
import { fieldContext, type View } from './view.ts';

/** Opens a form: what to prepare, what is known already, and the first question. */
export function openForm(
  state: ConversationState,
  type: WorkOrderType,
  question: string,
  view: View,
  carried: Pick<Form, 'filled' | 'files'> = { filled: {}, files: [] },
): Outcome {
  const empty: Form = {
    id: view.newId(),
    type: type.id,
    typeHash: type.hash,
    ...carried,
    skipped: [],
    trail: [],
    asking: undefined,
    attempts: 0,
    reviewing: false,
    question,
    separate: false,
  };
  const told = fillFromLines(fillBesides(empty, type, question, view), type, question, view);
  const form = fillContact(told, type, view);
  const opened: ConversationState = { ...state, form, expecting: { kind: 'form' } };
  return say(beginning(type, form, view), goOn(opened, type, view));
}

function beginning(type: WorkOrderType, form: Form, view: View): Reply {
  const intro = view.say('form.begin', { type: type.title, intro: type.intro });
  const prepare = type.prepare.map((one) => `- ${one}`).join('\n');
  const known = givenFacts(type, form, view);
  const parts = [
    notTranslated(type, view),
    intro,
    prepare && `${view.say('form.prepare')}\n\n${prepare}`,
    known.length > 0 && `${view.say('form.have')}\n\n${factLines(known)}`,
  ];
  return { kind: 'notice', text: parts.filter(Boolean).join('\n\n') };
}

/** Who is spoken to in another language than the form's is told so; they may answer in their own. */
function notTranslated({ lang }: WorkOrderType, view: View): string | undefined {
  const spoken = lang ?? view.desk.lang;
  if (primary(spoken) === primary(view.lang)) return undefined;
  return view.say('form.not-translated', { spoken: languageNames(view.lang)(spoken) });
}

/** Where the desk writes to: nobody is asked for an address that the channel vouches for. */
function fillContact(form: Form, type: WorkOrderType, view: View): Form {
  const field = contactField(type);
  if (!field || view.vouched === undefined || form.filled[field.id]) return form;
  return fill(form, { [field.id]: { value: view.vouched, source: view.vouched, guess: false } });
}

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
  const field = type.fields.find((one) => one.id === state.form?.asking);
  if (!state.form || !field) return showReview(state, type, view);
  const form = repeated(state.form);
  return outcome({ ...state, form, expecting: { kind: 'form' } }, promptReply(field, form, view));
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

/** A line that tells nothing but an address or a day says it more plainly alone than among the others. */
function fillFromLines(form: Form, type: WorkOrderType, text: string, view: View): Form {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2) return form;
  const context = fieldContext(view);
  const found = lines
    .slice(0, mostLines)
    .flatMap((line) => Object.entries(recogniseFields(type, line, context, form.filled)));
  const agreed = found.filter(([id, one]) =>
    found.every(([other, { value }]) => other !== id || value === one.value),
  );
  return fill(form, Object.fromEntries(agreed));
}

const mostLines = 8;

/** Says what was read out of a message besides the answer it was asked for. */
export function notedReply(before: Form, after: Form, type: WorkOrderType, view: View): Reply | undefined {
  const facts = type.fields
    .filter((field) => after.filled[field.id] && !before.filled[field.id])
    .map((field) => factOf(field, after, view));
  return facts.length === 0
    ? undefined
    : { kind: 'notice', text: `${view.say('form.noted')}\n\n${factLines(facts)}` };
}
