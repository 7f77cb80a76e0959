import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** An address that is not on the open internet: a webhook must not reach into the network that we run in. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  readonly code = 'EPRIVATE';
}

/** What IPv6 gives out to the open internet; what is old and what wraps IPv4 lies elsewhere. */
const globalUnicast = ipaddr.IPv6.parse('2000::');

/** Loopback, link-local, private, multicast and reserved ones are not; nor are such inside an IPv6 address. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // process() unwraps ::ffff:127.0.0.1; 6to4 and the like are ranges of their own.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast, 3);
}

/** `undefined` where the host is a name, which `publicLookup` judges when it is resolved. */
export function isPublicLiteral(host: string): boolean | undefined {
  const address = host.replace(/^\[|\]$/g, '');
  return isIP(address) === 0 ? undefined : isPublic(address);
}

/** All addresses of a name, as the system resolves it at this moment. */
export type ResolveAll = (
  hostname: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name for the very connection that is made: what is judged is what is connected to, so that a
 * name that is resolved anew to an address inside (DNS rebinding) gains nothing.
 */
export const judged =
  (resolveAll: ResolveAll): LookupFunction =>
  (hostname, options, callback) => {
    resolveAll(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0);
      const [first] = addresses;
      if (first === undefined || !addresses.every(({ address }) => isPublic(address)))
        return callback(new PrivateAddressError('The name leads to a private address'), '', 0);
      if (options.all === true) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
  };

export const publicLookup: LookupFunction = judged(lookup);
