import { findNumbers } from '../work-orders/number.ts';
import { act } from './acting.ts';
import { askWhich, filesText } from './answering-staff.ts';
import type { Message } from './message.ts';
import { before, type Outcome, outcome } from './outcome.ts';
import { problemText } from './problem-text.ts';
import type { Reply } from './reply.ts';
import type { ConversationState } from './state.ts';
import { cleanText } from './text.ts';
import type { View } from './view.ts';

type Files = Extract<Message, { kind: 'attachment' }>;

interface Goal {
  readonly numbers: readonly string[];
  /** Nothing has to be asked. */
  readonly sure: boolean;
}

/**
 * Files that no form takes go to a work order: the one named beside them, the one that waits for an answer,
 * the one that is talked about. Where that is not clear the bot asks. undefined where there is none.
 */
export function addFiles(state: ConversationState, message: Files, view: View): Outcome | undefined {
  const { numbers, sure } = goalOf(state, message, view);
  const [number] = numbers;
  if (number === undefined) return undefined;
  const faults: readonly Reply[] = (message.refused ?? []).map((fault) => ({
    kind: 'notice',
    text: problemText(fault, view),
  }));
  const told = outcome(state, ...faults);
  if (message.uploads.length === 0) return faults.length > 0 ? told : undefined;
  const uploads = message.uploads.map(({ id }) => id);
  const names = message.uploads.map(({ name }) => name);
  const text = captionOf(message, number) || filesText(names, view);
  const added = sure
    ? act(state, { kind: 'comment', id: `comment:${message.id}`, number, text, uploads }, view)
    : askWhich(state, { question: text, uploads, numbers }, view);
  return before(told, added);
}

/** What was written beside the files, without the words that only say where they go. */
const captionOf = ({ text }: Files, number: string): string =>
  cleanText(text)
    .replace(number, '')
    .replace(/^(?:add (?:this |these )?to)?\W+/i, '')
    .trim();

function goalOf({ expecting: at, number: last }: ConversationState, { text }: Files, view: View): Goal {
  const mine = view.own.map(({ number }) => number);
  const named = findNumbers(view.desk.prefix, text).find(({ number }) => mine.includes(number));
  if (named) return { numbers: [named.number], sure: true };
  if (at.kind === 'comment' || at.kind === 'reopening') return { numbers: [at.number], sure: true };
  const waits = view.own.filter(({ status }) => status === 'pending').map(({ number }) => number);
  const answers = [...new Set([...(at.kind === 'answer' ? [at.number] : []), ...waits])];
  if (answers.length > 0) return { numbers: answers, sure: answers.length === 1 };
  return { numbers: last !== undefined && mine.includes(last) ? [last] : [], sure: false };
}
