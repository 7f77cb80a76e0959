import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isPublicLiteral, PrivateAddressError, publicLookup } from './public-lookup.ts';

export interface Posted {
  readonly status: number;
  /** As the receiver sent it. */
  readonly retryAfter: string | undefined;
}

export interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Also to loopback and private networks. */
  readonly allowPrivate: boolean;
  /** From the first lookup to the answer's first line, ms. */
  readonly timeoutMs: number;
}

/**
 * Posts without following redirects and reads the answer's status only. Throws PrivateAddressError before
 * anything is sent, and Node's errors.
 */
export async function post(
  url: URL,
  { headers, body, allowPrivate, timeoutMs }: PostOptions,
): Promise<Posted> {
  if (!allowPrivate && isPublicLiteral(url.hostname) === false)
    throw new PrivateAddressError('A private address');
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const sending = send(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection of its own, so that each is judged.
      agent: false,
      ...(!allowPrivate && { lookup: publicLookup }),
      signal,
    });
    sending.once('response', (response) => {
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] });
      // Whatever else it says, however long: nobody reads it.
      response.on('error', () => undefined);
      response.destroy();
    });
    // Stays on: destroying the answer may end in an error too.
    sending.on('error', (error) => reject(signal.aborted ? timedOut() : error));
    sending.end(body);
  });
}

const timedOut = (): Error => Object.assign(new Error('Timed out'), { code: 'ETIMEDOUT' });
