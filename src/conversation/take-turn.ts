import { findNumbers } from '../work-orders/number.ts';
import { answerQuestion, namedType, offer, pickArticle, questionAt, voted } from './answering.ts';
import { answerForm, namedField } from './answering-a-field.ts';
import { readPicked, typedChoice } from './choices.ts';
import { askField, openForm, repeatPrompt, say } from './filing.ts';
import { fieldsOf } from './form.ts';
import type { Message } from './message.ts';
import { beginFiling, chooseType, obey, resumeAfter } from './obeying.ts';
import { before, expecting, type Outcome, outcome } from './outcome.ts';
import { pick } from './picking.ts';
import type { ConversationState, Expecting } from './state.ts';
import { cleanText, foldText, hasWords, messageLimit } from './text.ts';
import { act, beginAction, mistypedNumber, showWorkOrder } from './tracking.ts';
import type { View } from './view.ts';
import { welcome } from './welcoming.ts';
import { afterOpening, commandIn, saysOnly } from './words.ts';

/** One message in; the next state, what to do and what to say out. Pure: the same in, the same out. */
export function takeTurn(state: ConversationState, message: Message, view: View): Outcome {
  const aged = ageDraft(state, view);
  const taken = backToForm(read(aged ?? state, message, view), view);
  if (taken.replies.length === 0) return taken;
  return withChoices(aged ? say({ kind: 'notice', text: view.say('form.aged') }, taken) : taken);
}

/** What a conversation waits for while a form is open; anything else would strand the form. */
const besideForm: readonly Expecting['kind'][] = [
  'form',
  'cancel',
  'field-to-change',
  'comment',
  'escalation',
  'withdrawal',
];

/** Whatever was said in between, an open form's prompt comes again. */
function backToForm(taken: Outcome, view: View): Outcome {
  const { form, expecting } = taken.state;
  if (!form || !view.pinned || besideForm.includes(expecting.kind)) return taken;
  const replies = taken.replies.map(({ choices: _, ...reply }) => reply);
  return before({ ...taken, replies }, repeatPrompt(taken.state, view.pinned, view));
}

/** A typed number or label means what the last reply offered. */
function withChoices(taken: Outcome): Outcome {
  const choices = taken.replies.flatMap((reply) => reply.choices ?? []);
  return { ...taken, state: { ...taken.state, choices } };
}

/** The state without a draft older than the desk keeps them; undefined when nothing aged. */
function ageDraft(state: ConversationState, view: View): ConversationState | undefined {
  const limit = view.desk.draftDays * 86_400_000;
  if (!state.form || view.now - state.form.openedAt <= limit) return undefined;
  return { ...state, form: undefined, expecting: { kind: 'anything' } };
}

function read(state: ConversationState, message: Message, view: View): Outcome {
  switch (message.kind) {
    case 'event':
      return message.name === 'started' ? welcome(state, view) : outcome(state);
    case 'choice':
      return pick(state, readPicked(message.value), message.id, view);
    case 'attachment':
      return attach(state, message, view);
    case 'utterance':
      return hear(state, message, view);
  }
}

function attach(
  state: ConversationState,
  message: Extract<Message, { kind: 'attachment' }>,
  view: View,
): Outcome {
  const type = view.pinned;
  const field = type?.fields.find((one) => one.kind === 'attachment' && one.id === state.form?.asking);
  if (!state.form || !type || field?.kind !== 'attachment') {
    return notUnderstood(state, view.say('form.no-attachment'), view);
  }
  const ids = message.uploads
    .slice(0, field.maxCount)
    .map((upload) => upload.id)
    .join(',');
  return answerForm({ ...state, form: state.form }, type, ids, view);
}

/** "my password is" says nothing more once the password is gone. */
const wordsWorthHearing = 5;

/** Says what was taken out of the message and what to do about it, then hears what is left. */
function hear(
  state: ConversationState,
  { text: said, id: messageId, removed = [] }: Extract<Message, { kind: 'utterance' }>,
  view: View,
): Outcome {
  const text = cleanText(said);
  if (removed.length === 0) return hearGuarded(state, text, messageId, view);
  const what = removed.map((kind) => `- ${view.say(`guard.${kind}`)}`).join('\n');
  const told = { kind: 'notice' as const, text: view.say('guard.removed', { what: `\n\n${what}` }) };
  const rest = text.replace(/\[removed: [a-z -]+\]/g, '');
  if (foldText(rest).split(' ').length < wordsWorthHearing) return resumeAfter(state, told, view);
  return say(told, hearGuarded(state, text, messageId, view));
}

