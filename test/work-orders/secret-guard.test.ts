import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardSecrets, type Secret } from '../../src/work-orders/secret-guard.ts';

const seed = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const hex = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const wif = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
const xprv =
  'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi';

/** A message, the secret in it that must be gone, and what it is. */
const secrets: readonly (readonly [text: string, secret: string, kind: Secret])[] = [
  [`my seed phrase is ${seed}`, seed, 'seed-phrase'],
  [seed, seed, 'seed-phrase'],
  [`Recovery words: ${seed.replaceAll(' ', ', ')}. Please help`, 'sausage', 'seed-phrase'],
  [
    `mnemonic\n${seed
      .split(' ')
      .map((word, at) => `${at + 1}. ${word}`)
      .join('\n')}`,
    'sausage',
    'seed-phrase',
  ],
  [`${seed} ${seed}`, 'sausage', 'seed-phrase'],
  [`${seed} those are my 12 words`, 'sausage', 'seed-phrase'],
  [seed.toUpperCase(), 'SAUSAGE', 'seed-phrase'],
  [`the private key is ${hex}`, hex, 'private-key'],
  [`private key: 0x${hex}`, hex, 'private-key'],
  [`${hex} is my private key`, hex, 'private-key'],
  [`I exported ${wif} from the wallet`, wif, 'private-key'],
  [`here: ${xprv}`, xprv, 'private-key'],
  ['-----BEGIN EC PRIVATE KEY-----\nMHQCAQEE\n-----END EC PRIVATE KEY-----', 'MHQCAQEE', 'private-key'],
  ['my card is 4111 1111 1111 1111', '4111 1111 1111 1111', 'card-number'],
  ['card 5555-5555-5555-4444 was charged', '5555-5555-5555-4444', 'card-number'],
  ['378282246310005 exp 12/28', '378282246310005', 'card-number'],
  ['my password is hunter2', 'hunter2', 'password'],
  ['my password is Correct!Horse', 'Correct!Horse', 'password'],
  ['Password: tr0ub4dor', 'tr0ub4dor', 'password'],
  ['pw=abc123', 'abc123', 'password'],
  ['I use the password "blue monkey" everywhere', 'blue monkey', 'password'],
  ['my password is swordfish.', 'swordfish', 'password'],
  ['the password for my account is Sommer2026, can you check', 'Sommer2026', 'password'],
  ['I logged in with password abc!123 yesterday', 'abc!123', 'password'],
  ['code 123456', '123456', 'one-time-code'],
  ['my code is 123 456', '123 456', 'one-time-code'],
  ['the verification code: 004211', '004211', 'one-time-code'],
  ['654321 is my code', '654321', 'one-time-code'],
  ['OTP 8841', '8841', 'one-time-code'],
  ['2FA code: 771923, does not work', '771923', 'one-time-code'],
  ['the sms code I got 551234', '551234', 'one-time-code'],
  ['pin 4821', '4821', 'one-time-code'],
  ['The code they texted me was 48213', '48213', 'one-time-code'],
  ['use 991822 as the code', '991822', 'one-time-code'],
  ['my authenticator shows 123 456', '123 456', 'one-time-code'],
  ['cvv 123', '123', 'card-number'],
  ['my new password will be Xy7!kk', 'Xy7!kk', 'password'],
  ['backup code: 8f3k-22la', '8f3k-22la', 'one-time-code'],
  ['api secret: Zx81kQpL0aM2nB4vC6', 'Zx81kQpL0aM2nB4vC6', 'api-secret'],
  ['api_key=abcdEFGH12345678ijkl', 'abcdEFGH12345678ijkl', 'api-secret'],
  ['Authorization: Bearer abc123def456ghi789', 'abc123def456ghi789', 'api-secret'],
  [`token ${'ghp_'}${'a1B2'.repeat(9)}`, 'a1B2a1B2', 'api-secret'],
];

