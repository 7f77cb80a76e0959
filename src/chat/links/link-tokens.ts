import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { isSameText } from '../../http/same-text.ts';
import { createSignedTokens } from '../signed-tokens.ts';

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
  const { sign, verify } = createSignedTokens(key, now);
  const payload = (audience: string, token: string): Promise<unknown> =>
    verify(audience, token).catch(() => undefined);
  return {
    issueVerify: (number, address, seconds) =>
      sign('link-verify', { num: number, adr: fingerprint(address) }, seconds),
    issueClaim: ({ number, requesterId, at }, seconds) =>
      sign('link-claim', { num: number, req: requesterId, ask: at }, seconds),
    read: async (token) => {
      if (token.length > LONGEST_TOKEN) return undefined;
      const confirmed = verifyPayload.safeParse(await payload('link-verify', token)).data;
      if (confirmed !== undefined) {
        const isFor = (address: string): boolean => isSameText(fingerprint(address), confirmed.adr);
        return { kind: 'verify', number: confirmed.num, isFor };
      }
      const claim = claimPayload.safeParse(await payload('link-claim', token)).data;
      return claim && { kind: 'claim', number: claim.num, requesterId: claim.req, at: claim.ask };
    },
  };
}
