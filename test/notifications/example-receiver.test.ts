import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { newNumber } from '../../src/work-orders/number.ts';
import { createReceiver } from '../fixtures/webhook-receiver/receiver.ts';
import { serveDesk, smallKnowledge } from '../served.ts';
import { defaults } from '../storage/defaults.ts';
import { realTimes } from '../storage/desk-clock.ts';
import { filed, sampleDesk, turnsOn } from './house.ts';
import { portOf } from './smtp.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const token = 'fl_the-token-of-the-other-help-desk';
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

async function listening(server: Server, port = 0): Promise<string> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${portOf(server.address())}`;
}

describe('the example receiver', () => {
  it('files into another system, and the requester sees its reference', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'firstline-receiver-'));
    closing.push(() => rm(folder, { recursive: true, force: true }));
    // The receiver has to know the desk's address and the desk the receiver's: its port is chosen first.
    const hook = await listening(createServer());
    for (const close of closing.splice(1)) await close();
    const running = await serveDesk(folder, {
      KNOWLEDGE_DIR: await smallKnowledge(folder),
      WEBHOOKS: `${hook} ${secret}`,
      WEBHOOKS_ALLOW_PRIVATE: 'true',
      STAFF_TOKENS: `helpdesk:agent:${createHash('sha256').update(token).digest('hex')}`,
    });
    closing.push(() => running.stop());
    const receiver = createReceiver({ secret, token, firstline: running.url });
    await listening(receiver.server, Number(new URL(hook).port));
    const storage = await openStorage({
      ...{ ...defaults(`sqlite:${join(folder, 'desk.sqlite')}`), ...realTimes },
      newNumber: () => newNumber('WO', randomBytes),
    });
    closing.push(storage.close);

    const number = await filed(storage);
    const references = async () => (await storage.ledger.list('web/ann'))[0]?.references;
    await expect
      .poll(references, { timeout: 30_000 })
      .toEqual([{ system: 'Example help desk', reference: 'HD-1000' }]);
    expect(receiver.tickets).toMatchObject([{ number, subject: 'Lost card in Berlin' }]);
    const replies = await turnsOn(
      storage,
      await sampleDesk(),
    )({
      ...{ id: 'm1', conversationId: 'web/chat', requester: { id: 'web/ann' } },
      ...{ kind: 'utterance', text: number },
    });
    expect(JSON.stringify(replies)).toContain('HD-1000');
  }, 180_000);

  it('takes no forged, changed or replayed message', async () => {
    const receiver = createReceiver({ secret, token, firstline: 'http://127.0.0.1:9' });
    const url = await listening(receiver.server);
    const body = JSON.stringify({
      type: 'work-order.created',
      data: { workOrder: { number: 'WO-1', subject: 'Forged' } },
    });
    const send = (at: Date, signature: string, sent = body) =>
      fetch(url, {
        method: 'POST',
        headers: {
          'webhook-id': 'WO-1/1',
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': signature,
        },
        body: sent,
      });
    const [now, old] = [new Date(), new Date(Date.now() - 3_600_000)];
    const sign = (at: Date, by = secret) => new Webhook(by).sign('WO-1/1', at, body);
    const other = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
    expect((await send(now, sign(now, other))).status).toBe(401);
    expect((await send(now, sign(now), `${body} `)).status).toBe(401);
    expect((await send(old, sign(old))).status).toBe(401);
    expect((await send(now, sign(old))).status).toBe(401);
    expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
    expect(receiver.tickets).toEqual([]);
  });
});