function hearGuarded(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  if (text === '') return notUnderstood(state, view.say('message.empty'), view);
  if (text.length > messageLimit) {
    return notUnderstood(state, view.say('message.too-long', { limit: String(messageLimit) }), view);
  }
  const typed = typedChoice(state.choices, text, !asksForFigures(state, view));
  if (typed) return pick(state, readPicked(typed.value), messageId, view);
  const command = commandIn(view.say, text);
  if (command) return obey(state, command, text, view);
  return byExpectation(state, text, messageId, view);
}

/** At such a prompt "2" is an answer, not the second choice. */
function asksForFigures(state: ConversationState, view: View): boolean {
  const kind = view.pinned?.fields.find((field) => field.id === state.form?.asking)?.kind;
  return (
    state.expecting.kind === 'form' &&
    ['number', 'amount', 'text', 'date', 'date-time', 'phone'].includes(kind ?? '')
  );
}

/** Says so, and asks again what was being asked. */
const notUnderstood = (state: ConversationState, text: string, view: View): Outcome =>
  resumeAfter(state, { kind: 'notice', text }, view);

const refuses = (text: string, view: View): boolean =>
  saysOnly(view.say, 'words.no', text) || saysOnly(view.say, 'words.not-quite', text);

function byExpectation(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const at = state.expecting;
  switch (at.kind) {
    case 'comment':
      return act(state, { kind: 'comment', id: `comment:${messageId}`, number: at.number, text }, view);
    case 'escalation':
      return act(
        state,
        { kind: 'escalate', id: `escalate:${messageId}`, number: at.number, reason: text },
        view,
      );
    case 'withdrawal':
      return confirmWithdrawal(state, at.number, text, messageId, view);
    case 'cancel':
      return confirmCancel(state, text, messageId, view);
    case 'form':
      return hearInForm(state, text, messageId, view);
    case 'field-to-change':
      return hearFieldToChange(state, text, messageId, view);
    case 'offer':
      if (saysOnly(view.say, 'words.yes', text)) return beginFiling(state, at.type, at.question, view);
      if (saysOnly(view.say, 'words.no', text)) return pick(state, { kind: 'decline' }, messageId, view);
      // Still about the answers before it, so the offer stands.
      if (saysOnly(view.say, 'words.not-quite', text)) return offer(state, at.question, view);
      return hearAnything(state, text, messageId, view);
    case 'feedback':
      if (saysOnly(view.say, 'words.helped', text)) return voted(state, 'helped', at.article, view);
      if (saysOnly(view.say, 'words.not-quite', text)) return voted(state, 'not-quite', at.article, view);
      return hearAnything(state, text, messageId, view);
    case 'candidate':
      if (saysOnly(view.say, 'words.yes', text) && at.tried[0] !== undefined)
        return pickArticle(state, at.tried[0], view);
      if (refuses(text, view)) return offer(state, at.question, view);
      return hearAnything(state, text, messageId, view);
    case 'type':
      return hearType(state, text, messageId, view);
    case 'anything':
      return hearAnything(state, text, messageId, view);
  }
}

function hearInForm(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const type = view.pinned;
  if (!state.form || !type) return hearAnything({ ...state, form: undefined }, text, messageId, view);
  const atReview = state.form.asking === undefined && state.expecting.kind === 'form';
  const form = state.form.id;
  if (atReview && saysOnly(view.say, 'words.yes', text))
    return pick(state, { kind: 'form', form, action: 'file' }, messageId, view);
  if (atReview && saysOnly(view.say, 'words.no', text))
    return pick(state, { kind: 'form', form, action: 'change' }, messageId, view);
  const asked = type.fields.find((field) => field.id === state.form?.asking);
  if (asked?.kind !== 'text' && saysOnly(view.say, 'words.greeting', text)) return welcome(state, view);
  if (aboutNumberOnly(text, view)) {
    const told = hearNumber(expecting(state, { kind: 'anything' }), text, messageId, view);
    if (told) return told;
  }
  return answerForm({ ...state, form: state.form }, type, text, view);
}

