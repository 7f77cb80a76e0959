import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { realTimes } from '../storage/desk-clock.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { act, ann, EVENTS, filed, type HouseOptions, house, mailBy, sampleDesk } from './house.ts';
import { type Smtp, startSmtp } from './smtp.ts';

/** A clock that others' work cannot overtake: what is due by it stays due until the test moves it. */
const hourMs = 3_600_000;

const closing: (() => Promise<void>)[] = [];

describe.each(ENGINES)('notices in the chat on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  beforeAll(async () => void (await sampleDesk()));
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  const opened = async (options: HouseOptions = {}, smtp?: Smtp) => {
    const storage = await open(await freshUrl(), { ...realTimes, now: options.now ?? Date.now });
    const desk = await house(storage, smtp === undefined ? {} : mailBy(smtp.url), options);
    closing.push(desk.stop);
    return { storage, desk };
  };
  const mailServer = async (): Promise<Smtp> => {
    const smtp = await startSmtp();
    closing.push(smtp.close);
    return smtp;
  };
  const settled = ({ outbox }: Awaited<ReturnType<typeof open>>) =>
    expect
      .poll(() => outbox.list({ state: 'waiting', kinds: [...EVENTS, 'chat', 'email'], limit: 9 }))
      .toEqual([]);

  it('come by themselves where the work order was filed, in the desk’s words', async () => {
    const { storage, desk } = await opened();
    const number = await filed(storage);
    await act(storage, number, { kind: 'ask', text: 'Which bank is it?' });
    await expect.poll(() => desk.said.length).toBe(1);
    const [one] = desk.said;
    expect(one?.id).toBe(`${number}/2/chat`);
    const [workOrder] = await storage.ledger.list(ann.id);
    expect(one?.conversationId).toBe(workOrder?.conversationId);
    expect(one?.replies.map(({ text }) => text).join('\n')).toMatch(/Which bank is it\?/);
    expect(one?.replies.map(({ text }) => text).join('\n')).toContain(number);
  });

  it('are none of what the requester did, and of notes for staff', async () => {
    const { storage, desk } = await opened();
    const number = await filed(storage);
    await act(storage, number, { kind: 'escalate', reason: 'slow' }, ann);
    await act(storage, number, { kind: 'comment', text: 'for us alone', audience: 'staff' });
    await act(storage, number, { kind: 'assign', to: 'eve' });
    await settled(storage);
    expect(desk.said).toEqual([]);
  });

  it('are said again under the same id, with the same words, where the first time did not work', async () => {
    const clock = { at: Date.now() + hourMs };
    const tried: string[] = [];
    const { storage, desk } = await opened({
      now: () => clock.at,
      deliver: async ({ id, replies }) => {
        tried.push(`${id} ${JSON.stringify(replies)}`);
        if (tried.length === 1) throw new Error('the channel is away');
        return 'delivered';
      },
    });
    const number = await filed(storage);
    await act(storage, number, { kind: 'comment', text: 'Found it.', audience: 'requester' });
    await expect
      .poll(() => storage.outbox.list({ state: 'waiting', kinds: ['chat'], limit: 2 }))
      .toMatchObject([{ id: `${number}/2/chat`, attempt: 1, error: 'Error' }]);
    clock.at += 5000;
    await expect.poll(() => desk.said.length, { timeout: 30_000 }).toBe(1);
    expect(tried[1]).toBe(tried[0]);
  });

  it('come by mail where the chat is not reached, which asks an unconfirmed address once', async () => {
    const smtp = await mailServer();
    const { storage } = await opened({ deliver: async () => 'unreachable' }, smtp);
    const number = await filed(storage, { contact: { address: 'ann@mail.example', vouched: false } });
    await smtp.mail();
    for (const text of ['One.', 'Two.', 'Three.'])
      await act(storage, number, { kind: 'comment', text, audience: 'requester' });
    await settled(storage);
    expect(smtp.mails).toHaveLength(2);
    expect(smtp.mails.map(({ text }) => text).join()).not.toContain('Two.');
  });

  it('come by mail once to a confirmed address, whether the chat is reached or not', async () => {
    const smtp = await mailServer();
    const { storage } = await opened({ deliver: async () => 'unreachable' }, smtp);
    const number = await filed(storage);
    await act(storage, number, { kind: 'comment', text: 'Found it.', audience: 'requester' });
    await settled(storage);
    expect(smtp.mails.filter(({ text }) => text.includes('Found it.'))).toHaveLength(1);
  });

  it('come by mail when the chat has failed three times, and the chat is tried on', async () => {
    const smtp = await mailServer();
    const clock = { at: Date.now() + hourMs };
    const failing: HouseOptions = {
      now: () => clock.at,
      deliver: async () => {
        throw new Error('the channel is away');
      },
    };
    const { storage } = await opened(failing, smtp);
    const number = await filed(storage, { contact: { address: 'ann@mail.example', vouched: false } });
    await smtp.mail();
    await act(storage, number, { kind: 'comment', text: 'Found it.', audience: 'requester' });
    for (const attempt of [1, 2, 3]) {
      // Settled, not under way: only then does the clock move on.
      await expect
        .poll(
          async () => {
            const [row] = await storage.outbox.list({ state: 'waiting', kinds: ['chat'], limit: 2 });
            return row?.attempt === attempt && row.notBefore > clock.at;
          },
          { timeout: 30_000 },
        )
        .toBe(true);
      clock.at += 100_000;
    }
    await smtp.mail((mail) => mail !== smtp.mails[0]);
    expect(await storage.outbox.list({ state: 'waiting', kinds: ['chat'], limit: 2 })).toHaveLength(1);
  });
});
