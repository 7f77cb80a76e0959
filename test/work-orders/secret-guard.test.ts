import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardSecrets } from '../../src/work-orders/secret-guard.ts';
import { cpuMs } from '../cpu-time.ts';
import { harmless, hex, secrets } from './said-secrets.ts';

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

  it('leaves what is written beside a secret as it was written', () => {
    expect(guardSecrets('dépôt 👨‍👩‍👧 – 4111\u200b1111\u200b1111\u200b1111\u200b, ça va ?').text).toBe(
      'dépôt 👨‍👩‍👧 – [removed: card number]\u200b, ça va ?',
    );
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
    const started = cpuMs();
    for (const text of [
      'a '.repeat(4000),
      '1 '.repeat(4000),
      'password '.repeat(900),
      'code '.repeat(1600),
      'abandon '.repeat(1000),
      'k'.repeat(8000),
    ])
      guardSecrets(text);
    expect(cpuMs() - started).toBeLessThan(1500);
  });

  it('removes nothing from the questions and texts of the sample desk', () => {
    const folder = new URL('../../knowledge/', import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:md|csv)$/.test(name))
      .map((name) => new URL(name, folder));
    const asked = ['questions', 'out-of-scope'].map(
      (name) => new URL(`../relevance/${name}.csv`, import.meta.url),
    );
    const wholes = [...files, ...asked].map((file) => readFileSync(file, 'utf8'));
    const texts = [...wholes, ...wholes.flatMap((whole) => whole.split('\n'))];
    const alarms = texts.filter((text) => guardSecrets(text).removed.length > 0);
    expect(texts.length).toBeGreaterThan(2000);
    expect(alarms).toEqual([]);
  });

  it.each([
    ['letters', 'y'.repeat(100_000)],
    ['spaces after a code', `my code${' '.repeat(50_000)}x`],
    ['spaces after a password', `password for${' '.repeat(50_000)}x`],
    ['keys', `${'a'.repeat(64)} `.repeat(1500)],
    ['words of the list', 'legal winner thank year wave sausage worth useful '.repeat(2000)],
    ['words of the Spanish list', 'aislar copa rapto antiguo idioma lombriz barco tapa '.repeat(2000)],
    ['short runs of the Korean list', `${'가격 '.repeat(60)}. `.repeat(500)],
    ['short runs of the English list', `${'able acid '.repeat(12)}. `.repeat(800)],
    ['marks', 'e\u0301'.repeat(50_000)],
    ['what is not seen', '\u200b'.repeat(100_000)],
    ['digits of another script', '١'.repeat(100_000)],
    ['announcements', 'seed phrase '.repeat(8000)],
    ['figures', '1234.'.repeat(20_000)],
    ['logins', 'login: a@b '.repeat(9000)],
  ])('is done with a hostile text at once: %s', (_, text) => {
    const began = cpuMs();
    guardSecrets(text);
    expect(cpuMs() - began).toBeLessThan(1000);
  });
});
