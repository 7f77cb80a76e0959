import * as fc from 'fast-check';

/** Texts that broke a program somewhere once: markup, links, formulas, headers, paths, code, odd characters. */
const infamous = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\uD800',
  '\uFFFE\uFFFF',
  '\u202Egpj.exe',
  '\u200B\u200D\uFEFF',
  'e\u0301'.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(50),
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[click](javascript:alert(1))',
  '![x](https://evil.example/x.png)',
  '=HYPERLINK("https://evil.example")',
  '@SUM(1+1)*cmd|" /C calc"!A0',
  'x\r\nBcc: c@evil.example',
  '../../../../etc/passwd',
  '..%2f..%2f',
  '%00',
  '{{7*7}}<%= 7*7 %>#{7*7}',
  "'; drop table work_orders; --",
  '__proto__',
  'constructor',
  'toString',
  '{"__proto__":{"polluted":true}}',
  'https://xn--pple-43d.example/',
  'http://169.254.169.254/latest/meta-data',
  'WO-0000-0000',
  'NaN',
  '-0',
  '1e309',
  '9'.repeat(400),
  '99999-99-99',
  '12:60 on 31 February',
  'a '.repeat(4000),
  '('.repeat(2000),
  '*_`~['.repeat(800),
  'word '.repeat(30).trim(),
  '```\n'.repeat(500),
  '- '.repeat(1000),
];

export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...infamous) },
  { weight: 3, arbitrary: fc.string({ maxLength: 80, unit: 'binary' }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20, unit: 'grapheme' }) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(...infamous)
      .chain((one) => fc.integer({ min: 2, max: 40 }).map((n) => one.repeat(n).slice(0, 20_000))),
  },
);

/** Any JSON, also where an object or a number was expected. */
export const json: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1.5, Number.MAX_SAFE_INTEGER, [], {}, [[]], ''),
  text,
  fc.dictionary(
    fc.constantFrom('id', 'text', '__proto__', 'type', 'choice', 'constructor', 'a'),
    fc.oneof(text, fc.integer(), fc.constant(null)),
    { maxKeys: 4 },
  ),
  fc.array(fc.oneof(text, fc.integer(), fc.constant(null)), { maxLength: 4 }),
);

/** What a part should be, mostly; sometimes it is missing, sometimes anything. */
export const mostly = <T>(good: fc.Arbitrary<T>): fc.Arbitrary<unknown> =>
  fc.oneof(
    // So rarely that half of all requests with many parts are taken, and what is wrong stands alone.
    { weight: 80, arbitrary: good },
    { weight: 1, arbitrary: text },
    { weight: 1, arbitrary: json },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );

/** A body as it travels: mostly the JSON of a value, sometimes broken, cut or no JSON at all. */
export const bodyOf = (
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<{ readonly type: string; readonly body: string }> =>
  fc.record({
    type: fc.oneof(
      { weight: 12, arbitrary: fc.constant('application/json') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'text/plain',
          'application/xml',
          'multipart/form-data',
          'application/json; charset=utf-16',
          '',
        ),
      },
    ),
    body: fc.oneof(
      { weight: 12, arbitrary: value.map((one) => JSON.stringify(one) ?? 'null') },
      {
        weight: 1,
        arbitrary: fc
          .tuple(value, fc.double({ min: 0, max: 1, noNaN: true }))
          .map(([one, share]) =>
            (JSON.stringify(one) ?? '').slice(0, Math.floor((JSON.stringify(one) ?? '').length * share)),
          ),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '{',
          '[',
          '"',
          '[['.repeat(5000),
          '{"a":'.repeat(5000),
          'null',
          '0',
          '',
          '\uFEFF{}',
          '{"type":"message","type":"event"}',
        ),
      },
    ),
  });

/** A part of a path or a query, as a client would escape it, or not quite. */
export const inUrl: fc.Arbitrary<string> = fc.oneof(
  text.map((one) => encodeURIComponent(one.replace(/\p{Cs}/gu, '?')).slice(0, 3000)),
  fc.constantFrom('%', '%E0%A4%A', '..', '.', '%2e%2e', 'a/b', '//', '?', '&&==', '+', '%0d%0aX: y'),
);

/** A value of a header: what a client can send at all. */
export const inHeader: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 60 }).map((one) => one.replace(/[^\x20-\x7e]/g, '').trim()),
  fc.constantFrom(
    '',
    'Bearer',
    'Bearer ',
    'Bearer null',
    `Bearer ${'x'.repeat(5000)}`,
    'Basic eDp5',
    '"7"',
    '*',
    'W/"1"',
    'null',
    'eyJhbGciOiJub25lIn0.e30.',
  ),
);
