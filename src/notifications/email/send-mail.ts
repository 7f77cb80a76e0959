import { createTransport } from 'nodemailer';
import { within } from '../../within.ts';
import { isAddress } from '../../work-orders/fields/email.ts';

/** One mail to one reader. */
export interface OutgoingMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets; the same for every attempt, so that a mail that came twice shows once. */
  readonly messageId: string;
  /** The first mail of the thread, where this is another. */
  readonly inThread?: string;
}

export type Sent =
  | { readonly kind: 'sent' }
  /** The server may take it later. `error` names codes, never an address. */
  | { readonly kind: 'later'; readonly error: string }
  /** It refuses this recipient or this mail for good. */
  | { readonly kind: 'refused'; readonly error: string };

export type SendMail = (mail: OutgoingMail) => Promise<Sent>;

export interface Mailer {
  /** smtp:// or smtps://, with user and password where the server wants them. */
  readonly url: string;
  readonly from: { readonly name?: string; readonly address: string };
  /** How long a silent server is waited for, ms. Default 20,000. */
  readonly silenceMs?: number;
}

const transportOf = ({ url, silenceMs = 20_000 }: Mailer) =>
  createTransport({
    url,
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    // A mail is made of strings: nothing in it may name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
  });

/** Greets the server and logs in; sends nothing. Throws what the server says, which repeats the user. */
export async function verifyMailServer(mailer: Mailer): Promise<void> {
  const transport = transportOf(mailer);
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}

/** Mail by SMTP. Never throws what a server said: its answers repeat addresses. */
export function createSendMail(mailer: Mailer): SendMail {
  const { from, silenceMs = 20_000 } = mailer;
  const transport = transportOf(mailer);
  return async ({ to, subject, messageId, inThread, ...bodies }) => {
    if (!isAddress(to)) return { kind: 'refused', error: 'Not one plain address' };
    try {
      const sending = transport.sendMail({
        ...bodies,
        from: { name: from.name ?? '', address: from.address },
        to: { name: '', address: to },
        // Said apart from the headers, so that nothing in those can add a recipient.
        envelope: { from: from.address, to: [to] },
        subject: oneLine(subject),
        messageId: `<${messageId}>`,
        ...(inThread !== undefined && { inReplyTo: `<${inThread}>`, references: [`<${inThread}>`] }),
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
      });
      // A server that sends a byte now and then is silent too.
      const sent = await within(3 * silenceMs, sending);
      return sent === undefined ? { kind: 'later', error: 'SMTP ETIMEDOUT' } : { kind: 'sent' };
    } catch (error) {
      return failureOf(error);
    }
  };
}

// Nodemailer encodes a line break too, but a subject has none, nor what turns text around.
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);

function failureOf(error: unknown): Sent {
  if (!(error instanceof Error)) return { kind: 'later', error: 'Error' };
  const response = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : 0;
  const command = 'command' in error && typeof error.command === 'string' ? error.command : '';
  if (response === 0) return { kind: 'later', error: `SMTP ${codeOf(error)}` };
  const said = `SMTP ${response} at ${command || 'an unknown command'}`;
  // A server that refuses us (user, password, sender) is a wrong setting: the mail waits for the right one.
  const forGood = response >= 500 && ['RCPT TO', 'DATA'].includes(command);
  return { kind: forGood ? 'refused' : 'later', error: said };
}

const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.name;