/** Ordinary messages: nothing may be taken out of them. */
const harmless = [
  'I forgot my password',
  'my password is wrong',
  'my password is not accepted any more',
  'Is my password safe?',
  'password reset mail does not come',
  'the password is at least 12 characters long',
  'my password is 12 characters long',
  'Password: forgotten, what now?',
  'what is a seed phrase?',
  'never share your seed phrase or recovery phrase with anyone, not even support',
  'I lost the paper with the 24 words, can you recover the wallet?',
  'which words may be in a recovery phrase and how many are there of them',
  `tx ${hex}`,
  hex,
  `the transaction id is ${hex}`,
  `I still have my private key, but the tx ${hex} never arrived`,
  'private key lost, what can I do?',
  'the code does not work',
  'error code 50012',
  'Error code: 1020',
  'my postal code is 10115',
  'the status code was 404 and later 5003',
  'country code 0049',
  'the code expired after 10 minutes',
  'I got 2 codes today',
  'WO-1234-5678',
  'my deposit of 1234567.89 EUR on 2026-11-16 at 08:15',
  'call +49 30 23125 0141234',
  '0.4111111111111111 BTC',
  'order 1234567890123456',
  'what is an API secret and where do I find it',
  'how do I revoke an API key',
  'send it to 0x52908400098527886E0F7030069857D2E4169EE7',
  'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  'token has not arrived',
  'my pin does not work since 2024',
  'please help soon',
  'I want to change my password to something longer',
  'my account password is the same as before',
  'where is the cvv on the card',
  'do I need my password to withdraw',
];

describe('guardSecrets', () => {
  it.each(secrets)('removes the secret from %j', (text, secret, kind) => {
    const guarded = guardSecrets(text);
    expect(guarded.removed).toEqual([kind]);
    expect(guarded.text).not.toContain(secret);
    expect(guarded.text).toContain(`[removed: ${kind.replaceAll('-', ' ')}]`);
  });

  it.each(harmless)('leaves %j alone', (text) => {
    expect(guardSecrets(text)).toEqual({ text, removed: [] });
  });

  it('removes several secrets and keeps the words around them', () => {
    const guarded = guardSecrets(`My password is hunter2 and the code 123456. Tx ${hex}.`);
    expect(guarded.text).toBe(
      `My password is [removed: password] and the code [removed: one time code]. Tx ${hex}.`,
    );
    expect(guarded.removed).toEqual(['one-time-code', 'password']);
  });

  it('finds nothing more in what it has guarded', () => {
    const parts = fc.constantFrom(...secrets.map(([text]) => text), ...harmless);
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 3 }), (texts) => {
        const once = guardSecrets(texts.join('. ')).text;
        expect(guardSecrets(once)).toEqual({ text: once, removed: [] });
      }),
      { numRuns: 1000 },
    );
  });

  it('never takes a bare transaction id or an amount for a secret', () => {
    const id = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(id, fc.double({ min: 0.00000001, max: 1e6, noNaN: true }), (hash, amount) => {
        const text = `tx ${hash}, amount ${amount.toFixed(8)} BTC`;
        expect(guardSecrets(text).text).toBe(text);
      }),
    );
  });

  it('takes no time over long and hostile text', () => {
    const started = performance.now();
    for (const text of [
      'a '.repeat(4000),
      '1 '.repeat(4000),
      'password '.repeat(900),
      'code '.repeat(1600),
      'abandon '.repeat(1000),
      'k'.repeat(8000),
    ])
      guardSecrets(text);
    expect(performance.now() - started).toBeLessThan(1500);
  });

  it('removes nothing from the questions and texts of the sample desk', () => {
    const folder = new URL('../../knowledge/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /^(?:articles|work-orders)\b.*\.md$/.test(name),
    );
    const lines = files.flatMap((name) => readFileSync(new URL(name, folder), 'utf8').split('\n'));
    const alarms = lines.filter((line) => guardSecrets(line).removed.length > 0);
    expect(lines.length).toBeGreaterThan(300);
    expect(alarms).toEqual([]);
  });

  it.each([
    ['letters', 'y'.repeat(100_000)],
    ['spaces after a code', `my code${' '.repeat(50_000)}x`],
    ['spaces after a password', `password for${' '.repeat(50_000)}x`],
    ['keys', `${'a'.repeat(64)} `.repeat(1500)],
  ])('is done with a hostile text at once: %s', (_, text) => {
    const began = performance.now();
    guardSecrets(text);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
