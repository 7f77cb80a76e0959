import { sizes } from '../limits.ts';
import type { Secret } from '../work-orders/secret-guard.ts';
import { addFiles } from './adding-files.ts';
import { attach, fileField } from './attaching.ts';
import { tellAnswer } from './awaiting.ts';
import { readPicked, typedChoice } from './choices.ts';
import { repeatPrompt } from './filling.ts';
import { tellChange } from './following.ts';
import { hearExpected } from './hearing-expected.ts';
import { beginMatter } from './matter.ts';
import type { Message } from './message.ts';
import { obey, resumeAfter } from './obeying.ts';
import { before, type Outcome, outcome, say } from './outcome.ts';
import { pick } from './picking.ts';
import type { Reply } from './reply.ts';
import { agedNotice, cameBack, recap, withoutAged } from './returning.ts';
import type { ConversationState, Expecting } from './state.ts';
import { cleanText, foldText } from './text.ts';
import type { View } from './view.ts';
import { welcome } from './welcoming.ts';
import { commandIn, saysOnly } from './words.ts';

/** One message in; the next state, what to do and what to say out. Pure: the same in, the same out. */
export function takeTurn(state: ConversationState, message: Message, view: View): Outcome {
  const kept = withoutAged(state, view);
  const begun = beginMatter(kept, message.removed ?? [], view);
  const taken = touched(backToForm(read(begun, message, view), view), message, view);
  const told = noticesBefore(state, kept, message, view);
  if (told.length + taken.replies.length === 0) return taken;
  return withChoices({ ...taken, replies: [...told, ...taken.replies] });
}

/** What has to be said before the turn: a draft was dropped, or waits since long ago. */
function noticesBefore(
  state: ConversationState,
  { form, ...kept }: ConversationState,
  message: Message,
  view: View,
): readonly Reply[] {
  if (state.form && !form) return [agedNotice(view)];
  // The welcome has it from itself.
  const welcomed = message.kind === 'event' || isGreeting(message, view);
  if (!form || !view.pinned || welcomed || !cameBack(state, view)) return [];
  return [recap({ ...kept, form }, view.pinned, view)];
}

const isGreeting = (message: Message, view: View): boolean =>
  message.kind === 'utterance' && saysOnly(view.say, 'words.greeting', message.text);

/** A draft ages from when the requester last said something; the desk's own events do not keep it young. */
function touched(taken: Outcome, message: Message, view: View): Outcome {
  if (message.kind === 'event') return taken;
  const { lang = taken.state.lang, zone = taken.state.zone } = message;
  return { ...taken, state: { ...taken.state, touchedAt: view.now, lang, zone } };
}

/** What a conversation waits for while a form is open; anything else would strand the form. */
const besideForm: readonly Expecting['kind'][] = [
  'form',
  'cancel',
  'field-to-change',
  'new-type',
  'duplicate',
  'comment',
  'escalation',
  'withdrawal',
  'reopening',
  'rating',
  'rating-comment',
  'which',
  'claim',
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

function read(state: ConversationState, message: Message, view: View): Outcome {
  switch (message.kind) {
    case 'event':
      if (message.name === 'work-order-changed') return tellChange(state, message, view);
      if (message.name === 'answer-live') return tellAnswer(state, message, view);
      return message.name === 'started' ? welcome(state, view) : outcome(state);
    case 'choice':
      return pick(state, readPicked(message.value), message.id, view);
    case 'attachment':
      return takeFiles(state, message, view);
    case 'utterance':
      return hear(state, message, view);
  }
}

function takeFiles(
  state: ConversationState,
  message: Extract<Message, { kind: 'attachment' }>,
  view: View,
): Outcome {
  const { form } = state;
  const field = form && view.pinned && fileField(view.pinned, form);
  const taken =
    form && view.pinned && field
      ? attach({ ...state, form }, view.pinned, field, message, view)
      : (addFiles(state, message, view) ?? notUnderstood(state, view.say('form.no-attachment'), view));
  return message.removed?.length ? say(removedNotice(message.removed, view), taken) : taken;
}

/** A thumb alone is a yes or a no, in whatever colour it was painted. */
function inWords(text: string, view: View): string {
  const plain = text.replace(/\p{Emoji_Modifier}|\uFE0F|\s/gu, '');
  if (/^[👍👌✅🆗]+$/u.test(plain)) return view.say('yes');
  return /^[👎❌🚫]+$/u.test(plain) ? view.say('no') : text;
}

/** "my password is" says nothing more once the password is gone. */
const wordsWorthHearing = 5;

/** Says what was taken out of the message and what to do about it, then hears what is left. */
function hear(
  state: ConversationState,
  { text: said, id: messageId, removed = [] }: Extract<Message, { kind: 'utterance' }>,
  view: View,
): Outcome {
  const text = inWords(cleanText(said), view);
  if (removed.length === 0) return hearGuarded(state, text, messageId, view);
  const told = removedNotice(removed, view);
  const rest = text.replace(/\[removed: [a-z -]+\]/g, '');
  if (foldText(rest).split(' ').length < wordsWorthHearing) return resumeAfter(state, told, view);
  return say(told, hearGuarded(state, text, messageId, view));
}

function removedNotice(removed: readonly Secret[], view: View): Reply {
  const what = removed.map((kind) => `- ${view.say(`guard.${kind}`)}`).join('\n');
  return { kind: 'notice', text: view.say('guard.removed', { what: `\n\n${what}` }) };
}

function hearGuarded(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  if (text === '') return notUnderstood(state, view.say('message.empty'), view);
  if (text.length > sizes.message) {
    return notUnderstood(state, view.say('message.too-long', { limit: String(sizes.message) }), view);
  }
  const typed = typedChoice(state.choices, text, !asksForFigures(state, view));
  if (typed) return pick(state, readPicked(typed.value), messageId, view);
  const command = commandIn(view.say, text);
  // "I want it back" wants money, where there is nothing to go back to.
  const isMeant = command !== 'back' || state.form !== undefined || foldText(text).split(' ').length <= 2;
  if (command && isMeant) return obey(state, command, text, view);
  return hearExpected(state, text, messageId, view);
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
