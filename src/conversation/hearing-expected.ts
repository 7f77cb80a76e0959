import { act } from './acting.ts';
import { offer, pickArticle, voted } from './answering.ts';
import { hearAnswer, hearWhich } from './answering-staff.ts';
import { awaitAnswer } from './awaiting.ts';
import { hearClaim } from './claiming.ts';
import { mattersType, toldAt } from './going-on.ts';
import { hearAnything, hearType } from './hearing-anything.ts';
import {
  confirmCancel,
  hearAboutDuplicate,
  hearFieldToChange,
  hearInForm,
  hearNewType,
} from './hearing-in-form.ts';
import { beginFiling, obey } from './obeying.ts';
import type { Outcome } from './outcome.ts';
import { pick } from './picking.ts';
import { hearRating, hearRatingComment, mayReopen } from './rating.ts';
import type { ConversationState, Expecting } from './state.ts';
import { alsoTold } from './text.ts';
import type { View } from './view.ts';
import { afterYes, saysOnly } from './words.ts';

/** What an utterance is by what the conversation waits for. */
export function hearExpected(state: ConversationState, text: string, messageId: string, view: View): Outcome {
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
    case 'reopening':
      return act(state, { kind: 'reopen', id: `reopen:${messageId}`, number: at.number, reason: text }, view);
    case 'answer':
      return hearAnswer(state, at, text, messageId, view) ?? hearAnything(state, text, messageId, view);
    case 'rating':
      return (
        hearRating(state, at, text, messageId, view) ??
        (mayReopen(at, text, view) ? hearAnswer(state, at, text, messageId, view) : undefined) ??
        hearAnything(state, text, messageId, view)
      );
    case 'rating-comment':
      return hearRatingComment(state, at, text, messageId, view);
    case 'which':
      return hearWhich(state, at, text, messageId, view) ?? hearAnything(state, text, messageId, view);
    case 'claim':
      return hearClaim(state, at.number, text, messageId, view) ?? hearAnything(state, text, messageId, view);
    case 'cancel':
      return confirmCancel(state, text, messageId, view);
    case 'form':
      return hearInForm(state, text, messageId, view);
    case 'field-to-change':
      return hearFieldToChange(state, text, messageId, view);
    case 'new-type':
      return hearNewType(state, at.type, text, messageId, view);
    case 'duplicate':
      return hearAboutDuplicate(state, text, messageId, view);
    case 'offer':
      return hearAboutOffer(state, at, text, messageId, view);
    case 'feedback':
      return hearFeedback(state, at, text, messageId, view);
    case 'candidate':
      return hearAboutCandidates(state, at, text, messageId, view);
    case 'type':
      return hearType(state, text, messageId, view);
    case 'anything':
      return hearAnything(state, text, messageId, view);
  }
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

type At<Kind extends Expecting['kind']> = Extract<Expecting, { readonly kind: Kind }>;

function hearAboutOffer(
  state: ConversationState,
  at: At<'offer'>,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  if (saysOnly(view.say, 'words.yes', text)) return beginFiling(state, at.type, toldAt(state, view), view);
  if (saysOnly(view.say, 'words.no', text)) return pick(state, { kind: 'decline' }, messageId, view);
  const told = text.endsWith('?') ? undefined : afterYes(view.say, text);
  if (told !== undefined) return beginFiling(state, at.type, alsoTold(toldAt(state, view), told), view);
  if (saysOnly(view.say, 'words.tell-me', text) && at.question !== '')
    return awaitAnswer(state, messageId, view);
  // Still about the answers before it, so the offer stands.
  if (saysOnly(view.say, 'words.not-quite', text)) return offer(state, at.question, view);
  return hearAnything(state, text, messageId, view);
}

function hearFeedback(
  state: ConversationState,
  { article }: At<'feedback'>,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  // After "… then file a work order" a plain yes may be glad of the answer, "yes please" is not.
  if (saysOnly(view.say, 'words.go-ahead', text)) return obey(state, 'file', text, view);
  if (saysOnly(view.say, 'words.helped', text)) return voted(state, 'helped', article, view);
  if (saysOnly(view.say, 'words.not-quite', text)) return voted(state, 'not-quite', article, view);
  const agrees = saysOnly(view.say, 'words.yes', text) && !saysOnly(view.say, 'words.thanks', text);
  if (agrees && mattersType(state, view)) return obey(state, 'file', text, view);
  return hearAnything(state, text, messageId, view);
}

function hearAboutCandidates(
  state: ConversationState,
  { tried: [first], question }: At<'candidate'>,
  text: string,
  messageId: string,
  view: View,
): Outcome {
  // "File it" is a yes elsewhere, and a wish here.
  if (saysOnly(view.say, 'words.file-it', text)) return hearAnything(state, text, messageId, view);
  if (saysOnly(view.say, 'words.yes', text) && first !== undefined) return pickArticle(state, first, view);
  if (refuses(text, view)) return offer(state, question, view);
  return hearAnything(state, text, messageId, view);
}

const refuses = (text: string, view: View): boolean =>
  saysOnly(view.say, 'words.no', text) || saysOnly(view.say, 'words.not-quite', text);
