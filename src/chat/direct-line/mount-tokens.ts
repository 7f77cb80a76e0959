import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { type Answer, json } from '../../http/answer.ts';
import { parseJson, readBody } from '../../http/body.ts';
import type { HttpRequest } from '../../http/handler.ts';
import { HttpProblem } from '../../http/problem.ts';
import { sizes } from '../../limits.ts';
import { authenticateReading, base, type DirectLine } from './direct-line.ts';
import { bearerOf, type Claims, type Tokens } from './tokens.ts';

const random = (): string => randomBytes(16).toString('base64url');

const naming = z.looseObject({
  // Microsoft's client sends a user without an id where it names none.
  user: z
    .looseObject({
      id: z.string().min(1).max(128).optional(),
      name: z.string().max(128).optional(),
    })
    .optional(),
  locale: z.string().max(64).optional(),
  localTimezone: z.string().max(64).optional(),
});

export type Naming = z.infer<typeof naming>;

/** tokens/generate and tokens/refresh. */
export function mountTokens(line: DirectLine): void {
  line.route('post', `${base}/tokens/generate`, async (request) => {
    await limitUnknown(line, request);
    const user = await userOf(line, request, await readNaming(request));
    return granted(line.tokens, { conversationId: random(), user });
  });
  line.route('post', `${base}/tokens/refresh`, async (request) =>
    granted(line.tokens, await authenticateReading(line, request)),
  );
}

/** Servers that hold the secret ask for their visitors, from one address for all of them. */
export async function limitUnknown(line: DirectLine, request: HttpRequest): Promise<void> {
  const bearer = bearerOf(request.raw.headers.authorization);
  if (bearer === undefined || !line.tokens.isSecret(bearer))
    await line.options.limits.conversations.take(request.address);
}

/**
 * Nobody is believed to be whom they name: a visitor gets a random id, one who comes with a token keeps
 * the id in it, and only the secret's holder names one.
 */
export async function userOf(
  line: DirectLine,
  { raw }: HttpRequest,
  { user }: Naming,
): Promise<Claims['user']> {
  const bearer = bearerOf(raw.headers.authorization);
  if (bearer !== undefined && line.tokens.isSecret(bearer)) return named(user) ?? visitor();
  if (user?.id !== undefined) throw new HttpProblem(403, 'Only the holder of the secret may name a user.');
  return bearer === undefined ? visitor() : (await line.tokens.verify(bearer)).user;
}

const visitor = (): Claims['user'] => ({ id: `dl_${random()}` });

const named = (user: Naming['user']): Claims['user'] | undefined =>
  user?.id === undefined ? undefined : { id: user.id, ...(user.name !== undefined && { name: user.name }) };

/** Microsoft's clients send these bodies empty, or with a user that has no id. */
export async function readNaming({ raw }: HttpRequest): Promise<Naming> {
  const text = (await readBody(raw, sizes.activity)).toString('utf8').trim();
  const result = naming.safeParse(text === '' ? {} : parseJson(text));
  if (!result.success)
    throw new HttpProblem(400, 'Unexpected body, expected nothing, or { "user": { "id", "name" } }.');
  return result.data;
}

async function granted(tokens: Tokens, claims: Claims): Promise<Answer> {
  const token = await tokens.issue(claims);
  return json(200, { conversationId: claims.conversationId, token, expires_in: tokens.ttlSeconds });
}

/** A new conversation for the secret's holder, who needs no token first. */
export const newConversation = (user: Claims['user']): Claims => ({ conversationId: random(), user });
