import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/work-orders/field.ts';
import {
  type FieldContext,
  recogniseField,
  schemaOf,
  showField,
  validateField,
} from '../../../src/work-orders/fields/field-codecs.ts';
import { momentText, offsetMinutes } from '../../../src/work-orders/fields/zoned-time.ts';
import { recogniseFields } from '../../../src/work-orders/recognise.ts';

const now = Date.parse('2026-11-18T10:00:00Z');
const zones = [
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'UTC',
  'Pacific/Auckland',
  'America/St_Johns',
];
const context: FieldContext = { now, zone: 'Europe/Berlin', lang: 'en' };
const common = { id: 'it', label: 'It', prompt: '?', required: true, sensitive: false, when: {} };

const day: Field = { ...common, kind: 'date', past: true };
const anyDay: Field = { ...common, kind: 'date', past: false };
const moment: Field = { ...common, kind: 'date-time', past: true };
const amount: Field = { ...common, kind: 'amount', currencies: ['BTC', 'ETH', 'USDT', 'EUR', 'USD', 'GBP'] };
const anyAmount: Field = { ...common, kind: 'amount', currencies: [] };
const number: Field = { ...common, kind: 'number' };
const text: Field = { ...common, kind: 'text', minLength: 1, maxLength: 200 };
const paragraph: Field = { ...common, kind: 'paragraph', minLength: 1, maxLength: 2000 };
const plain = (kind: 'yes-no' | 'email' | 'phone' | 'url' | 'address'): Field => ({ ...common, kind });
const transactionId = (network: 'bitcoin' | 'evm' | 'tron' | 'solana' | 'any'): Field => ({
  ...common,
  kind: 'transaction-id',
  network,
});
const choice: Field = {
  ...common,
  kind: 'choice',
  choices: [
    { value: 'bank-payment', label: 'A bank payment' },
    { value: 'fees-and-limits', label: 'Fees or limits' },
    { value: 'app', label: 'The site or the app' },
    { value: 'email', label: 'The e-mail address' },
    { value: 'address', label: 'My home address' },
    { value: 'other', label: 'Something else' },
  ],
};

const year = 365 * 86_400_000;
const isoDay = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((at) => new Date(at).toISOString().slice(0, 10));
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const decimal = fc
  .tuple(fc.integer({ min: 0, max: 999_999_999 }), fc.option(fc.stringMatching(/^\d{1,12}$/)))
  .map(([whole, fraction]) => (fraction === null ? String(whole) : `${whole}.${fraction}`))
  // Never normalised so: three decimals would be thousands to some.
  .filter((one) => !/^[1-9]\d{0,2}\.\d{3}$/.test(one));
const positive = decimal.filter((one) => /[1-9]/.test(one));
const domain = fc.tuple(
  fc.stringMatching(/^[a-z][a-z0-9]{0,15}$/),
  fc.constantFrom('example', 'co.uk', 'org'),
);
const email = fc
  .tuple(fc.stringMatching(/^[a-z][A-Za-z0-9]{0,12}(?:[._+-][A-Za-z0-9]{1,8}){0,2}$/), domain)
  .map(([name, host]) => `${name}@${host.join('.')}`);

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
function base58(bytes: Uint8Array): string {
  let value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  let encoded = '';
  for (; value > 0n; value /= 58n) encoded = alphabet.charAt(Number(value % 58n)) + encoded;
  return '1'.repeat(bytes.findIndex((byte) => byte !== 0)) + encoded;
}
const bytesOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).filter((bytes) => (bytes[0] ?? 0) > 0);

