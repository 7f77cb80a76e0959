import { describe, expect, it } from 'vitest';
import { benchOn, ENGINES } from './engines.ts';
import { aTurn } from './turns.ts';

describe.each(ENGINES)('answers to the channels on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('are for whoever committed the turn to send, and for nobody once they were sent', async () => {
    const { ledger, answers } = await open(await freshUrl());
    await ledger.commit(aTurn());
    expect(await answers.claim('chat/1', 'm1')).toBe('mine');
    await answers.markAnswered('chat/1', 'm1');
    expect(await answers.claim('chat/1', 'm1')).toBe('answered');
  });

  it('are its own also where it committed too many since to remember', async () => {
    const { ledger, answers } = await open(await freshUrl());
    for (let nth = 0; nth < 1001; nth++)
      await ledger.commit(aTurn({ conversationId: `chat/${nth}`, messageId: 'm' }));
    expect(await answers.claim('chat/0', 'm')).toBe('mine');
  });

  it('are for the next to send once they were released, or their server is gone', async () => {
    const url = await freshUrl();
    const one = await open(url);
    await one.ledger.commit(aTurn());
    await one.ledger.commit(aTurn({ conversationId: 'chat/2', messageId: 'm2' }));
    expect(await one.answers.claim('chat/1', 'm1')).toBe('mine');
    await one.answers.release('chat/1', 'm1');
    expect(await one.answers.claim('chat/1', 'm1')).toBe('mine');
    await one.close();
    const other = await open(url);
    expect(await other.answers.claim('chat/1', 'm1')).toBe('mine');
    expect(await other.answers.claim('chat/2', 'm2')).toBe('mine');
  });

  it('of a message that is no turn of its own are for whoever asks', async () => {
    const { answers } = await open(await freshUrl());
    expect(await answers.claim('chat/1', 'sent again under a new id')).toBe('mine');
    await answers.markAnswered('chat/1', 'sent again under a new id');
  });
});

describe('answers to the channels where several servers run', () => {
  const { freshUrl, open } = benchOn('postgres');

  it('are busy while another living one has them in hand', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url, { role: 'server' }), await open(url, { role: 'server' })];
    await one.ledger.commit(aTurn());
    expect(await other.answers.claim('chat/1', 'm1')).toBe('busy');
    await one.answers.release('chat/1', 'm1');
    expect(await other.answers.claim('chat/1', 'm1')).toBe('mine');
    expect(await one.answers.claim('chat/1', 'm1')).toBe('busy');
    await other.answers.markAnswered('chat/1', 'm1');
    expect(await one.answers.claim('chat/1', 'm1')).toBe('answered');
    expect(await one.answers.takeOver('chat/1', 'm1')).toBe('answered');
  });

  it('can be taken from one that does not send them', async () => {
    const url = await freshUrl();
    const [one, other] = [await open(url, { role: 'server' }), await open(url, { role: 'server' })];
    await one.ledger.commit(aTurn());
    expect(await other.answers.takeOver('chat/1', 'm1')).toBe('mine');
    await one.answers.release('chat/1', 'm1');
    expect(await other.answers.claim('chat/1', 'm1')).toBe('mine');
  });
});
