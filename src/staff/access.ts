import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpRequest } from '../http/handler.ts';
import { type Limit, tooOften } from '../http/limits.ts';
import { HttpProblem } from '../http/problem.ts';

/** From the least to the most: each may do what those before it may. */
export const roles = ['read-only', 'agent', 'lead'] as const;
export type Role = (typeof roles)[number];

/** Who asks: a person, or a program that works for the desk. */
export interface Staff {
  readonly name: string;
  readonly role: Role;
}

/** A token as the settings keep it: nobody who reads them can use it. */
export interface StaffToken extends Staff {
  /** SHA-256 of the token, hex. A token is random, so that no salt and no slow hash is needed. */
  readonly sha256: string;
}

/**
 * Whoever holds one of the tokens. An address that brought too many that are none is refused with 429, and
 * what else it brings is not looked at until the time is over: guessing gains nothing.
 */
export async function admit(
  tokens: readonly StaffToken[],
  { raw, address }: HttpRequest,
  strangers: Limit,
): Promise<Staff> {
  const refused = await strangers.look(address);
  if (refused !== undefined) throw tooOften(refused);
  try {
    return authenticate(tokens, raw.headers);
  } catch (error) {
    if (raw.headers.authorization !== undefined) await strangers.count(address);
    throw error;
  }
}

/** Throws 401, in the same words for no token and a wrong one. */
export function authenticate(tokens: readonly StaffToken[], headers: IncomingHttpHeaders): Staff {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  const hash = createHash('sha256').update(bearer).digest();
  // Every token is compared, and in constant time: how long it takes tells nothing of which came close.
  const held = tokens.filter(({ sha256 }) => timingSafeEqual(hash, Buffer.from(sha256, 'hex')));
  const [staff] = held;
  if (staff === undefined)
    throw new HttpProblem(401, 'Expected a token of this desk: `Authorization: Bearer …`.', {
      'www-authenticate': 'Bearer realm="staff"',
    });
  return { name: staff.name, role: staff.role };
}

/** Throws 403 when the role may do less than is needed. */
export function authorise({ role }: Staff, needed: Role): void {
  if (roles.indexOf(role) >= roles.indexOf(needed)) return;
  throw new HttpProblem(403, `This needs a token of the role ${needed}; this one is ${role}.`);
}
