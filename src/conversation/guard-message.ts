import { guardSecrets, type Secret } from '../work-orders/secret-guard.ts';
import type { Message } from './message.ts';

/**
 * The message without the secrets in it, and what was removed: out of its text, the names of its files
 * and the requester's name. Called by whoever keeps a message first, a channel's log or the runner; over
 * its own output it changes nothing. What a choice carries is the desk's own, unless a client made it up.
 */
export function guardMessage(message: Message): Message {
  const removed: Secret[] = [...(message.removed ?? [])];
  const guard = (text: string): string => {
    const guarded = guardSecrets(text);
    removed.push(...guarded.removed);
    return guarded.text;
  };
  const safe = guardParts(message, guard);
  return removed.length === 0 ? message : { ...safe, removed: [...new Set(removed)] };
}

function guardParts(message: Message, guard: (text: string) => string): Message {
  const { name } = message.requester;
  const requester = name === undefined ? message.requester : { ...message.requester, name: guard(name) };
  switch (message.kind) {
    case 'event':
      return { ...message, requester };
    case 'utterance':
      return { ...message, requester, text: guard(message.text) };
    case 'choice':
      return { ...message, requester, text: guard(message.text), value: guard(message.value) };
    case 'attachment': {
      const uploads = message.uploads.map((upload) => ({ ...upload, name: guard(upload.name) }));
      return { ...message, requester, text: guard(message.text), uploads };
    }
  }
}