/** Each kind, with normalised values of it. */
const kinds: readonly (readonly [string, Field, fc.Arbitrary<string>])[] = [
  [
    'text',
    text,
    fc.stringMatching(/^[a-z0-9][a-zé0-9 ,.!?]{0,98}[a-z0-9]$/).map((one) => one.replace(/ +/g, ' ')),
  ],
  ['paragraph', paragraph, fc.stringMatching(/^[a-z](?:[a-zé ,.\n]{0,98}[a-z])?$/)],
  [
    'choice',
    choice,
    fc.constantFrom(...(choice.kind === 'choice' ? choice.choices : []).map(({ value }) => value)),
  ],
  ['yes-no', plain('yes-no'), fc.constantFrom('yes', 'no')],
  ['e-mail', plain('email'), email],
  ['phone', plain('phone'), fc.stringMatching(/^\+[1-9]\d{7,14}$/)],
  ['url', plain('url'), domain.map((host) => `https://${host.join('.')}/a/b?c=d`)],
  ['date', day, isoDay(now - 5 * year, now)],
  ['date to come', anyDay, isoDay(now - year, now + 3 * year)],
  [
    'amount',
    amount,
    fc
      .tuple(positive, fc.constantFrom('BTC', 'ETH', 'USDT', 'EUR', 'USD', 'GBP'))
      .map((parts) => parts.join(' ')),
  ],
  [
    'amount of any currency',
    anyAmount,
    fc.tuple(positive, fc.constantFrom('DOGE', 'CHF', 'INR', 'XRP')).map((parts) => parts.join(' ')),
  ],
  ['number', number, fc.tuple(fc.constantFrom('', '-'), positive).map((parts) => parts.join(''))],
  ['Bitcoin transaction', transactionId('bitcoin'), hex(64)],
  ['Tron transaction', transactionId('tron'), hex(64)],
  ['EVM transaction', transactionId('evm'), hex(64).map((id) => `0x${id}`)],
  ['Solana transaction', transactionId('solana'), bytesOf(64).map(base58)],
  [
    'any transaction',
    transactionId('any'),
    fc.oneof(
      hex(64),
      hex(64).map((id) => `0x${id}`),
    ),
  ],
  ['EVM address', plain('address'), hex(40).map((id) => `0x${id}`)],
  ['Solana address', plain('address'), bytesOf(32).map(base58)],
];

describe.each(kinds)('%s', (_name, field, values) => {
  it('reads what it shows, and its own value, as the same value', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(validateField(field, value, context)).toMatchObject({ kind: 'ok', value });
        const shown = showField(field, value, context.zone);
        expect(validateField(field, shown, context)).toMatchObject({ kind: 'ok', value });
        expect(schemaOf({ fields: [field] }).safeParse({ it: value }).success).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('finds its value among other words, or nothing, and never another', () => {
    const words = fc.constantFrom('', 'it was ', 'hello, my ', 'please check: ', 'Tx ', 'on my side ');
    fc.assert(
      fc.property(
        words,
        values,
        fc.constantFrom('', '.', ', thanks', ' please', '\nbye'),
        (before, value, after) => {
          const shown = showField(field, value, context.zone);
          for (const found of recogniseField(field, before + shown + after, context))
            expect(found.value).toBe(value);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('date and time', () => {
  it.each(zones)('reads what it shows in %s, and its own value also in the hour that comes twice', (zone) => {
    const there = { ...context, zone };
    const change = Date.parse('2026-10-25T01:00:00Z');
    const at = fc.oneof(
      fc.integer({ min: now - 2 * year, max: now }),
      fc.integer({ min: change - 7_200_000, max: change + 7_200_000 }),
    );
    fc.assert(
      fc.property(at, (moment_) => {
        const value = momentText(Math.floor(moment_ / 60_000) * 60_000, zone);
        expect(validateField(moment, value, there)).toMatchObject({ kind: 'ok', value });
        const shown = showField(moment, value, zone);
        // The name of a zone tells no summer from winter in the hour that comes twice, in whichever year.
        const offsets = [-10_800_000, 10_800_000].map((by) => offsetMinutes(moment_ + by, zone));
        if (offsets[0] === offsets[1])
          expect(validateField(moment, shown, there), shown).toMatchObject({ kind: 'ok', value });
      }),
      { numRuns: 150 },
    );
  });
});

describe('all of a type', () => {
  it('never throws over anything, and fills only what its schema accepts', () => {
    const fields = kinds.map(([, field], at): Field => ({ ...field, id: `f${at}`, label: `Label ${at}` }));
    const piece = fc.oneof(
      ...kinds.map(([, , values]) => values),
      fc.constantFrom(
        'Label 3:',
        'Label 7 - ',
        'yesterday',
        '3pm',
        'on the 12th',
        '€',
        '\n',
        '50',
        'no',
        'not',
        '=',
      ),
      fc.string({ unit: 'binary', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const filled = recogniseFields({ fields }, pieces.join(' '), context, {});
        for (const [id, { value }] of Object.entries(filled)) {
          const field = fields.find((one) => one.id === id);
          expect(
            field && schemaOf({ fields: [field] }).safeParse({ [id]: value }).success,
            `${id} ${value}`,
          ).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});
