import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BotRegistration } from '../../../src/chat/bot-framework/registration.ts';
import { deskFolder, openTestDesk, type TestDesk } from '../desk.ts';
import { activity, type Channel, openChannel, post } from './channel.ts';
import { appId, type Cloud, openCloud } from './cloud.ts';

let folder: Awaited<ReturnType<typeof deskFolder>>;
let channel: Channel;
let cloud: Cloud;
let desk: TestDesk | undefined;
beforeEach(async () => {
  [folder, channel, cloud] = await Promise.all([deskFolder(), openChannel(), openCloud()]);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await desk?.stop();
  desk = undefined;
  await Promise.all([channel.close(), cloud.close()]);
  await folder.remove();
});

/** As Azure gives it to each type of app: the SDK makes the bot's own credentials from it. */
const registrations: Readonly<Record<string, BotRegistration>> = {
  'of many tenants': { appId, appPassword: 'only-for-tests', appType: 'MultiTenant' },
  'of one tenant': { appId, appPassword: 'only-for-tests', appType: 'SingleTenant', tenantId: 'tenant-1' },
  'of a managed identity': { appId, appType: 'UserAssignedMSI', tenantId: 'tenant-1' },
};

async function openWith(registration: BotRegistration): Promise<TestDesk> {
  const { credentials: _, ...keys } = cloud.registration.cloud ?? cloudless();
  desk = await openTestDesk(folder.path, { registration: { ...registration, cloud: keys } });
  return desk;
}
const cloudless = (): never => {
  throw new Error('The tests have a cloud of their own.');
};
const signed = async () => ({
  authorization: `Bearer ${await cloud.sign({ serviceurl: channel.serviceUrl })}`,
});

describe.each(Object.entries(registrations))('an app %s', (_, registration) => {
  it('hears what its channel signed, and nobody else', async () => {
    const { url, seen } = await openWith(registration);
    const said = activity(channel.serviceUrl, { channelId: 'msteams', deliveryMode: 'expectReplies' });
    const answer = await post(url, said, await signed());
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ activities: [{ text: 'You said: hello' }] });
    const forged = {
      authorization: `Bearer ${await cloud.sign({ serviceurl: channel.serviceUrl, aud: 'other' })}`,
    };
    expect([401, 403]).toContain((await post(url, said, forged)).status);
    expect(seen).toHaveLength(1);
  });
});

describe('an app of a managed identity', () => {
  it('answers with the token that its machine gives it, and needs no password', async () => {
    const asked: (string | undefined)[] = [];
    const machine = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader('content-type', 'application/json').end(
        JSON.stringify({
          access_token: 'the-token-of-the-machine',
          expires_on: String(Math.floor(Date.now() / 1000) + 3600),
          resource: 'https://api.botframework.example',
          token_type: 'Bearer',
        }),
      );
    });
    await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${(machine.address() as AddressInfo).port}/token`);
    vi.stubEnv('IDENTITY_HEADER', 'only-for-tests');
    try {
      const { url } = await openWith({ appId, appType: 'UserAssignedMSI', tenantId: 'tenant-1' });
      const said = activity(channel.serviceUrl, { channelId: 'msteams' });
      expect((await post(url, said, await signed())).status).toBe(200);
      expect(channel.received).toMatchObject([{ text: 'You said: hello' }]);
      expect(channel.authorizations).toEqual(['Bearer the-token-of-the-machine']);
      expect(asked[0]).toContain(`client_id=${appId}`);
    } finally {
      machine.closeAllConnections();
      await new Promise((resolve) => machine.close(resolve));
    }
  });
});
