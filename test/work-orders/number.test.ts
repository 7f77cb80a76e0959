import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findNumbers, newNumber } from '../../src/work-orders/number.ts';

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const bytes = fc.uint8Array({ minLength: 7, maxLength: 7 });
const numbers = bytes.map((random) => newNumber('WO', () => random));
const only = (text: string) => findNumbers('WO', text).map(({ number, valid }) => `${number} ${valid}`);

describe('newNumber', () => {
  it('has the told shape and is found as valid', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(number).toMatch(/^WO-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(only(number)).toEqual([`${number} true`]);
      }),
    );
  });

  it('draws again while there is no digit, so that it is recognised without its prefix', () => {
    const draws = [new Uint8Array(7).fill(21), new Uint8Array([1, 2, 3, 4, 5, 6, 7])];
    expect(newNumber('WO', () => draws.shift() ?? new Uint8Array(7))).toMatch(/^WO-1234-567/);
  });

  it('spreads over all symbols', () => {
    let next = 0;
    const seen = new Set<string>();
    for (let run = 0; run < 64; run++) {
      const number = newNumber('WO', (count) => Uint8Array.from({ length: count }, () => next++ % 256));
      for (const symbol of number.slice(3).replace('-', '')) seen.add(symbol);
    }
    expect(seen.size).toBe(32);
  });
});

describe('findNumbers with the prefix', () => {
  it('is found in any case, with and without dashes, inside a sentence', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('-', '', ' ', '–'), fc.boolean(), (number, join, lower) => {
        const typed = number.replaceAll('-', join);
        const text = `hello, what about ${lower ? typed.toLowerCase() : typed}? thanks`;
        expect(only(text)).toEqual([`${number} true`]);
      }),
    );
  });

  it('reads O as 0, I and L as 1', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('I', 'l', 'L', 'i'), (number, one) => {
        const body = number.slice(3).replaceAll('0', 'o').replaceAll('1', one);
        expect(only(`WO-${body}`)).toEqual([`${number} true`]);
      }),
    );
  });

  it('tells every single wrong symbol as mistyped', () => {
    fc.assert(
      fc.property(numbers, fc.nat(7), fc.integer({ min: 1, max: 31 }), (number, place, step) => {
        const body = [...number.slice(3).replace('-', '')];
        body[place] = symbols.charAt((symbols.indexOf(body[place] ?? '') + step) % 32);
        const typed = `WO-${body.slice(0, 4).join('')}-${body.slice(4).join('')}`;
        fc.pre(/\d/.test(body.join('')));
        expect(only(typed)).toEqual([`${typed} false`]);
      }),
    );
  });

  it('tells a symbol too few or too many as mistyped', () => {
    expect(only('status of WO-1234-567')).toEqual(['WO-1234567 false']);
    expect(only('status of WO-1234-56789')).toEqual(['WO-123456789 false']);
  });

  it('does not see one in ordinary words', () => {
    for (const text of ['two 1234 5678', 'wo 1234 from monday', 'wo sind meine coins', 'workforce2024', 'WO'])
      expect(only(text), text).toEqual([]);
  });

  it('gives two numbers in their order and the same one once', () => {
    const first = newNumber('WO', () => new Uint8Array([9, 9, 9, 9, 9, 9, 9]));
    const second = newNumber('WO', () => new Uint8Array([1, 2, 3, 4, 5, 6, 7]));
    expect(only(`${first} and ${second}, yes ${first}`)).toEqual([`${first} true`, `${second} true`]);
  });

  it('takes a prefix literally', () => {
    const number = newNumber('A.B', () => new Uint8Array(7));
    expect(findNumbers('A.B', `AxB-${number.slice(4)}-x and ${number}`)).toEqual([{ number, valid: true }]);
  });
});

describe('findNumbers without the prefix', () => {
  it('is a word of its own with a digit and a right check symbol', () => {
    fc.assert(
      fc.property(numbers, fc.boolean(), (number, dashed) => {
        const body = dashed ? number.slice(3) : number.slice(3).replace('-', '');
        fc.pre(/\d/.test(body));
        expect(only(`is ${body.toLowerCase()} done?`)).toEqual([`${number} true`]);
      }),
    );
  });

  it('is never inside a longer run, a link, an address or a hash', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('a', '7', '/', '@', '=', '-x'), (number, neighbour) => {
        const body = number.slice(3).replace('-', '');
        expect(only(`${neighbour}${body}`).concat(only(`x${neighbour}${body}`))).toEqual([]);
        expect(only(`${body}${neighbour === '-x' ? '-x' : `${neighbour}z`}`)).toEqual([]);
      }),
    );
  });

  it('is not a wrong check symbol and not a word without a digit', () => {
    expect(only('AB12-CD34 solution')).toEqual([]);
    for (const word of ['solution', 'document', 'transfer', 'password', 'verified', 'received'])
      expect(only(word), word).toEqual([]);
  });

  it('never sees one in a transaction id', () => {
    const hash = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(hash, (id) => {
        expect(only(`tx ${id} and 0x${id}`)).toEqual([]);
      }),
    );
  });
});
