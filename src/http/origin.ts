import type { IncomingHttpHeaders } from 'node:http';

/** True for our own pages, for the origins named, and for callers that are no browser page (no Origin). */
export function isTrustedOrigin(headers: IncomingHttpHeaders, trusted: readonly string[]): boolean {
  const { origin } = headers;
  if (origin === undefined) return true;
  return trusted.includes(origin) || hostOf(origin) === headers.host?.toLowerCase();
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a host to bind to is reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);

/**
 * Whether a request was made on this machine, by its own name: neither through a proxy, nor by a page
 * that had a foreign name point here (DNS rebinding).
 */
export function isLocalRequest(headers: IncomingHttpHeaders, remoteAddress: string | undefined): boolean {
  const proxied = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  const name = hostOf(`http://${headers.host ?? ''}`)?.replace(/:\d+$/, '') ?? '';
  const address = (remoteAddress ?? '').replace(/^::ffff:/, '');
  return !proxied && loopbackNames.has(name) && isLoopback(address);
}
