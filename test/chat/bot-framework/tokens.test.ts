import { generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { expectProblem } from '../target.ts';
import { activity, type Channel, openChannel, post } from './channel.ts';
import { appId, type Cloud, openCloud } from './cloud.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let desk: TestDesk;
let channel: Channel;
let cloud: Cloud;
let printed: readonly MockInstance[];

beforeEach(async () => {
  // Before the desk, which turns away what the SDK prints: what gets past it arrives here.
  printed = (['log', 'info', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name));
  [folder, channel, cloud] = await Promise.all([deskFolder(), openChannel(), openCloud()]);
  desk = await openTestDesk(folder.path, { registration: cloud.registration });
});
afterEach(async () => {
  await desk.stop();
  await Promise.all([channel.close(), cloud.close()]);
  await folder.remove();
  for (const spy of printed) spy.mockRestore();
});

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const said = (more: object = {}) => activity(channel.serviceUrl, { channelId: 'msteams', ...more });
const claims = () => ({ serviceurl: channel.serviceUrl });
const soon = () => Math.floor(Date.now() / 1000) + 600;

describe('a channel that signs its activities', () => {
  it('is answered at its serviceUrl, with a token of the bot', async () => {
    const authorization = `Bearer ${await cloud.sign(claims())}`;
    expect((await post(desk.url, said(), { authorization })).status).toBe(200);
    expect(desk.seen).toMatchObject([{ requester: { id: 'msteams/user-1' }, text: 'hello' }]);
    expect(channel.received).toMatchObject([{ text: 'You said: hello', replyToId: 'activity-1' }]);
    expect(channel.authorizations).toEqual(['Bearer the-bots-own-token']);
  });

  it('is answered once, however often what it signed is played again', async () => {
    const authorization = `Bearer ${await cloud.sign(claims())}`;
    for (let times = 0; times < 3; times++)
      expect((await post(desk.url, said(), { authorization })).status).toBe(200);
    expect(channel.received).toHaveLength(1);
  });

  it('is known again when the desk speaks first', async () => {
    const authorization = `Bearer ${await cloud.sign(claims())}`;
    await post(desk.url, said(), { authorization });
    const reply = { kind: 'notice', text: 'Solved.' } as const;
    expect(await desk.chat.deliver('msteams/conversation-1', 'd1', [reply])).toBe('delivered');
    expect(channel.received.at(-1)).toMatchObject({ text: 'Solved.' });
    expect(channel.authorizations.at(-1)).toBe('Bearer the-bots-own-token');
  });
});

const forgeries: readonly (readonly [string, () => Promise<string>])[] = [
  ['unsigned', async () => ''],
  ['of no bearer', async () => `Basic ${await cloud.sign(claims())}`],
  ['another audience', async () => `Bearer ${await cloud.sign({ ...claims(), aud: 'another-app' })}`],
  ['another issuer', async () => `Bearer ${await cloud.sign({ ...claims(), iss: 'https://evil.example' })}`],
  ['expired', async () => `Bearer ${await cloud.sign(claims(), { expires: -3600 })}`],
  ['another serviceUrl', async () => `Bearer ${await cloud.sign({ serviceurl: 'https://evil.example' })}`],
  ['no serviceUrl', async () => `Bearer ${await cloud.sign({})}`],
  [
    'a key endorsed for other channels',
    async () => `Bearer ${await cloud.sign(claims(), { kid: 'unendorsed' })}`,
  ],
  ['an unknown key', async () => `Bearer ${await cloud.sign(claims(), { kid: 'nobody' })}`],
  [
    'another key under our key id',
    async () => `Bearer ${await cloud.sign(claims(), { key: (await generateKeyPair('RS256')).privateKey })}`,
  ],
  [
    'alg none',
    async () => {
      const payload = { iss: 'https://api.botframework.example', aud: appId, exp: soon(), ...claims() };
      return `Bearer ${base64({ alg: 'none', typ: 'JWT', kid: 'ours' })}.${base64(payload)}.`;
    },
  ],
  [
    'HS256 with the public key as its secret',
    async () =>
      `Bearer ${await new SignJWT({ iss: 'https://api.botframework.example', aud: appId, ...claims() })
        .setProtectedHeader({ alg: 'HS256', kid: 'ours' })
        .setExpirationTime(soon())
        .sign(Buffer.from(cloud.publicKeyPem))}`,
  ],
  [
    'a broken signature',
    async () =>
      `Bearer ${(await cloud.sign(claims())).replace(/.{8}$/, (end) => [...end].reverse().join(''))}`,
  ],
  [
    'a changed payload',
    async () => {
      const [head, , signature] = (await cloud.sign(claims())).split('.');
      return `Bearer ${head}.${base64({ iss: 'https://api.botframework.example', aud: appId, exp: soon(), ...claims() })}.${signature}`;
    },
  ],
  [
    'a token of the emulator',
    async () =>
      `Bearer ${await cloud.sign({ ...claims(), iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver: '1.0', appid: 'another-app' })}`,
  ],
  [
    'a token of a skill',
    async () =>
      `Bearer ${await cloud.sign({ ...claims(), iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/', ver: '1.0', appid: 'another-app', aud: appId })}`,
  ],
];

describe('who forges one', () => {
  it.each(forgeries)('%s: is refused, heard by nobody and answered nowhere', async (_name, forge) => {
    const authorization = await forge();
    const response = await post(desk.url, said(), authorization === '' ? {} : { authorization });
    expect([401, 403]).toContain(response.status);
    await expectProblem(response, response.status);
    expect(desk.seen).toEqual([]);
    expect(channel.received).toEqual([]);
    expect(await desk.storage.references.get('msteams/conversation-1')).toBeUndefined();
    expect(desk.logged.filter((line) => line.startsWith('error'))).toEqual([]);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
  });
});
