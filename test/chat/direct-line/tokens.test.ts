import { describe, expect, it } from 'vitest';
import { openTestDesk, secret } from '../desk.ts';
import { expectProblem, target as openTarget } from '../target.ts';
import { generateToken } from './client.ts';

const target = openTarget();

describe('a token that is none', () => {
  it.each([
    ['missing', '', 401],
    ['malformed', 'Bearer x.y.z', 401],
    ['of no scheme', 'nonsense', 401],
    [
      'unsigned',
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"conv":"c","user":"u"}').toString('base64url')}.`,
      401,
    ],
  ])('%s', async (_name, authorization, status) => {
    await expectProblem(
      await target.call('POST', target.activities(), { type: 'message', text: 'x' }, { authorization }),
      status,
    );
  });

  it('expired', async () => {
    const past = await openTestDesk(target.folder, { now: () => Date.now() - 40 * 24 * 3600 * 1000 });
    const old = await generateToken(past.url);
    await past.stop();
    const authorization = `Bearer ${old.token}`;
    expect(
      await expectProblem(await target.call('POST', '/tokens/refresh', {}, { authorization }), 403),
    ).toContain('expired');
  });

  it('of another conversation', async () => {
    const other = await generateToken(target.desk.url);
    await expectProblem(
      await target.call('GET', target.activities(), undefined, { authorization: `Bearer ${other.token}` }),
      403,
    );
  });

  it('of a conversation that never began', async () => {
    const other = await generateToken(target.desk.url);
    const path = `/conversations/${other.conversationId}`;
    await expectProblem(
      await target.call('GET', path, undefined, { authorization: `Bearer ${other.token}` }),
      404,
    );
  });
});

describe('who may name a user', () => {
  const generate = (body: object, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${target.desk.url}/v3/directline/tokens/generate`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  it('nobody without the secret', async () => {
    await expectProblem(await generate({ user: { id: 'ann' } }), 403);
    await expectProblem(
      await generate({ user: { id: 'ann' } }, { authorization: `Bearer ${target.given.token}` }),
      403,
    );
    await expectProblem(await generate({ user: { id: 5 } }), 400);
    await expectProblem(await generate({}, { authorization: 'Bearer not-the-secret' }), 401);
  });

  it('the holder of the secret', async () => {
    const { token, conversationId } = await generateToken(
      target.desk.url,
      { authorization: `Bearer ${secret}` },
      { user: { id: 'ann', name: 'Ann' } },
    );
    const headers = { authorization: `Bearer ${token}` };
    await target.call(
      'POST',
      `/conversations/${conversationId}/activities`,
      { type: 'message', text: 'hi', from: { id: 'eve' } },
      headers,
    );
    await expect
      .poll(() => target.desk.seen.at(-1))
      .toMatchObject({ text: 'hi', requester: { id: 'web/ann', name: 'Ann' } });
  });

  it('keeps the visitor over a new conversation', async () => {
    const next = await generateToken(target.desk.url, { authorization: `Bearer ${target.given.token}` });
    expect(next.conversationId).not.toBe(target.given.conversationId);
    expect(userOf(next.token)).toBe(userOf(target.given.token));
    expect(userOf(target.given.token)).toMatch(/^dl_[\w-]{22}$/);
  });
});

const userOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).user;
