import { describe, expect, it } from 'vitest';
import { clientAddresses } from '../../src/http/client-address.ts';

const from = (remoteAddress: string | undefined, forwarded?: string) => ({
  socket: Object.assign(Object.create(null), { remoteAddress }),
  headers: { ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }) },
});

describe('who calls', () => {
  const proxies = ['10.0.0.0/8', '127.0.0.1', 'fd00::/8'];
  it.each([
    // trusted proxies, peer, X-Forwarded-For, who it is
    [[], '127.0.0.1', '203.0.113.9', '127.0.0.1'],
    [[], '10.0.0.1', '203.0.113.9', '10.0.0.1'],
    [proxies, '198.51.100.1', '203.0.113.9', '198.51.100.1'],
    [proxies, '10.0.0.1', undefined, '10.0.0.1'],
    [proxies, '10.0.0.1', '', '10.0.0.1'],
    [proxies, '10.0.0.1', '203.0.113.9', '203.0.113.9'],
    [proxies, '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
    [proxies, '10.0.0.1', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
    [proxies, '10.0.0.1', '1.2.3.4, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
    [proxies, '10.0.0.1', '10.9.9.9, 10.0.0.2', '10.9.9.9'],
    [proxies, '10.0.0.1', '203.0.113.9:4711', '203.0.113.9'],
    [proxies, '10.0.0.1', '[2001:db8:1:2:3::4]:4711', '32.1.13.184.0.1.0.2'],
    [proxies, '10.0.0.1', '2001:db8:1:2::99', '32.1.13.184.0.1.0.2'],
    [proxies, 'fd00::1', '2001:db8:1:3::99', '32.1.13.184.0.1.0.3'],
    [proxies, '10.0.0.1', 'unknown', '10.0.0.1'],
    [proxies, '10.0.0.1', '203.0.113.9, <script>', '10.0.0.1'],
    [proxies, undefined, '203.0.113.9', 'unknown'],
  ])('behind %j: %s with %s is %s', (trusted, peer, forwarded, who) => {
    expect(clientAddresses(trusted)(from(peer, forwarded))).toBe(who);
  });

  it('tells once of a proxy beside it that is not named, and not of a header that anybody wrote', () => {
    let told = 0;
    const addressOf = clientAddresses(['10.0.0.1'], () => told++);
    for (const peer of ['203.0.113.7', '10.0.0.1']) addressOf(from(peer, '198.51.100.9'));
    addressOf(from('10.0.0.2'));
    expect(told).toBe(0);
    for (const peer of ['10.0.0.2', '::ffff:127.0.0.1', 'fd00::1']) addressOf(from(peer, '198.51.100.9'));
    expect(told).toBe(1);
  });
});
