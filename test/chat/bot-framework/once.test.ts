import { describe, expect, it } from 'vitest';
import { createOnce } from '../../../src/chat/bot-framework/once.ts';
import type { Message } from '../../../src/conversation/message.ts';
import { benchOn } from '../../storage/engines.ts';
import { aTurn } from '../../storage/turns.ts';

const message: Message = {
  ...{ kind: 'utterance', id: 'm1', conversationId: 'chat/1', requester: { id: 'web/ann' }, text: 'hello' },
};
const silent = () => undefined;
const log = { info: silent, warn: silent, error: silent };
const track = <T>(work: Promise<T>): Promise<T> => work;

describe('an answer that a living server has in hand and does not send', () => {
  const { freshUrl, open } = benchOn('postgres');

  it('is sent by another one after a while', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url, { role: 'server' }), await open(url, { role: 'server' })];
    await one.ledger.commit(aTurn());
    const once = createOnce({ answers: other.answers, log, track, busyMs: 1 });
    let sent = 0;
    await once(message, [], async () => {
      sent++;
    });
    expect(sent).toBe(1);
    expect(await one.answers.takeOver('chat/1', 'm1')).toBe('answered');
  });
});
