import { describe, expect, it } from 'vitest';
import { guardMessage } from '../../src/conversation/guard-message.ts';
import type { Message } from '../../src/conversation/message.ts';
import { utterance } from './chat.ts';

const seed = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const base = { id: 'm', conversationId: 'c', requester: { id: 'r' } };
const removed = '[removed: seed phrase]';

describe('guardMessage', () => {
  it.each<readonly [string, Message]>([
    ['an utterance', { ...base, kind: 'utterance', text: `it is ${seed}` }],
    ['what is shown of a choice', { ...base, kind: 'choice', text: seed, value: '{}' }],
    ['what a made-up choice carries', { ...base, kind: 'choice', text: 'x', value: `{"value":"${seed}"}` }],
    ["a file's caption", { ...base, kind: 'attachment', text: seed, uploads: [] }],
    [
      "a file's name",
      {
        ...base,
        kind: 'attachment',
        text: '',
        uploads: [{ id: 'u', name: `${seed}.png`, contentType: 'image/png', bytes: 1 }],
      },
    ],
    ["the requester's name", { ...base, requester: { id: 'r', name: seed }, kind: 'event', name: 'started' }],
  ])('takes a secret out of %s, and tells', (_where, message) => {
    const guarded = guardMessage(message);
    expect(JSON.stringify(guarded)).not.toContain('sausage');
    expect(JSON.stringify(guarded)).toContain(removed);
    expect(guarded.removed).toEqual(['seed-phrase']);
    expect(guardMessage(guarded)).toEqual(guarded);
  });

  it('keeps what the channel removed already, each kind once', () => {
    const message: Message = {
      ...utterance('the code is 482913'),
      removed: ['card-number', 'one-time-code'],
    };
    expect(guardMessage(message).removed).toEqual(['card-number', 'one-time-code']);
  });

  it('gives back a harmless message as it is', () => {
    const message = utterance('my deposit is missing');
    expect(guardMessage(message)).toBe(message);
  });
});
