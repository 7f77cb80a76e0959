import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { BotRegistration } from '../../../src/chat/bot-framework/registration.ts';

export const appId = '6a1f0a52-0000-4000-8000-000000000000';
const issuer = 'https://api.botframework.example';

/** A Bot Framework cloud on this machine: it publishes a real RSA key, and signs with it. */
export interface Cloud {
  readonly registration: BotRegistration;
  /** What a channel's token says; each part can be another one. */
  readonly sign: (claims: Record<string, unknown>, how?: Signing) => Promise<string>;
  readonly publicKeyPem: string;
  readonly close: () => Promise<void>;
}

export interface Signing {
  readonly kid?: string;
  readonly key?: CryptoKey;
  /** Seconds from now. */
  readonly expires?: number;
}

export async function openCloud(): Promise<Cloud> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const other = await generateKeyPair('RS256', { extractable: true });
  const keys = [
    { ...(await exportJWK(publicKey)), kid: 'ours', endorsements: ['msteams', 'slack', 'telegram'] },
    { ...(await exportJWK(other.publicKey)), kid: 'unendorsed', endorsements: ['somewhere-else'] },
  ];
  const server = createServer((request, response) => {
    const at = `http://${request.headers.host}`;
    const body = request.url === '/keys' ? { keys } : { issuer, jwks_uri: `${at}/keys` };
    response.setHeader('connection', 'close').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    registration: {
      appId,
      cloud: {
        openIdMetadataUrl: `${url}/openid`,
        tokenIssuer: issuer,
        loginUrl: `${url}/login`,
        oAuthScope: 'https://api.botframework.example',
        oAuthUrl: `${url}/oauth`,
        credentials: {
          isValidAppId: async (id) => id === appId,
          isAuthenticationDisabled: async () => false,
          createCredentials: async () => botCredentials,
        },
      },
    },
    sign: async (claims, { kid = 'ours', key, expires = 600 } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: issuer, aud: appId, ...claims })
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
        .setNotBefore(now - 7200)
        .setExpirationTime(now + expires)
        .sign(key ?? (kid === 'unendorsed' ? other.privateKey : privateKey));
    },
    publicKeyPem: JSON.stringify(keys[0]),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What the bot shows the channel: a token of its own, so that the channel knows it. */
const botCredentials = {
  getToken: async () => 'the-bots-own-token',
  signRequest: async <T extends { headers: { set: (name: string, value: string) => unknown } }>(
    request: T,
  ): Promise<T> => {
    request.headers.set('authorization', 'Bearer the-bots-own-token');
    return request;
  },
};
