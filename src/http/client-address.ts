import type { IncomingMessage } from 'node:http';
import { isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Gives who calls, for limits. */
export type AddressOf = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string;

/**
 * Who calls: the other end of the connection, or, where that is a proxy that is trusted, whom the proxy
 * saw. Anybody can write X-Forwarded-For, so it is read from its end, and only as far as trusted proxies
 * wrote it.
 *
 * @param trusted addresses and networks (CIDR); see TRUSTED_PROXIES
 * @param onUnnamed called once, where what seems to be a proxy is none of them: all people behind it are one
 */
export function clientAddresses(trusted: readonly string[], onUnnamed: () => void = () => {}): AddressOf {
  const networks = trusted.map(networkOf);
  const isTrusted = (address: string): boolean =>
    ipaddr.isValid(address) && networks.some((network) => holds(network, address));
  let isTold = false;
  const noteUnnamed = (peer: string): void => {
    if (isTold || isTrusted(peer) || !isNear(peer)) return;
    isTold = true;
    onUnnamed();
  };
  return ({ socket, headers }) => {
    let seen = socket.remoteAddress ?? '';
    if (headers['x-forwarded-for'] !== undefined) noteUnnamed(seen);
    for (const hop of String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .reverse()) {
      const before = withoutPort(hop.trim());
      if (!isTrusted(seen) || !ipaddr.isValid(before)) break;
      seen = before;
    }
    return household(seen);
  };
}

const near: readonly string[] = ['loopback', 'private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat'];

/** A desk's proxy stands beside it; anybody farther away may have written the header by hand. */
const isNear = (address: string): boolean =>
  ipaddr.isValid(address) && near.includes(ipaddr.process(address).range());

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Throws where the text is neither an address nor a network. */
export function networkOf(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

function holds([network, bits]: Network, address: string): boolean {
  const parsed = ipaddr.process(address);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}

/** Some proxies write the port too: `203.0.113.9:4711`, `[2001:db8::1]:4711`. */
const withoutPort = (hop: string): string =>
  /^\[(.*)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;

/** One household has a /64 of IPv6 to itself: it counts as one. */
function household(address: string): string {
  if (isIPv4(address)) return address;
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : parsed.toByteArray().slice(0, 8).join('.');
}
