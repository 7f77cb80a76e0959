import { randomUUID } from 'node:crypto';
import type { LinkTokens } from './chat/links/link-tokens.ts';
import type { Deliver } from './chat/ports.ts';
import type { Config } from './config.ts';
import { saidTime } from './conversation/said-time.ts';
import { type AwaitedAnswer, answerHandler } from './notifications/awaited-answers.ts';
import { chatHandler, type TellInChat } from './notifications/chat-handler.ts';
import { CLAIM_MINUTES, type ClaimPorts, claimHandler } from './notifications/claim-handler.ts';
import { draftHandler } from './notifications/draft-handler.ts';
import { emailHandler, VERIFY_DAYS } from './notifications/email/email-handler.ts';
import { createSendMail } from './notifications/email/send-mail.ts';
import { fanOutHandlers } from './notifications/fan-out.ts';
import type { Handlers } from './notifications/handler.ts';
import { type Relay, type RelayLog, startRelay } from './notifications/relay.ts';
import { timerHandlers } from './notifications/timers/timer-handlers.ts';
import { destinationOf } from './notifications/webhooks/endpoint.ts';
import { webhookHandler } from './notifications/webhooks/webhook-handler.ts';
import type { DeskWords } from './notifications/words.ts';
import type { OpenDesk } from './open-desk.ts';
import { changedWorkOrders } from './storage/changed-work-orders.ts';

export interface DeliveriesOptions {
  readonly config: Config;
  readonly desk: Pick<OpenDesk, 'desk' | 'runTurn' | 'storage'>;
  readonly deliver: Deliver;
  readonly links: LinkTokens;
  readonly log: RelayLog;
  /** Epoch ms. Default: the clock. */
  readonly now?: () => number;
}

/** Makes the desk's deliveries, by whatever the settings allow, until it is stopped. */
export function startDeliveries(options: DeliveriesOptions): Relay {
  const { config, desk, deliver, links, log, now = Date.now } = options;
  const { storage, runTurn } = desk;
  const changes = changedWorkOrders(storage.database.db);
  const mail = mailPorts(config, desk, links, now);
  const tell: TellInChat = async ({ id, conversationId, requesterId, ...change }) => {
    const requester = { id: requesterId };
    const event = { kind: 'event', name: 'work-order-changed' } as const;
    const replies = await runTurn({ id, conversationId, requester, ...event, ...change });
    return replies.length === 0 ? 'delivered' : deliver(conversationId, id, replies);
  };
  const tellAnswer = async ({
    id,
    conversationId,
    requesterId,
    question,
    refused,
    lang,
    zone,
  }: AwaitedAnswer) => {
    const event = { kind: 'event', name: 'answer-live', question, refused } as const;
    const about = { ...(lang !== undefined && { lang }), ...(zone !== undefined && { zone }) };
    const requester = { id: requesterId };
    const said = `answer-live/${id}`;
    const replies = await runTurn({ id: said, conversationId, requester, ...event, ...about });
    if (replies.length > 0) await deliver(conversationId, said, replies);
  };
  const webhooks = config.WEBHOOKS.map(destinationOf);
  const handlers: Handlers = {
    ...fanOutHandlers(changes, { email: mail !== undefined, webhooks }),
    ...timerHandlers(storage.timedWorkOrders, () => desk.desk().settings, now),
    chat: chatHandler(changes, { tell, email: mail !== undefined }),
    'timer.draft-aged': draftHandler(async ({ id, conversationId, requesterId, lang, zone }) => {
      const about = { ...(lang !== undefined && { lang }), ...(zone !== undefined && { zone }) };
      const requester = { id: requesterId };
      const event = { kind: 'event', name: 'draft-aged' } as const;
      const replies = await runTurn({ id, conversationId, requester, ...event, ...about });
      if (replies.length > 0) await deliver(conversationId, id, replies);
    }),
    'answer-live': answerHandler(storage.awaitedAnswers, () => desk.desk().knowledge, tellAnswer),
    webhook: webhookHandler(changes, {
      endpoints: config.WEBHOOKS,
      allowPrivate: config.WEBHOOKS_ALLOW_PRIVATE,
      zone: () => desk.desk().settings.zone,
      now,
      disabled: storage.outbox,
    }),
    claim: mail === undefined ? async () => ({ kind: 'done' }) : claimHandler(changes, mail),
    // Without a mail server, mails that were to be sent wait for one.
    ...(mail !== undefined && { email: emailHandler(changes, mail) }),
  };
  return startRelay({
    outbox: storage.outbox,
    onOutbox: storage.database.onOutbox,
    handlers,
    owner: randomUUID(),
    // Renewed while under way; what a killed server had in hand is made by another one this much later.
    leaseMs: 15_000,
    now,
    random: Math.random,
    log,
  });
}

function mailPorts(
  { SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL: chatUrl }: Config,
  desk: DeliveriesOptions['desk'],
  links: LinkTokens,
  now: () => number,
): ClaimPorts | undefined {
  if (url === undefined || from === undefined || chatUrl === undefined) return undefined;
  const link = (token: string): string => `${chatUrl}/links?t=${token}`;
  return {
    now,
    sendMail: createSendMail({ url, from }),
    desk: () => wordsOf(desk),
    domain: from.address.slice(from.address.lastIndexOf('@') + 1),
    chatUrl,
    verifyUrl: async (number, address) =>
      link(await links.issueVerify(number, address, VERIFY_DAYS * 86_400)),
    claimUrl: async (claim) => link(await links.issueClaim(claim, CLAIM_MINUTES * 60)),
  };
}

function wordsOf(desk: DeliveriesOptions['desk']): DeskWords {
  const { settings, phrases } = desk.desk();
  const { lang, say } = phrases(undefined);
  return { settings, lang, say, sayTime: (at) => saidTime(at, { zone: settings.zone, lang }) };
}
