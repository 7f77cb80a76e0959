import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { type Served, serveDesk } from '../served.ts';
import { defaults } from '../storage/defaults.ts';
import { fileOne } from './desk.ts';

/** The desk as it is served, with its own types and settings. */
describe('the staff API of a served desk', () => {
  let folder: string;
  let running: Served;
  let number: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-staff-'));
    const databaseUrl = `sqlite:${join(folder, 'desk.sqlite')}`;
    const sha256 = createHash('sha256').update('fl_token').digest('hex');
    running = await serveDesk(folder, { STAFF_TOKENS: `adam:agent:${sha256}` });
    const beside = await openStorage(defaults(databaseUrl));
    number = await fileOne(beside);
    await beside.close();
  }, 180_000);
  afterAll(async () => {
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const post = (path: string, body: unknown) =>
    fetch(`${running.url}/api/work-orders/${number}/${path}`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer fl_token',
        'content-type': 'application/json',
        'idempotency-key': path,
        'if-match': '"1"',
      },
      body: JSON.stringify(body),
    });

  it('is there, and shut to whoever holds no token', async () => {
    expect((await fetch(`${running.url}/api/openapi.json`)).status).toBe(200);
    expect((await fetch(`${running.url}/api/work-orders`)).status).toBe(401);
    const headers = { authorization: 'Bearer fl_token' };
    const list = await fetch(`${running.url}/api/work-orders`, { headers });
    expect(await list.json()).toMatchObject({ workOrders: [{ number }] });
  });

  it("knows the desk's types, and keeps the definition of the one it is given", async () => {
    expect((await post('type', { type: 'no-such-type' })).status).toBe(400);
    const done = await post('type', { type: 'sign-in' });
    expect(await done.json()).toMatchObject({ type: 'sign-in' });
    const headers = { authorization: 'Bearer fl_token' };
    const shown = await (await fetch(`${running.url}/api/work-orders/${number}`, { headers })).json();
    expect(shown).toMatchObject({ typeTitle: 'Sign-in trouble' });
    // What the new type does not know was asked under another, and may have been sensitive there.
    expect(shown).toMatchObject({
      fields: [
        { id: 'where', sensitive: true },
        { id: 'account', sensitive: true },
      ],
    });
  });
});
