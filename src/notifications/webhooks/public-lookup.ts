import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that is not on the open internet: a webhook must not reach into the network that we run in. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'EPRIVATE';
}

/** Loopback, link-local, private, multicast and reserved ones are not; nor are such inside an IPv6 address. */
export function isPublic(address: string): boolean {
  // process() unwraps ::ffff:127.0.0.1; the other ways to wrap an IPv4 address are ranges of their own.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** `undefined` where the host is a name, which `publicLookup` judges when it is resolved. */
export function isPublicLiteral(host: string): boolean | undefined {
  const address = host.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? undefined : isPublic(address);
}

/**
 * Resolves a name for the very connection that is made: what is judged is what is connected to, so that a
 * name that is resolved anew to an address inside (DNS rebinding) gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const [first] = addresses;
    if (first === undefined || !addresses.every(({ address }) => isPublic(address)))
      return callback(new PrivateAddressError('The name leads to a private address'), '', 0);
    if (options.all === true) return callback(null, addresses);
    return callback(null, first.address, first.family);
  });
};
