import { guardSecrets } from '../work-orders/secret-guard.ts';
import type { Message } from './message.ts';

/**
 * The message without the secrets in it, and what was removed. Called by whoever keeps a message
 * first, a channel's log or the runner; over its own output it changes nothing.
 */
export function guardMessage(message: Message): Message {
  if (message.kind === 'event') return message;
  const { text, removed } = guardSecrets(message.text);
  if (removed.length === 0) return message;
  return { ...message, text, removed: [...new Set([...(message.removed ?? []), ...removed])] };
}
