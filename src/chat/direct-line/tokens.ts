import { createHmac } from 'node:crypto';
import { errors } from 'jose';
import * as z from 'zod';
import { HttpProblem } from '../../http/problem.ts';
import { isSameText } from '../../http/same-text.ts';
import { createSignedTokens } from '../signed-tokens.ts';

/** Who a token speaks for, and in which conversation: all that the server believes about a client. */
export interface Claims {
  readonly conversationId: string;
  readonly user: { readonly id: string; readonly name?: string };
}

export interface TokenOptions {
  /** Of this installation, 32 characters or more. Whoever has it may name users. */
  readonly secret: string;
  /** How long a token is good, seconds: as long as a visitor may stay away and find the chat again. */
  readonly ttlSeconds: number;
  /** Epoch ms. */
  readonly now: () => number;
}

export interface Tokens {
  readonly ttlSeconds: number;
  readonly issue: (claims: Claims) => Promise<string>;
  /** For a WebSocket's address, which ends up in access logs: good for one minute and for nothing else. */
  readonly issueForStream: (claims: Claims) => Promise<string>;
  /** Throws 401 for what is no token of ours, 403 for one that expired: Microsoft's clients expect that. */
  readonly verify: (token: string) => Promise<Claims>;
  readonly verifyForStream: (token: string) => Promise<Claims>;
  readonly isSecret: (bearer: string) => boolean;
}

// `user` and `conv` are the names in Microsoft's own tokens; their client reads `user`.
const payload = z.object({ conv: z.string().min(1), user: z.string().min(1), name: z.string().optional() });

const streamSeconds = 60;

export function createTokens({ secret, ttlSeconds, now }: TokenOptions): Tokens {
  if (secret.length < 32) {
    throw new Error(
      `The chat's secret has ${secret.length} characters, expected 32 or more. Set a longer one.`,
    );
  }
  // Not the secret itself: a token signed with what also travels as a bearer could be tried offline.
  const key = createHmac('sha256', secret).update('direct-line-tokens').digest();
  const { sign, verify } = createSignedTokens(key, now);
  const issue = (audience: string, seconds: number, { conversationId, user }: Claims): Promise<string> => {
    const claims = {
      conv: conversationId,
      user: user.id,
      ...(user.name !== undefined && { name: user.name }),
    };
    return sign(audience, claims, seconds);
  };
  const read = async (audience: string, token: string): Promise<Claims> => {
    try {
      const { conv, user, name } = payload.parse(await verify(audience, token));
      return { conversationId: conv, user: { id: user, ...(name !== undefined && { name }) } };
    } catch (error) {
      throw refusal(error);
    }
  };
  return {
    ttlSeconds,
    issue: (claims) => issue('direct-line', ttlSeconds, claims),
    issueForStream: (claims) => issue('direct-line-stream', streamSeconds, claims),
    verify: (token) => read('direct-line', token),
    verifyForStream: (token) => read('direct-line-stream', token),
    isSecret: (bearer) => isSameText(bearer, secret),
  };
}

const refusal = (error: unknown): HttpProblem =>
  error instanceof errors.JWTExpired
    ? new HttpProblem(403, 'The token has expired. Get a new one from tokens/generate.')
    : new HttpProblem(401, 'This is no token of this desk. Get one from tokens/generate.', {
        'www-authenticate': 'Bearer',
      });

export function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, bearer] = /^Bearer +(.+)$/i.exec(header) ?? [];
  if (bearer === undefined) {
    throw new HttpProblem(401, 'The Authorization header is malformed, expected "Bearer" and a token.', {
      'www-authenticate': 'Bearer',
    });
  }
  return bearer;
}
