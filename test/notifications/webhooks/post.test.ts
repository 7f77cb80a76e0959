import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Posted, post } from '../../../src/notifications/webhooks/post.ts';
import { isPublic, judged, type ResolveAll } from '../../../src/notifications/webhooks/public-lookup.ts';
import { retryAfterMs } from '../../../src/notifications/webhooks/retry-after.ts';
import { startReceiver } from '../http-receiver.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const receiving = async (answer?: Parameters<typeof startReceiver>[0]) => {
  const receiver = await startReceiver(answer);
  closing.push(receiver.close);
  return receiver;
};
const posting = (url: string, allowPrivate = false): Promise<Posted> =>
  post(new URL(url), { headers: {}, body: '{}', allowPrivate, timeoutMs: 500 });

describe('a webhook’s connection', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '0.0.0.0',
    '[::]',
    '127.1',
  ])('is not made to %s, which is this machine', async (host) => {
    const receiver = await receiving();
    await expect(posting(`http://${host}:${receiver.port}/`)).rejects.toMatchObject({ code: 'EPRIVATE' });
    expect(receiver.connections()).toBe(0);
  });

  it('is made there where the settings allow it', async () => {
    const receiver = await receiving();
    expect(await posting(`http://localhost:${receiver.port}/`, true)).toMatchObject({ status: 204 });
  });

  it('is left when the receiver hangs, before or after its first line', async () => {
    const silent = await receiving(() => undefined);
    await expect(posting(silent.url, true)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    const endless = await receiving((response) => {
      response.writeHead(200);
      response.write('a');
    });
    expect(await posting(endless.url, true)).toMatchObject({ status: 200 });
  });

  it('tells an error where nobody listens', async () => {
    const gone = await startReceiver();
    await gone.close();
    await expect(posting(gone.url, true)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

describe('isPublic', () => {
  const octet = fc.integer({ min: 0, max: 255 });
  const ip4 = fc.tuple(octet, octet, octet, octet);
  const inside: readonly (readonly (number | undefined)[])[] = [
    [0],
    [10],
    [127],
    [169, 254],
    [172, 16],
    [172, 31],
    [192, 168],
    [100, 64],
    [224],
    [255, 255, 255, 255],
  ];

  it('is false for every address inside, however it is wrapped', () =>
    fc.assert(
      fc.property(ip4, fc.constantFrom(...inside), (octets, range) => {
        const own = octets.map((value, at) => range[at] ?? value).join('.');
        expect(isPublic(own)).toBe(false);
        expect(isPublic(`::ffff:${own}`)).toBe(false);
        // NAT64, 6to4 and the old compatible form reach the same address.
        const [a = 0, b = 0, c = 0, d = 0] = own.split('.').map(Number);
        const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        for (const wrapped of [`64:ff9b::${hex}`, `2002:${hex}::1`, `::${hex}`])
          expect(isPublic(wrapped)).toBe(false);
      }),
    ));

  it.each([
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fdff::1',
    'ff02::1',
    '2001:db8::1',
    'not an address',
    '',
  ])('is false for %s', (address) => expect(isPublic(address)).toBe(false));

  it.each(['93.184.216.34', '1.1.1.1', '2606:2800:220:1:248:1893:25c8:1946'])('is true for %s', (address) =>
    expect(isPublic(address)).toBe(true),
  );
});

describe('a name', () => {
  const resolving =
    (...answers: readonly (readonly string[])[]): ResolveAll =>
    (_hostname, _options, callback) =>
      callback(
        null,
        (answers[turn++] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
  let turn = 0;
  const looked = (lookup: ReturnType<typeof judged>, all = false): Promise<unknown> =>
    new Promise((resolve, reject) =>
      lookup('hook.example', { all }, (error, address) =>
        error === null ? resolve(address) : reject(error),
      ),
    );

  it('is judged each time that it is resolved: bound to another address, it gains nothing', async () => {
    turn = 0;
    const lookup = judged(resolving(['93.184.216.34'], ['127.0.0.1']));
    expect(await looked(lookup)).toBe('93.184.216.34');
    await expect(looked(lookup)).rejects.toMatchObject({ code: 'EPRIVATE' });
  });

  it('is refused where one of its addresses is inside, or it has none', async () => {
    turn = 0;
    const lookup = judged(resolving(['93.184.216.34', '10.0.0.1'], []));
    await expect(looked(lookup, true)).rejects.toMatchObject({ code: 'EPRIVATE' });
    await expect(looked(lookup)).rejects.toMatchObject({ code: 'EPRIVATE' });
  });
});

describe('Retry-After', () => {
  const now = Date.UTC(2026, 10, 24, 10);
  it.each([
    ['120', 120_000],
    ['Tue, 24 Nov 2026 10:05:00 GMT', 300_000],
    ['Tue, 24 Nov 2026 09:00:00 GMT', 0],
    ['999999999', 86_400_000],
    ['soon', 0],
    ['-5', 0],
    [undefined, 0],
  ])('%s is %i ms', (header, ms) => expect(retryAfterMs(header, now)).toBe(ms));

  it('is between nothing and a day, whatever is sent', () =>
    fc.assert(
      fc.property(fc.string(), (header) => {
        const ms = retryAfterMs(header, now);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(86_400_000);
      }),
    ));
});
