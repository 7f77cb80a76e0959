import { connect } from 'node:net';
import { isPublicLiteral, PrivateAddressError, publicLookup } from './public-lookup.ts';

/** Connects to a webhook's server and sends it nothing. Throws what the connection throws, or PrivateAddressError. */
export function reachEndpoint(
  url: string,
  { allowPrivate, timeoutMs }: { readonly allowPrivate: boolean; readonly timeoutMs: number },
): Promise<void> {
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isPublicLiteral(host) === false)
    return Promise.reject(new PrivateAddressError('The address is private'));
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
      timeout: timeoutMs,
      ...(!allowPrivate && { lookup: publicLookup }),
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () =>
      socket.destroy(Object.assign(new Error('Timed out'), { code: 'ETIMEDOUT' })),
    );
    socket.once('error', reject);
  });
}
