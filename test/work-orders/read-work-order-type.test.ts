import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/content/read-document.ts';
import { readWorkOrderType } from '../../src/work-orders/read-work-order-type.ts';

function read(fields: string, extra = '', file = 'work-orders/transfer.md', body = 'Please have a look.') {
  const text = `---\ntitle: Transfer\nsummary: A transfer went wrong\n${extra}fields:\n${fields}\n---\n\n${body}\n`;
  const { document, diagnostics } = readDocument(file, text);
  if (document === undefined) throw new Error(`The example must parse: ${diagnostics[0]?.message}`);
  return readWorkOrderType(document);
}

function field(rest: string, id = 'a'): string {
  return `  - { id: ${id}, label: A, prompt: What?, ${rest} }`;
}

describe('a work-order type', () => {
  it('has defaults for what its file leaves out', () => {
    const { type, diagnostics } = read(field('kind: text'));
    expect(diagnostics).toEqual([]);
    expect(type).toMatchObject({
      id: 'transfer',
      file: 'work-orders/transfer.md',
      phrasings: [],
      prepare: [],
      queue: 'support',
      priority: 'normal',
      serviceLevel: { firstResponseHours: [24, 48], resolutionDays: [3, 5] },
      intro: 'Please have a look.',
    });
    expect(type?.fields).toEqual([
      {
        id: 'a',
        kind: 'text',
        label: 'A',
        prompt: 'What?',
        required: true,
        sensitive: false,
        when: {},
        minLength: 0,
        maxLength: 200,
      },
    ]);
  });

  it.each([
    ['kind: paragraph, min-length: 3, max-length: 9', { minLength: 3, maxLength: 9 }],
    [
      'kind: text, pattern: "[A-Z]+", pattern-message: "Capitals.", max-length: 9',
      { pattern: { source: '[A-Z]+', message: 'Capitals.' } },
    ],
    [
      'kind: choice, choices: [Bank card, 2026]',
      {
        choices: [
          { value: 'bank-card', label: 'Bank card' },
          { value: '2026', label: '2026' },
        ],
      },
    ],
    ['kind: choice, choices: [{ value: x, label: An X }]', { choices: [{ value: 'x', label: 'An X' }] }],
    ['kind: date', { past: true }],
    ['kind: date-time, past: false', { past: false }],
    ['kind: amount, currencies: [btc]', { currencies: ['BTC'] }],
    ['kind: number, min: 0, max: 9.5', { min: 0, max: 9.5 }],
    ['kind: transaction-id', { network: 'any' }],
    ['kind: attachment, max-count: 2', { maxCount: 2, maxBytes: 5_000_000 }],
    ['kind: email, sensitive: true, required: false', { kind: 'email', sensitive: true, required: false }],
    ['kind: yes-no, example: yes', { example: 'yes' }],
  ])('has fields of every kind: %s', (rest, expected) => {
    const { type, diagnostics } = read(field(rest));
    expect(diagnostics).toEqual([]);
    expect(type?.fields[0]).toMatchObject(expected);
  });

  it('takes conditions as one value, a list, or a yes that YAML knows', () => {
    const { type } = read(
      [
        field('kind: choice, choices: [x, y, z]'),
        field('kind: yes-no, when: { a: x }', 'b'),
        field('kind: text, when: { a: [x, y], b: yes }', 'c'),
      ].join('\n'),
    );
    expect(type?.fields.map(({ when }) => when)).toEqual([{}, { a: ['x'] }, { a: ['x', 'y'], b: ['yes'] }]);
  });

  it.each([
    [field('kind: text, currencies: [EUR]'), 'key `currencies`'],
    [field('kind: txet'), 'expected `text` or another'],
    [field('kind: text', 'Not Kebab'), '`Not Kebab` for `id`'],
    [field('kind: text, pattern: "(?=a)b"'), 'a pattern without'],
    [field('kind: text, pattern: "("'), 'a pattern that compiles'],
    [field('kind: text, pattern: "(a)\\\\1"'), 'does not refer back'],
    [field('kind: text, pattern-message: "No."'), 'missing `pattern`, expected a pattern'],
    [field('kind: text, min-length: 9, max-length: 3'), 'no more than `max-length`'],
    // The desk reads no longer message.
    [field('kind: paragraph, max-length: 9000'), 'at most 8000'],
    // Nor does it take a larger upload.
    [field('kind: attachment, max-bytes: 20000000'), 'at most 10000000'],
    [field('kind: number, min: 9, max: 3'), 'no less than `min`'],
    [field('kind: choice, choices: [A b, a B]'), '`a-b` stands twice'],
    [field('kind: choice, choices: []'), 'at least 1 item'],
    ['  []', 'at least 1 item'],
    [
      `${field('kind: text')}\n${field('kind: date')}`,
      'second field `a`, expected each id once (first: work-orders/transfer.md:5:11)',
    ],
    [field('kind: text, when: { b: x }'), 'field `b`'],
    [
      `${field('kind: text, when: { b: x }')}\n${field('kind: text', 'b')}`,
      'field `b`, which is not asked before',
    ],
    [field('kind: text, when: { a: x }'), 'field `a`, which is not asked before'],
    [
      `${field('kind: choice, choices: [in, out]')}\n${field('kind: text, when: { a: ot }', 'b')}`,
      'value `ot` of `a`, expected `out`',
    ],
    [
      `${field('kind: yes-no')}\n${field('kind: text, when: { a: maybe }', 'b')}`,
      'expected one of `yes`, `no`',
    ],
  ])('%# is none with a fault', (fields, found) => {
    const { type, diagnostics } = read(fields);
    expect(type).toBeUndefined();
    expect(diagnostics.map(({ message }) => message).join('\n')).toContain(found);
    expect(diagnostics[0]?.line).toBeGreaterThanOrEqual(5);
  });

  it('has its own service level at a priority, and a team that escalations go to', () => {
    const levels = 'service-levels: { urgent: { first-response-hours: [1, 2], resolution-days: [1, 1] } }';
    const { type } = read(field('kind: text'), `${levels}\nescalation-queue: seniors\n`);
    expect(type).toMatchObject({
      serviceLevels: { urgent: { firstResponseHours: [1, 2], resolutionDays: [1, 1] } },
      escalationQueue: 'seniors',
    });
    expect(read(field('kind: text')).type).not.toHaveProperty('serviceLevels');
    const half = read(field('kind: text'), 'service-levels: { urgent: { resolution-days: [1, 1] } }\n');
    expect(half.diagnostics[0]?.message).toContain('first-response-hours');
  });

  it('needs its service level in order', () => {
    const { diagnostics } = read(field('kind: text'), 'first-response-hours: [48, 24]\n');
    expect(diagnostics[0]?.message).toContain('the lesser number of hours first');
  });

  it('promises nothing so far away that counting its days would take long', () => {
    const promises = 'first-response-hours: [24, 10000000]\nresolution-days: [3, 5000000]\n';
    const { diagnostics } = read(field('kind: text'), promises);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'Unexpected `10000000` for item, expected at most 1000',
      'Unexpected `5000000` for item, expected at most 250',
    ]);
  });
});

describe('the hash of a type', () => {
  const hashOf = (...args: Parameters<typeof read>) => read(...args).type?.hash;

  it('is 64 hex digits, the same for the same definition, wherever and however it is written', () => {
    expect(hashOf(field('kind: text'))).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf(field('kind: text'))).toBe(hashOf('  - { prompt: What?, label: A, kind: text, id: a }'));
    expect(hashOf(field('kind: text'))).toBe(hashOf(field('kind: text'), '', 'work-orders/sub/transfer.md'));
  });

  it('differs with any word of the definition', () => {
    const hashes = [
      hashOf(field('kind: text')),
      hashOf(field('kind: text, hint: Look.')),
      hashOf(field('kind: text, why: Look.')),
      hashOf(field('kind: text'), 'tip: Wait.\n'),
      hashOf(field('kind: text'), '', 'work-orders/other.md'),
      hashOf(field('kind: text'), '', 'work-orders/transfer.md', 'Other words.'),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
