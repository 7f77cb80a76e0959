import { createHash } from 'node:crypto';
import { type DestinationStream, destination, pino } from 'pino';
import type { Message } from './conversation/message.ts';
import type { RunTurn } from './conversation/run-turn.ts';
import { guardSecrets } from './work-orders/secret-guard.ts';

export type Log = ReturnType<typeof createLog>;

/**
 * The program's log: a line of JSON each. Whatever is handed to it, it names conversations by fingerprints
 * and tells of an error what went wrong and where, without what somebody said.
 */
export const createLog = (level: string, to: DestinationStream = stderr()) =>
  pino(
    {
      level,
      base: null,
      serializers: {
        ...{ conversationId: fingerprint, activity: fingerprint },
        ...{ err: shownError, error: withoutPeople, sdk: withoutPeople },
      },
    },
    to,
  );

// stdout belongs to what a command was asked for.
const stderr = (): DestinationStream => destination({ dest: 2, sync: true });

/** The same turns, each told in a line: which, what came of it, and how long it took. */
export const logged =
  (runTurn: RunTurn, log: Pick<Log, 'info' | 'error'>): RunTurn =>
  async (message) => {
    const start = performance.now();
    const told = (): object => ({ ...idsOf(message), ms: Math.round((performance.now() - start) * 10) / 10 });
    try {
      const replies = await runTurn(message);
      log.info({ ...told(), said: message.kind, replies: replies.map(({ kind }) => kind) }, 'A turn');
      return replies;
    } catch (error) {
      log.error({ ...told(), said: message.kind, err: error }, 'A turn failed');
      throw error;
    }
  };

/** A channel's ids may be addresses of people: of the channel itself only its name is told. */
const idsOf = ({ id, conversationId }: Message) => ({
  channel: conversationId.split('/')[0],
  conversationId,
  message: fingerprint(id),
});

/** Ten characters tell the conversations of a desk apart, and nothing about them. */
export const fingerprint = (id: unknown): string =>
  createHash('sha256').update(String(id)).digest('base64url').slice(0, 10);

/** What an error of any library carries besides (rows, recipients, requests) stays out. */
function shownError(error: unknown): unknown {
  if (!(error instanceof Error)) return withoutPeople(error);
  const { name, message, stack = '', cause } = error;
  const code = 'code' in error ? String(error.code) : undefined;
  return {
    type: name,
    message: withoutPeople(message),
    ...(code !== undefined && { code: withoutPeople(code) }),
    stack: stack.split('\n').filter((line) => /^\s+at /.test(line)),
    ...(cause !== undefined && { cause: shownError(cause instanceof Error ? cause.message : cause) }),
  };
}

const mailAddress = /[^\s<>"'(),:;@[\]]{1,64}@[^\s<>"'(),:;@[\]]{1,255}/g;
const query = /\?[^\s"'<>]{1,2000}/g;

/** Mail servers repeat the recipient, and fetchers the address with its token. */
function withoutPeople(told: unknown): unknown {
  if (typeof told !== 'string') return told;
  return guardSecrets(told.slice(0, 1000)).text.replace(mailAddress, '[address]').replace(query, '?…');
}
