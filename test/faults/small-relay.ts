import { defaultDesk } from '../../src/desk/desk-settings.ts';
import { chatHandler } from '../../src/notifications/chat-handler.ts';
import { emailHandler } from '../../src/notifications/email/email-handler.ts';
import { createSendMail } from '../../src/notifications/email/send-mail.ts';
import { fanOutHandlers } from '../../src/notifications/fan-out.ts';
import { type Relay, type RelayOptions, startRelay } from '../../src/notifications/relay.ts';
import { destinationOf } from '../../src/notifications/webhooks/endpoint.ts';
import { webhookHandler } from '../../src/notifications/webhooks/webhook-handler.ts';
import { changedWorkOrders } from '../../src/storage/changed-work-orders.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { quietLog } from '../notifications/rows.ts';

export interface Receivers {
  readonly smtp: string;
  readonly webhook: string;
}

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

/** A relay with the real handlers, which needs no knowledge folder: quick to start and to kill. */
export function smallRelay(
  storage: Storage,
  { smtp, webhook }: Receivers,
  { now, atPoint = () => undefined }: Pick<RelayOptions, 'now' | 'atPoint'>,
): Relay {
  const changes = changedWorkOrders(storage.database.db);
  const endpoint = { url: webhook, secrets: [secret] };
  const say = (key: string, params: Readonly<Record<string, string>> = {}): string =>
    [key, ...Object.values(params)].join(' ');
  return startRelay({
    ...{ outbox: storage.outbox, onOutbox: storage.database.onOutbox, owner: crypto.randomUUID() },
    ...{ now, random: Math.random, log: quietLog(), atPoint },
    handlers: {
      ...fanOutHandlers(changes, { email: true, webhooks: [destinationOf(endpoint)] }),
      email: emailHandler(changes, {
        now,
        sendMail: createSendMail({ url: smtp, from: { address: 'desk@northgate.example' } }),
        desk: () => ({ settings: defaultDesk, lang: 'en', say, sayTime: String }),
        ...{ domain: 'northgate.example', chatUrl: 'https://help.example', verifyUrl: async () => '' },
      }),
      webhook: webhookHandler(changes, {
        ...{ endpoints: [endpoint], allowPrivate: true, zone: () => 'UTC', now, disabled: storage.outbox },
      }),
      chat: chatHandler(changes, {
        email: true,
        // As the web chat says it: once under an id.
        tell: async ({ id, conversationId }) => {
          await storage.activityLog.append(conversationId, '{}', { id, processed: true });
          return 'delivered';
        },
      }),
    },
  });
}
