import { findNumbers } from '../work-orders/number.ts';
import { act, beginAction } from './acting.ts';
import { offer } from './answering.ts';
import { choice } from './choices.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import type { ConversationState, Expecting } from './state.ts';
import { asMarkdown, hasWords, shorten } from './text.ts';
import type { View } from './view.ts';
import { afterOpening, isQuestion, mentions, opensLikeQuestion, saysOnly } from './words.ts';

type Awaited = Extract<Expecting, { kind: 'answer' }>;
type Which = Extract<Expecting, { kind: 'which' }>;

/** After so long without an answer, what comes is hardly one, unless staff asked; ms. */
const freshFor = 86_400_000;

/** Numbers of the work orders that wait for the requester. */
const waiting = (view: View): readonly string[] =>
  view.own.filter(({ status }) => status === 'pending').map(({ number }) => number);

/**
 * What follows a message from staff answers it. undefined for what is none: a question that the desk can
 * answer by itself, a wish to file, a number, politeness.
 */
export function hearAnswer(
  state: ConversationState,
  at: Pick<Awaited, 'number' | 'since'>,
  text: string,
  messageId: string,
  view: View,
): Outcome | undefined {
  if (!isAnswer(at, text, view)) return undefined;
  const numbers = [...new Set([at.number, ...waiting(view)])];
  if (numbers.length > 1) return askWhich(state, { question: text, uploads: [], numbers }, view);
  return act(state, { kind: 'comment', id: `comment:${messageId}`, number: at.number, text }, view);
}

function isAnswer({ number, since }: Pick<Awaited, 'number' | 'since'>, text: string, view: View): boolean {
  if (findNumbers(view.desk.prefix, text).length > 0 || !hasWords(text)) return false;
  if (saysOnly(view.say, 'words.greeting', text)) return false;
  if (afterOpening(view.say, 'command.file', text) !== undefined || isForUs(text, view)) return false;
  if (waiting(view).includes(number)) return !isThanks(text, view) || saysOnly(view.say, 'words.yes', text);
  const said = ['words.yes', 'words.no'] as const;
  return (
    view.now - since <= freshFor &&
    !isThanks(text, view) &&
    !said.some((key) => saysOnly(view.say, key, text))
  );
}

/** A question that the knowledge folder answers; any other is for staff. */
const isForUs = (text: string, view: View): boolean =>
  asks(text, view) && view.knowledge.answer(text, { lang: view.lang }).kind === 'confident';

const asks = (text: string, view: View): boolean => isQuestion(text, view) || opensLikeQuestion(text, view);

/** "Works now, thank you so much" reopens nothing; "thanks, but it is still locked" does. */
const isThanks = (text: string, view: View): boolean =>
  saysOnly(view.say, 'words.thanks', text) ||
  saysOnly(view.say, 'words.helped', text) ||
  (mentions(view.say, 'words.thanking', text) && !mentions(view.say, 'words.unsolved', text));

/** What no prompt waits for, while a work order waits for an answer: perhaps it is that. */
export function strayAnswer(state: ConversationState, text: string, view: View): Outcome | undefined {
  const numbers = waiting(view);
  if (numbers.length === 0 || state.form || asks(text, view)) return undefined;
  if (view.knowledge.answer(text, { lang: view.lang }).kind === 'confident') return undefined;
  return askWhich(state, { question: text, uploads: [], numbers }, view);
}

/** Asks which work order something is for; what it is stays in the state until that is clear. */
export function askWhich(state: ConversationState, which: Omit<Which, 'kind'>, view: View): Outcome {
  const [only = '', ...others] = which.numbers;
  const one = others.length === 0;
  return outcome(expecting(state, { kind: 'which', ...which }), {
    kind: 'prompt',
    text: one ? view.say('answer.is-it', { number: only }) : view.say('answer.which'),
    choices: [
      ...which.numbers.map((number) =>
        choice(one ? view.say('answer.yes', { number }) : label(number, view), {
          kind: 'work-order',
          number,
          action: 'answer',
        }),
      ),
      choice(view.say('answer.none'), { kind: 'none' }),
    ],
  });
}

function label(number: string, view: View): string {
  const subject = view.own.find((one) => one.number === number)?.subject ?? '';
  return subject === '' ? number : `${number}: ${shorten(subject, 60)}`;
}

/** What was held goes to the chosen work order. */
export function answerTo(state: ConversationState, number: string, messageId: string, view: View): Outcome {
  const at = state.expecting;
  if (at.kind !== 'which') return beginAction(state, 'comment', number, view);
  const command = { kind: 'comment', id: `comment:${messageId}`, number, text: at.question } as const;
  return act(state, at.uploads.length > 0 ? { ...command, uploads: at.uploads } : command, view);
}

/**
 * "The first", a number, yes, no; what is none of them belongs to what was held, so that nothing is lost.
 * undefined for a wish to file: what was held is about that.
 */
export function hearWhich(
  state: ConversationState,
  at: Which,
  text: string,
  messageId: string,
  view: View,
): Outcome | undefined {
  if (afterOpening(view.say, 'command.file', text) !== undefined) return undefined;
  const named = findNumbers(view.desk.prefix, text).find(({ number }) => at.numbers.includes(number));
  const agreed = at.numbers.length === 1 && saysOnly(view.say, 'words.yes', text) ? at.numbers[0] : undefined;
  const number = named?.number ?? agreed;
  if (number !== undefined) return answerTo(state, number, messageId, view);
  if (saysOnly(view.say, 'words.no', text)) return offer(state, at.question, view);
  return askWhich(state, { ...at, question: `${at.question}\n${text}` }, view);
}

/** What a comment says that only brings files. */
export const filesText = (names: readonly string[], view: View): string =>
  view.say('add.files', { names: names.map(asMarkdown).join(', ') });
