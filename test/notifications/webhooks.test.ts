import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type WebhookPayload, webhookPayload } from '../../src/notifications/webhooks/payload.ts';
import type { Act } from '../../src/work-orders/lifecycle.ts';
import type { Actor } from '../../src/work-orders/work-order.ts';
import { realTimes } from '../storage/desk-clock.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { act, ann, EVENTS, eve, filed, type HouseOptions, house, sampleDesk } from './house.ts';
import { answering, type HttpReceiver, type Posted, startReceiver } from './http-receiver.ts';

/** A clock that others' work cannot overtake: what is due by it stays due until the test moves it. */
const hourMs = 3_600_000;

const secret = (byte: number): string => `whsec_${Buffer.alloc(32, byte).toString('base64')}`;

const closing: (() => Promise<void>)[] = [];
const headersOf = ({ headers }: Posted): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
const payloadOf = ({ body }: Posted): WebhookPayload => webhookPayload.parse(JSON.parse(body));

describe.each(ENGINES)('webhooks on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  beforeAll(async () => void (await sampleDesk()));
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  const receiving = async (answer?: Parameters<typeof startReceiver>[0]): Promise<HttpReceiver> => {
    const receiver = await startReceiver(answer);
    closing.push(receiver.close);
    return receiver;
  };
  const opened = async (WEBHOOKS: string, options: HouseOptions = {}) => {
    const storage = await open(await freshUrl(), { ...realTimes, now: options.now ?? Date.now });
    const desk = await house(storage, { WEBHOOKS, WEBHOOKS_ALLOW_PRIVATE: 'true' }, options);
    closing.push(desk.stop);
    return { storage, desk };
  };

  it('are signed with each secret, carry the id of their delivery, and keep what is nobody else’s business', async () => {
    const receiver = await receiving();
    const { storage } = await opened(`${receiver.url} ${secret(1)} ${secret(2)}`);
    const number = await filed(storage);
    const posted = await receiver.post();
    for (const byte of [1, 2])
      expect(new Webhook(secret(byte)).verify(posted.body, headersOf(posted))).toBeDefined();
    expect(() => new Webhook(secret(3)).verify(posted.body, headersOf(posted))).toThrow();
    expect(() => new Webhook(secret(1)).verify(`${posted.body} `, headersOf(posted))).toThrow();
    expect(posted.headers['content-type']).toBe('application/json');
    const [delivered] = await storage.outbox.list({ state: 'done', kinds: ['webhook'], limit: 1 });
    if (delivered !== undefined) expect(posted.headers['webhook-id']).toBe(delivered.id);
    expect(posted.headers['webhook-id']).toMatch(new RegExp(`^${number}/1/webhook-[0-9a-f]{12}$`));
    expect(payloadOf(posted)).toMatchObject({
      type: 'work-order.created',
      data: {
        workOrder: { number, status: 'new', fields: [{ id: 'where', label: 'The where', value: 'Berlin' }] },
        changes: [{ kind: 'filed', by: 'requester', version: 1 }],
      },
    });
    expect(posted.body).not.toMatch(/birthday|ann@mail|web\/ann/);
  });

  it('say what happened by six names, and leave notes for staff out', async () => {
    const receiver = await receiving();
    const { storage } = await opened(`${receiver.url} ${secret(1)}`);
    const number = await filed(storage);
    const steps: readonly (readonly [Act, Actor, string])[] = [
      [{ kind: 'comment', text: 'Hello', audience: 'requester' }, eve, 'work-order.commented'],
      [{ kind: 'escalate', reason: 'slow' }, ann, 'work-order.escalated'],
      [{ kind: 'assign', to: 'eve' }, eve, 'work-order.updated'],
      [{ kind: 'move', to: 'resolved' }, eve, 'work-order.resolved'],
      [{ kind: 'reopen' }, ann, 'work-order.updated'],
      [{ kind: 'move', to: 'closed' }, eve, 'work-order.closed'],
    ];
    await receiver.post();
    for (const [at, [doing, actor, type]] of steps.entries()) {
      await act(storage, number, { kind: 'comment', text: 'a note of ours', audience: 'staff' });
      await act(storage, number, doing, actor);
      await receiver.post(() => receiver.posts.length === at + 2);
      const posted = receiver.posts[at + 1];
      expect(posted && payloadOf(posted).type).toBe(type);
    }
    const other = await filed(storage);
    await act(storage, other, { kind: 'withdraw' }, ann);
    await receiver.post(({ body }) => body.includes('withdrawn'));
    expect(receiver.posts.map(({ body }) => body).join()).not.toContain('a note of ours');
    expect(new Set(receiver.posts.map(({ headers }) => headers['webhook-id'])).size).toBe(
      receiver.posts.length,
    );
  });

  it('go to each receiver by itself: one that fails does not hold up another', async () => {
    const good = await receiving();
    const bad = await receiving(answering(500));
    const { storage } = await opened(`${bad.url} ${secret(1)}, ${good.url} ${secret(2)}`);
    await filed(storage);
    await good.post();
    await expect
      .poll(() => storage.outbox.list({ state: 'waiting', kinds: ['webhook'], limit: 3 }))
      .toMatchObject([{ attempt: 1, error: 'HTTP 500' }]);
  });

  it('come again under the same id until they are taken', async () => {
    const clock = { at: Date.now() + hourMs };
    let answers = 0;
    const receiver = await receiving((response) => answering(++answers === 1 ? 502 : 200)(response));
    const { storage } = await opened(`${receiver.url} ${secret(1)}`, { now: () => clock.at });
    await filed(storage);
    await expect
      .poll(() => storage.outbox.list({ state: 'waiting', kinds: ['webhook'], limit: 1 }))
      .toMatchObject([{ error: 'HTTP 502' }]);
    clock.at += 5000;
    await receiver.post(() => receiver.posts.length === 2);
    const [first, second] = receiver.posts.map(({ headers }) => headers['webhook-id']);
    expect(second).toBe(first);
  });

  it('wait as long as a busy receiver asks', async () => {
    const receiver = await receiving(answering(503, { 'retry-after': '3600' }));
    const { storage } = await opened(`${receiver.url} ${secret(1)}`);
    const before = Date.now();
    await filed(storage);
    const waiting = () => storage.outbox.list({ state: 'waiting', kinds: ['webhook'], limit: 1 });
    await expect.poll(waiting).toMatchObject([{ error: 'HTTP 503' }]);
    expect((await waiting())[0]?.notBefore).toBeGreaterThanOrEqual(before + 3_600_000);
  });

  it('follow no redirect', async () => {
    const elsewhere = await receiving();
    const receiver = await receiving(answering(307, { location: elsewhere.url }));
    const { storage } = await opened(`${receiver.url} ${secret(1)}`);
    await filed(storage);
    await expect
      .poll(() => storage.outbox.list({ state: 'waiting', kinds: ['webhook'], limit: 1 }))
      .toMatchObject([{ error: 'HTTP 307: redirects are not followed' }]);
    expect(elsewhere.connections()).toBe(0);
  });

  it('end where the receiver is gone for good, until staff have one tried again', async () => {
    let status = 410;
    const receiver = await receiving((response) => answering(status)(response));
    const { storage } = await opened(`${receiver.url} ${secret(1)}`);
    await filed(storage);
    const dead = () => storage.outbox.list({ state: 'dead', limit: 5 });
    await expect.poll(dead).toMatchObject([{ attempt: 1, error: expect.stringMatching(/^HTTP 410: /) }]);
    await filed(storage);
    await expect.poll(async () => (await dead()).length).toBe(2);
    expect(receiver.posts).toHaveLength(1);

    status = 200;
    const [first, second] = await dead();
    expect(await storage.outbox.retry(first?.id ?? '')).toBe('retried');
    await receiver.post(() => receiver.posts.length === 2);
    expect(await storage.outbox.retry(second?.id ?? '')).toBe('retried');
    await receiver.post(() => receiver.posts.length === 3);
  });

  it('end where the settings no longer name the receiver', async () => {
    const receiver = await receiving(answering(500));
    const { storage, desk } = await opened(`${receiver.url} ${secret(1)}`);
    await filed(storage);
    await receiver.post();
    await desk.stop();
    const [row] = await storage.outbox.list({ state: 'waiting', kinds: ['webhook'], limit: 1 });
    const later = await house(storage, {}, { now: Date.now });
    closing.push(later.stop);
    await storage.database.db
      .updateTable('outbox')
      .set({ not_before: 0 })
      .where('id', '=', row?.id ?? '')
      .execute();
    await expect
      .poll(() => storage.outbox.list({ state: 'dead', limit: 1 }), { timeout: 30_000 })
      .toMatchObject([{ error: 'This receiver is no longer in WEBHOOKS' }]);
  });

  it('are none without receivers', async () => {
    const { storage } = await opened('');
    await filed(storage);
    await expect.poll(() => storage.outbox.list({ state: 'waiting', kinds: EVENTS, limit: 1 })).toEqual([]);
    expect(await storage.outbox.list({ state: 'waiting', kinds: ['webhook'], limit: 1 })).toEqual([]);
  });
});
