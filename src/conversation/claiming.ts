import { expecting, type Outcome, outcome } from './outcome.ts';
import type { ConversationState } from './state.ts';
import { showWorkOrder } from './tracking.ts';
import type { View } from './view.ts';
import { saysOnly } from './words.ts';

/** Has a link sent to the confirmed address of a number that is not the requester's, if there is one. */
export function claim(state: ConversationState, number: string, messageId: string, view: View): Outcome {
  // A button from before the desk's mail was switched off.
  if (!view.mails) return showWorkOrder(state, number, view);
  const sent = { kind: 'notice', text: view.say('claim.sent', { number }) } as const;
  return {
    ...outcome(expecting(state, { kind: 'anything' }), sent),
    commands: [{ kind: 'claim', id: `claim:${messageId}`, number }],
  };
}

/** Whether the link is wanted; undefined for anything else. */
export function hearClaim(
  state: ConversationState,
  number: string,
  text: string,
  messageId: string,
  view: View,
): Outcome | undefined {
  if (saysOnly(view.say, 'words.yes', text)) return claim(state, number, messageId, view);
  if (!saysOnly(view.say, 'words.no', text)) return undefined;
  return outcome(expecting(state, { kind: 'anything' }), {
    kind: 'notice',
    text: view.say('offer.declined'),
  });
}
