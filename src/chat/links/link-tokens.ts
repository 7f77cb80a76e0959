import { createHmac, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';

/** What a link from a mail may do. */
export type LinkClaims =
  /** Confirms that mail to this work order's address is read. */
  | { readonly kind: 'verify'; readonly number: string; readonly address: string }
  /** Lets a requester who asked elsewhere in to whose mail it is. `at`: when they asked, epoch ms. */
  | { readonly kind: 'claim'; readonly number: string; readonly requesterId: string; readonly at: number };

export interface LinkTokens {
  readonly issueVerify: (number: string, address: string, seconds: number) => Promise<string>;
  readonly issueClaim: (
    claim: { readonly number: string; readonly requesterId: string; readonly at: number },
    seconds: number,
  ) => Promise<string>;
  /** Undefined for what is no link of ours, or is one no more. */
  readonly read: (token: string) => Promise<ReadLink | undefined>;
}

/** Of an address the token tells a fingerprint only: links stay in browsers' histories. */
export type ReadLink =
  | { readonly kind: 'verify'; readonly number: string; readonly isFor: (address: string) => boolean }
  | (LinkClaims & { readonly kind: 'claim' });

const verifyPayload = z.object({ num: z.string().min(1), adr: z.string().min(1) });
const claimPayload = z.object({ num: z.string().min(1), req: z.string().min(1), ask: z.number() });

const LONGEST_TOKEN = 2000;

/** `secret`: of this installation, 32 characters or more. `now` in epoch ms. */
export function createLinkTokens(secret: string, now: () => number): LinkTokens {
  const derived = (use: string): Buffer => createHmac('sha256', secret).update(use).digest();
  const key = derived('link-tokens');
  const fingerprintKey = derived('link-addresses');
  const fingerprint = (address: string): string =>
    createHmac('sha256', fingerprintKey).update(address).digest('base64url');
  const issue = (audience: string, claims: Record<string, string | number>, seconds: number) => {
    const at = Math.floor(now() / 1000);
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(audience)
      .setIssuedAt(at)
      .setExpirationTime(at + seconds)
      .sign(key);
  };
  const payload = async (audience: string, token: string): Promise<unknown> => {
    const options = {
      audience,
      algorithms: ['HS256'],
      currentDate: new Date(now()),
      requiredClaims: ['exp'],
    };
    return jwtVerify(token, key, options).then(
      (verified) => verified.payload,
      () => undefined,
    );
  };
  return {
    issueVerify: (number, address, seconds) =>
      issue('link-verify', { num: number, adr: fingerprint(address) }, seconds),
    issueClaim: ({ number, requesterId, at }, seconds) =>
      issue('link-claim', { num: number, req: requesterId, ask: at }, seconds),
    read: async (token) => {
      if (token.length > LONGEST_TOKEN) return undefined;
      const verify = verifyPayload.safeParse(await payload('link-verify', token)).data;
      if (verify !== undefined) {
        const isFor = (address: string): boolean => same(fingerprint(address), verify.adr);
        return { kind: 'verify', number: verify.num, isFor };
      }
      const claim = claimPayload.safeParse(await payload('link-claim', token)).data;
      return claim && { kind: 'claim', number: claim.num, requesterId: claim.req, at: claim.ask };
    },
  };
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
