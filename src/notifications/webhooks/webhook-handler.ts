import { Webhook } from 'standardwebhooks';
import { type ChangedWorkOrders, sharePayload } from '../changes.ts';
import type { Handler, Outcome } from '../handler.ts';
import type { Delivery } from '../outbox.ts';
import { destinationOf, type Endpoint } from './endpoint.ts';
import { webhookTypeOf } from './event-types.ts';
import { payloadOf } from './payload.ts';
import { type Posted, post } from './post.ts';
import { retryAfterMs } from './retry-after.ts';

export interface WebhookPorts {
  readonly endpoints: readonly Endpoint[];
  /** Also to loopback and private networks: receivers beside us, and tests. */
  readonly allowPrivate: boolean;
  /** Of the desk: times that were filled in are shown in it. */
  readonly zone: () => string;
  readonly now: () => number;
  /** Receivers that said that they are gone. */
  readonly disabled: {
    readonly isDisabled: (destination: string) => Promise<boolean>;
    readonly disable: (destination: string) => Promise<void>;
  };
  /** Default 15,000. */
  readonly timeoutMs?: number;
}

/** Posts a change to one receiver, signed as Standard Webhooks; the message's id is the delivery's. */
export function webhookHandler(changes: ChangedWorkOrders, ports: WebhookPorts): Handler {
  const endpoints = new Map(ports.endpoints.map((endpoint) => [destinationOf(endpoint), endpoint]));
  return async (delivery) => {
    const share = sharePayload.parse(delivery.payload);
    const endpoint = endpoints.get(share.destination);
    if (endpoint === undefined) return { kind: 'dead', error: 'This receiver is no longer in WEBHOOKS' };
    if (await ports.disabled.isDisabled(share.destination)) return { kind: 'dead', error: GONE };
    const changed = await changes.read(share);
    const type = changed && webhookTypeOf(share.event, changed.events);
    if (changed === undefined || type === undefined) return { kind: 'done' };
    const body = JSON.stringify(payloadOf(type, changed, ports.zone()));
    return outcomeOf(ports, share.destination, await posted(ports, endpoint, delivery, body));
  };
}

const GONE = 'HTTP 410: the receiver is gone, and is off until a delivery to it is retried';

async function posted(
  { now, allowPrivate, timeoutMs = 15_000 }: WebhookPorts,
  { url, secrets }: Endpoint,
  { id }: Delivery,
  body: string,
): Promise<Posted | string> {
  const at = new Date(now());
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Firstline',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
  try {
    return await post(new URL(url), { headers, body, allowPrivate, timeoutMs });
  } catch (error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'Error';
  }
}

async function outcomeOf(
  { now, disabled }: WebhookPorts,
  destination: string,
  answer: Posted | string,
): Promise<Outcome> {
  if (answer === 'EPRIVATE') return { kind: 'retry', error: 'A private address; see WEBHOOKS_ALLOW_PRIVATE' };
  if (typeof answer === 'string') return { kind: 'retry', error: answer };
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { kind: 'done' };
  if (status === 410) {
    await disabled.disable(destination);
    return { kind: 'dead', error: GONE };
  }
  const error =
    status >= 300 && status < 400 ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
  const obeyed = status === 429 || status === 503 ? retryAfterMs(retryAfter, now()) : 0;
  return { kind: 'retry', error, afterMs: obeyed };
}
