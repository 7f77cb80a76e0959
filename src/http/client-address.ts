import type { IncomingMessage } from 'node:http';
import ipaddr from 'ipaddr.js';

/**
 * Who calls, for limits: the other end of the connection, or, where that is a proxy on this machine or in
 * its network, whom the proxy saw. What a caller beyond writes into the header itself stands before that.
 */
export function clientAddress({ socket, headers }: IncomingMessage): string {
  const peer = socket.remoteAddress ?? '';
  const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
  const seen = forwarded.at(-1)?.trim() ?? '';
  return isNear(peer) && ipaddr.isValid(seen) ? group(seen) : group(peer);
}

const near = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal']);

const isNear = (address: string): boolean =>
  ipaddr.isValid(address) && near.has(ipaddr.process(address).range());

/** One household has a /64 of IPv6 to itself: it counts as one. */
function group(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return parsed.toByteArray().slice(0, 8).join('.');
}
