import { describe, expect, it } from 'vitest';
import { DeskAdapter } from '../../../src/chat/bot-framework/desk-adapter.ts';
import { DeskAuthentication } from '../../../src/chat/bot-framework/desk-authentication.ts';

class KnownAdapter extends DeskAdapter {
  readonly identity = this.createClaimsIdentity('');
}

const { identity } = new KnownAdapter(undefined);
const at = (authentication: DeskAuthentication, serviceUrl: string) =>
  authentication.createConnectorFactory(identity).create(serviceUrl);

describe("the SDK's clients", () => {
  it('are one for each place where channels are reached, from one turn to the next', async () => {
    const authentication = new DeskAuthentication({});
    const first = await at(authentication, 'https://smba.example/emea/');
    expect(await at(authentication, 'https://smba.example/emea/')).toBe(first);
    expect(await at(authentication, 'https://smba.example/amer/')).not.toBe(first);
    const tokens = await authentication.createUserTokenClient(identity);
    expect(await authentication.createUserTokenClient(identity)).toBe(tokens);
  });

  it('are made anew where making them failed', async () => {
    let fails = true;
    const authentication = new DeskAuthentication({}, {
      isValidAppId: async () => true,
      isAuthenticationDisabled: async () => true,
      createCredentials: async () => {
        if (fails) throw new Error('no credentials yet');
        return { signRequest: async (request: object) => request };
      },
    } as never);
    await expect(at(authentication, 'https://smba.example/')).rejects.toThrow('no credentials yet');
    await expect(authentication.createUserTokenClient(identity)).rejects.toThrow('no credentials yet');
    fails = false;
    await expect(at(authentication, 'https://smba.example/')).resolves.toBeDefined();
    await expect(authentication.createUserTokenClient(identity)).resolves.toBeDefined();
  });

  it('are let go where there are very many places', async () => {
    const authentication = new DeskAuthentication({});
    const first = await at(authentication, 'https://smba.example/0/');
    for (let nth = 1; nth <= 100; nth++) await at(authentication, `https://smba.example/${nth}/`);
    expect(await at(authentication, 'https://smba.example/0/')).not.toBe(first);
  });
});