/** "the amount" after "which one?", else a correction, an answer or a question like any other. */
function hearFieldToChange(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const type = view.pinned;
  if (!state.form || !type) return hearInForm(state, text, messageId, view);
  if (saysOnly(view.say, 'words.no', text)) return repeatPrompt(state, type, view);
  const short = foldText(text).split(' ').length <= 4;
  const field = short ? namedField(fieldsOf(type, state.form), text) : undefined;
  if (field) return askField(state, type, field.id, view);
  return hearInForm(state, text, messageId, view);
}

/** Nothing but a number, or a short question about one: in a longer text a number is part of the story. */
const aboutNumberOnly = (text: string, view: View): boolean =>
  text.length <= 60 &&
  findNumbers(view.desk.prefix, text).length === 1 &&
  // The number itself is up to three of them: "add to WO-7K3M-Q9TF".
  (foldText(text).split(' ').length <= 5 || text.endsWith('?'));

function confirmCancel(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const form = state.form?.id ?? '';
  if (saysOnly(view.say, 'words.yes', text))
    return pick(state, { kind: 'form', form, action: 'drop' }, messageId, view);
  if (saysOnly(view.say, 'words.no', text))
    return pick(state, { kind: 'form', form, action: 'keep' }, messageId, view);
  return hearInForm(expecting(state, { kind: 'form' }), text, messageId, view);
}

function confirmWithdrawal(
  state: ConversationState,
  number: string,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  if (saysOnly(view.say, 'words.yes', text))
    return pick(state, { kind: 'work-order', number, action: 'withdraw-now' }, messageId, view);
  if (saysOnly(view.say, 'words.no', text))
    return pick(state, { kind: 'work-order', number, action: 'keep' }, messageId, view);
  return hearAnything(state, text, messageId, view);
}

function hearType(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const type = namedType(text, view);
  const question = [questionAt(state), text].filter(Boolean).join('\n');
  return type === undefined
    ? hearAnything(state, text, messageId, view)
    : openForm(state, type, question, view);
}

function hearAnything(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const aboutNumber = hearNumber(state, text, messageId, view);
  if (aboutNumber) return aboutNumber;
  if (!hasWords(text)) return outcome(state, { kind: 'notice', text: view.say('message.no-words') });
  if (saysOnly(view.say, 'words.greeting', text)) return welcome(state, view);
  if (saysOnly(view.say, 'words.thanks', text) || saysOnly(view.say, 'words.yes', text)) {
    return outcome(expecting(state, { kind: 'anything' }), {
      kind: 'notice',
      text: view.say('anything-else'),
    });
  }
  if (saysOnly(view.say, 'words.no', text)) return pick(state, { kind: 'decline' }, messageId, view);
  const toFile = afterOpening(view.say, 'command.file', text);
  if (toFile !== undefined) return fileAbout(state, text, toFile, view);
  return answerQuestion(state, text, view);
}

/** "open a work order about a missing deposit": the type that fits, else the list of types. */
function fileAbout(state: ConversationState, text: string, about: string, view: View): Outcome {
  const type = namedType(about, view);
  return type ? openForm(state, type, text, view) : chooseType(state, text, view);
}

/** A work order's number anywhere in the text, with what is wanted of it. */
function hearNumber(
  state: ConversationState,
  text: string,
  messageId: string,
  view: View,
): Outcome | undefined {
  const numbers = findNumbers(view.desk.prefix, text);
  const found = numbers.find((one) => one.valid) ?? numbers[0];
  if (!found) return undefined;
  if (!found.valid) return mistypedNumber(state, found.number, view);
  const { number } = found;
  if (afterOpening(view.say, 'command.withdraw', text) !== undefined)
    return beginAction(state, 'withdrawal', number, view);
  if (afterOpening(view.say, 'command.escalate', text) !== undefined)
    return beginAction(state, 'escalation', number, view);
  if (afterOpening(view.say, 'command.add', text) === undefined) return showWorkOrder(state, number, view);
  const added = /:\s*(\S[\s\S]*)$/.exec(text)?.[1];
  if (!added) return beginAction(state, 'comment', number, view);
  return act(state, { kind: 'comment', id: `comment:${messageId}`, number, text: added }, view);
}
