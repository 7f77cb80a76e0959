import { afterEach, beforeEach, expect, it } from 'vitest';
import { deskFolder, openTestDesk, secret, type TestDesk } from '../desk.ts';
import { expectProblem } from '../target.ts';
import { generateToken } from './client.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;

beforeEach(async () => {
  folder = await deskFolder();
  desk = await openTestDesk(folder.path, { limits: { tokens: 3, said: 2, uploads: 1, reads: 4 } });
});
afterEach(async () => {
  await desk.stop();
  await folder.remove();
});

const call = (method: string, path: string, token?: string, body?: object, headers = {}): Promise<Response> =>
  fetch(`${desk.url}/v3/directline${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });

async function expectTooOften(response: Response): Promise<void> {
  const seconds = Number(response.headers.get('retry-after'));
  expect(seconds).toBeGreaterThanOrEqual(1);
  expect(seconds).toBeLessThanOrEqual(60);
  await expectProblem(response, 429);
}

it('lets nobody say more than a person can, and others meanwhile', async () => {
  const [one, other] = [await generateToken(desk.url), await generateToken(desk.url)];
  const say = ({ conversationId, token }: typeof one): Promise<Response> =>
    call('POST', `/conversations/${conversationId}/activities`, token, { type: 'message', text: 'hi' });
  expect([(await say(one)).status, (await say(one)).status]).toEqual([200, 200]);
  await expectTooOften(await say(one));
  expect((await say(other)).status).toBe(200);
});

it('counts readings by themselves', async () => {
  const { conversationId, token } = await generateToken(desk.url);
  const read = (): Promise<Response> => call('GET', `/conversations/${conversationId}/activities`, token);
  for (let times = 0; times < 4; times++) expect((await read()).status).toBe(200);
  await expectTooOften(await read());
});

it('gives an address so many tokens, whatever it writes of itself, and the secret’s holder any number', async () => {
  const generate = (token?: string, headers = {}): Promise<Response> =>
    call('POST', '/tokens/generate', token, undefined, headers);
  for (let times = 0; times < 3; times++) {
    const headers = { 'x-forwarded-for': `198.51.100.${times}, 203.0.113.7` };
    expect((await generate(undefined, headers)).status).toBe(200);
  }
  await expectTooOften(await generate(undefined, { 'x-forwarded-for': '198.51.100.9, 203.0.113.7' }));
  expect((await generate(undefined, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(200);
  for (let times = 0; times < 5; times++) expect((await generate(secret)).status).toBe(200);
});

it('gives a session id to whoever has a token', async () => {
  const { token } = await generateToken(desk.url);
  expect(await (await call('GET', '/session/getsessionid', token)).json()).toMatchObject({
    sessionId: expect.stringMatching(/.{20}/),
  });
  await expectProblem(await call('GET', '/session/getsessionid'), 401);
});
