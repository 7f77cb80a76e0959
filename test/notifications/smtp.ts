import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What a server got: the envelope, and the mail as it stands in a mailbox. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** By name in small letters, unfolded. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
}

export interface Smtp {
  readonly url: string;
  readonly mails: readonly Received[];
  /** The first mail that fits, as soon as it is there. */
  readonly mail: (fits?: (mail: Received) => boolean) => Promise<Received>;
  readonly close: () => Promise<void>;
}

/** A real SMTP server that keeps what it takes; `options` make it refuse, greylist or hang. */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<Smtp> {
  const mails: Received[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    closeTimeout: 10,
    onData: (stream, { envelope }, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ from, to, ...parsed(Buffer.concat(chunks).toString('utf8')) });
        callback();
        for (const look of waiting) look();
      });
    },
    ...options,
  });
  // A client that hangs up is nothing to end a test with.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    url: `smtp://127.0.0.1:${portOf(server.server.address())}`,
    mails,
    mail: (fits = () => true) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = mails.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('Unexpected address of a TCP server');
  return address.port;
}

function parsed(raw: string): Pick<Received, 'headers' | 'text' | 'html'> {
  const [head, body] = split(raw);
  const headers = headersOf(head);
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1] ?? '';
  const parts = body.split(`--${boundary}`).map((part) => split(part.replace(/^\r\n/, '')));
  const part = (type: string): string => {
    const found = parts.find(([partHead]) => headersOf(partHead).get('content-type')?.startsWith(type));
    return found === undefined ? '' : decoded(found[1], headersOf(found[0]).get('content-transfer-encoding'));
  };
  return { headers, text: part('text/plain'), html: part('text/html') };
}

function split(raw: string): readonly [string, string] {
  const at = raw.indexOf('\r\n\r\n');
  return at < 0 ? [raw, ''] : [raw.slice(0, at), raw.slice(at + 4)];
}

const headersOf = (head: string): ReadonlyMap<string, string> =>
  new Map(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .map((line) => {
        const at = line.indexOf(':');
        return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
      }),
  );

function decoded(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
