import { createHash } from 'node:crypto';

/** A receiver of webhooks. */
export interface Endpoint {
  readonly url: string;
  /** `whsec_` and base64. More than one while a secret is being changed: all sign. */
  readonly secrets: readonly string[];
}

/** What deliveries call it: its address may hold a secret, and its place in the settings may change. */
export const destinationOf = ({ url }: Pick<Endpoint, 'url'>): string =>
  `webhook-${createHash('sha256').update(url).digest('hex').slice(0, 12)}`;
