import { mayDo } from '../work-orders/lifecycle.ts';
import { act, beginAction } from './acting.ts';
import { choice, type WorkOrderAction } from './choices.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import type { ReplyChoice } from './reply.ts';
import type { ConversationState, Expecting } from './state.ts';
import { clausesOf, hasWords } from './text.ts';
import { showWorkOrder } from './tracking.ts';
import type { View } from './view.ts';
import { mentions, saysOnly } from './words.ts';

export const scores = [1, 2, 3, 4, 5] as const;
export type Score = (typeof scores)[number];

/** In the order of the scores, so that a typed "4" is the fourth. */
export const ratingChoices = (number: string, view: View): readonly ReplyChoice[] =>
  scores.map((score) =>
    choice(view.say(`rate.${score}`), { kind: 'work-order', number, action: `rate-${score}` }),
  );

/** The score that an action's button stands for. */
export const scoreOf = (action: WorkOrderAction & `rate-${Score}`): Score =>
  scores.find((score) => action === `rate-${score}`) ?? 1;

/** "4", "4/5", "5 stars: quick and kind". */
export function readRating(text: string): { readonly score: Score; readonly comment: string } | undefined {
  const match = /^\s*([1-5])(?:\s*(?:\/|out of|of)\s*5|\s*stars?)?(?![\d\p{L}])[\s.,:;!–-]*([\s\S]*)$/iu.exec(
    text,
  );
  const score = scores.find((one) => one === Number(match?.[1]));
  return score === undefined ? undefined : { score, comment: match?.[2] ?? '' };
}

/** Asks for a rating where one may still be given. */
export function askRating(state: ConversationState, number: string, view: View): Outcome {
  const found = view.own.find((one) => one.number === number);
  if (!found) return showWorkOrder(state, number, view);
  const idle = { ...expecting(state, { kind: 'anything' }), number };
  if (!mayDo('requester', 'rate', found))
    return outcome(idle, { kind: 'status', text: view.say('rate.refused', { number }) });
  return outcome(
    { ...idle, expecting: { kind: 'rating', number, since: view.now } },
    { kind: 'prompt', text: view.say('rate.ask', { number }), choices: ratingChoices(number, view) },
  );
}

/** The score counts at once; what is said about it may follow. */
export function rate(
  state: ConversationState,
  number: string,
  { score, comment }: { readonly score: Score; readonly comment: string },
  messageId: string,
  view: View,
): Outcome {
  const command = { kind: 'rate', id: `rate:${messageId}`, number, score } as const;
  if (comment !== '') return act(state, { ...command, comment }, view);
  const rated = act(state, command, view);
  if (rated.commands.length === 0) return rated;
  return { ...rated, state: expecting(rated.state, { kind: 'rating-comment', number, score }) };
}

type Solved = Extract<Expecting, { readonly kind: 'rating' }>;

/** After a work order was solved: a score, that it is not solved, or thanks. undefined for anything else. */
export function hearRating(
  state: ConversationState,
  at: Solved,
  text: string,
  messageId: string,
  view: View,
): Outcome | undefined {
  const { number } = at;
  const rating = readRating(text);
  // "3 files are still missing" is no rating.
  if (rating && !mentions(view.say, 'words.unsolved', rating.comment))
    return rate(state, number, rating, messageId, view);
  if (saysOnly(view.say, 'words.not-solved', text)) return beginAction(state, 'reopening', number, view);
  if (!isGlad(text, view)) return undefined;
  // The score may still come.
  return outcome(expecting(state, { ...at, glad: true }), {
    kind: 'notice',
    text: view.say('welcome.thanks'),
  });
}

const glad = ['words.thanks', 'words.helped', 'words.solved', 'words.yes'] as const;

/** "Thanks, it works now", "thank you for the quick help"; "great, how do I close my account" asks something. */
function isGlad(text: string, view: View): boolean {
  if (/[?\d]/.test(text) || mentions(view.say, 'words.unsolved', text)) return false;
  const polite = (clause: string): boolean => glad.some((key) => saysOnly(view.say, key, clause));
  const clauses = clausesOf(text).filter(hasWords);
  if (clauses.length > 0 && clauses.every(polite)) return true;
  return (
    (clauses.some(polite) || mentions(view.say, 'words.thanking', text)) &&
    view.knowledge.answer(text, { lang: view.lang }).kind === 'fallback'
  );
}

/** Whether what follows a solved work order may say that it is not: after thanks only where it says so. */
export const mayReopen = ({ glad }: Solved, text: string, { say }: View): boolean =>
  glad !== true || mentions(say, 'words.unsolved', text);

/** What the requester has to say about the score; "no" says nothing. */
export function hearRatingComment(
  state: ConversationState,
  { number, score }: { readonly number: string; readonly score: number },
  text: string,
  messageId: string,
  view: View,
): Outcome {
  const nothing = ['words.no', 'words.thanks', 'command.skip'] as const;
  if (nothing.some((key) => saysOnly(view.say, key, text)))
    return outcome(expecting(state, { kind: 'anything' }), {
      kind: 'notice',
      text: view.say('rate.done', { number }),
    });
  return act(state, { kind: 'rate', id: `rate:${messageId}`, number, score, comment: text }, view);
}
