import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../../src/work-orders/field.ts';
import {
  askedFields,
  exampleOf,
  type FieldContext,
  isAsked,
  recogniseField,
  schemaOf,
  showField,
  validateField,
} from '../../../src/work-orders/fields/field-codecs.ts';
import { problemCodes } from '../../../src/work-orders/fields/problem.ts';

// Wednesday, 11:00 in Berlin.
const context: FieldContext = { now: Date.parse('2026-11-18T10:00:00Z'), zone: 'Europe/Berlin', lang: 'en' };
const common = { id: 'it', label: 'It', prompt: '?', required: true, sensitive: false, when: {} };
const fields = {
  text: { ...common, kind: 'text', minLength: 3, maxLength: 10 },
  postcode: {
    ...common,
    kind: 'text',
    minLength: 0,
    maxLength: 10,
    pattern: { source: '\\d{5}', message: 'Five digits' },
  },
  paragraph: { ...common, kind: 'paragraph', minLength: 3, maxLength: 2000 },
  choice: {
    ...common,
    kind: 'choice',
    choices: [
      { value: 'deposit', label: 'Deposit' },
      { value: 'withdrawal', label: 'Withdrawal' },
      { value: 'trade', label: 'Trade' },
      { value: 'other', label: 'Something else' },
    ],
  },
  yesNo: { ...common, kind: 'yes-no' },
  email: { ...common, kind: 'email' },
  phone: { ...common, kind: 'phone' },
  day: { ...common, kind: 'date', past: true },
  anyDay: { ...common, kind: 'date', past: false },
  moment: { ...common, kind: 'date-time', past: true },
  amount: { ...common, kind: 'amount', currencies: ['BTC', 'ETH', 'EUR', 'USD'] },
  euros: { ...common, kind: 'amount', currencies: ['EUR'] },
  number: { ...common, kind: 'number', min: 1, max: 10 },
  url: { ...common, kind: 'url' },
  evm: { ...common, kind: 'transaction-id', network: 'evm' },
  bitcoin: { ...common, kind: 'transaction-id', network: 'bitcoin' },
  tron: { ...common, kind: 'transaction-id', network: 'tron' },
  solana: { ...common, kind: 'transaction-id', network: 'solana' },
  anyId: { ...common, kind: 'transaction-id', network: 'any' },
  address: { ...common, kind: 'address' },
  files: { ...common, kind: 'attachment', maxCount: 2, maxBytes: 1000 },
} as const satisfies Readonly<Record<string, Field>>;
type Name = keyof typeof fields;

const file = (at: number): string => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
const hex = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
const solana = '5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW';
const evmAddress = '0x52908400098527886E0F7030069857D2E4169EE7';

const read = (name: Name, text: string, where: Partial<FieldContext> = {}): string => {
  const result = validateField(fields[name], text, { ...context, ...where });
  return result.kind === 'ok'
    ? result.value
    : `! ${[result.problem, ...Object.values(result.params)].join(' ')}`;
};

const answers: Readonly<Record<Name, Readonly<Record<string, string>>>> = {
  text: {
    ' a  b\nc ': 'a b c',
    ab: '! too-short 3',
    '': '! empty',
    abcdefghijk: '! too-long 10',
    '👍👍👍': '👍👍👍',
  },
  postcode: {
    '10115': '10115',
    '101': '! wrong-pattern Five digits',
    '101155': '! wrong-pattern Five digits',
  },
  paragraph: { 'one\r\ntwo ': 'one\ntwo', '  ': '! empty' },
  choice: {
    deposit: 'deposit',
    'DEPOSIT!': 'deposit',
    '2': 'withdrawal',
    'option 3': 'trade',
    'it was a withdrawal': 'withdrawal',
    withdrawl: 'withdrawal',
    'something else': 'other',
    '9': '! not-a-choice Deposit, Withdrawal, Trade, Something else',
    'a deposit or a trade': '! not-a-choice Deposit, Withdrawal, Trade, Something else',
    trading: 'trade',
    'the withdrawl': 'withdrawal',
    'not a deposit': '! not-a-choice Deposit, Withdrawal, Trade, Something else',
  },
  yesNo: {
    yes: 'yes',
    'Yep, I can': 'yes',
    "I can't": 'no',
    'not yet': 'no',
    'of course not': 'no',
    'no idea': '! not-yes-or-no',
    'I do not know': '! not-yes-or-no',
    maybe: '! not-yes-or-no',
  },
  email: {
    'A.b@MAIL.Example': 'A.b@mail.example',
    'it is <a@b.co>.': 'a@b.co',
    'a@b': '! not-an-email',
    'a..b@c.co': '! not-an-email',
    'a@b.co, c@d.co': '! more-than-one a@b.co c@d.co',
  },
  phone: {
    '+49 30 23125 014': '+493023125014',
    '0049 (0)30 23125014': '+493023125014',
    '030 23125014': '! no-country-code',
    hello: '! not-a-phone',
  },
  day: {
    yesterday: '2026-11-17',
    Friday: '2026-11-13',
    '24 December': '2025-12-24',
    '12.03.2026': '2026-03-12',
    '25/12/2025': '2025-12-25',
    '03/04/2026': '! ambiguous-date 2026-04-03 2026-03-04',
    // One of the two is still to come.
    '10/12/2026': '2026-10-12',
    '30.02.2026': '! no-such-day 30.02.2026',
    tomorrow: '! in-the-future Thu, 19 November 2026',
    'no idea': '! not-a-date',
    'last week': '! not-a-date',
    'on the 16th': '2026-11-16',
    'on the 31st': '2026-10-31',
    'the 3rd of this month': '2026-11-03',
    'day before yesterday': '2026-11-16',
    'on the 2nd attempt': '! not-a-date',
    'end of October': '! not-a-date',
    'the evening of 12 November': '2026-11-12',
    '3 December last year': '2025-12-03',
    'Tuesday last week': '2026-11-10',
  },
  anyDay: {
    'on the 16th': '2026-12-16',
    'day after tomorrow': '2026-11-20',
    Friday: '2026-11-20',
    tomorrow: '2026-11-19',
    'in two weeks': '2026-12-02',
    'in a week from today': '2026-11-25',
    'Tuesday next week': '2026-11-24',
    'a fortnight from now': '2026-12-02',
  },
  moment: {
    'yesterday around 3pm': '2026-11-17T15:00+01:00',
    'yesterday around four pm': '2026-11-17T16:00+01:00',
    "15 November about 11 o'clock in the morning": '2026-11-15T11:00+01:00',
    'ten to five yesterday afternoon': '2026-11-17T16:50+01:00',
    'yesterday at 9:20 in the evening': '2026-11-17T21:20+01:00',
    'last night at 11': '2026-11-17T23:00+01:00',
    'last night at 2': '2026-11-18T02:00+01:00',
    'yesterday evening at 8': '2026-11-17T20:00+01:00',
    yesterday: '2026-11-17',
    '2 hours ago': '2026-11-18T09:00+01:00',
    '10:30': '2026-11-18T10:30+01:00',
    '2026-11-17T14:30:00-05:00': '2026-11-17T20:30+01:00',
    '1 July 2026 at 09:00': '2026-07-01T09:00+02:00',
    '3pm': '! day-missing 15:00',
    'this afternoon': '! in-the-future Wed, 18 November 2026 at 15:00 CET',
    'on the 12th at 10 pm': '2026-11-12T22:00+01:00',
    '12 Nov 9pm': '2026-11-12T21:00+01:00',
    'yesterday at 5': '! ambiguous-time 05:00 17:00',
    'tomorrow at 9am': '! in-the-future Thu, 19 November 2026 at 09:00 CET',
    'it was on the 12th of November, I think around 10 pm': '2026-11-12T22:00+01:00',
  },
  amount: {
    '0.5 BTC': '0.5 BTC',
    '1,200.50 EUR': '1200.50 EUR',
    '1.200,50 €': '1200.50 EUR',
    '€50': '50 EUR',
    '.5 btc': '0.5 BTC',
    '1.5k usd': '1500 USD',
    '12,34,567 USD': '1234567 USD',
    '1,200 BTC': '1200 BTC',
    '0,250 BTC': '0.250 BTC',
    '2.000 EUR': '2000 EUR',
    '1.200 BTC': '! ambiguous-number 1.2000 BTC 1200 BTC',
    '1.2000 BTC': '1.2000 BTC',
    '1.2.3 BTC': '! not-an-amount BTC, ETH, EUR, USD',
    '5': '! currency-missing BTC, ETH, EUR, USD',
    '10 DOGE': '! currency-not-taken DOGE BTC, ETH, EUR, USD',
    '-5 EUR': '! not-positive',
    '0 EUR': '! not-positive',
    '1 BTC and 2 ETH': '! more-than-one 1 BTC 2 ETH',
    much: '! not-an-amount BTC, ETH, EUR, USD',
  },
  euros: {
    '50': '50 EUR',
    'about 50': '50 EUR',
    '-3': '! not-positive',
    '50 USD': '! currency-not-taken USD EUR',
  },
  number: {
    '3': '3',
    three: '3',
    '1,5': '1.5',
    '11': '! too-large 10',
    '0': '! too-small 1',
    x: '! not-a-number',
    '1 or 2': '! more-than-one 1 2',
  },
  url: {
    'https://x.example/a?b=c': 'https://x.example/a?b=c',
    'x.example': 'https://x.example/',
    'hxxps://evil[.]example': 'https://evil.example/',
    'javascript:alert(1)': '! not-a-web-address',
    'data:text/html,x': '! not-a-web-address',
    'ftp://x.example': '! not-a-web-address',
    'me@x.example': '! not-a-web-address',
  },
  evm: {
    [`0x${hex.toUpperCase()}`]: `0x${hex}`,
    [hex]: `0x${hex}`,
    [`https://scan.example/tx/0x${hex}`]: `0x${hex}`,
    [`0x${hex.slice(1)}`]: '! transaction-id-cut-off 65 66',
    [evmAddress]: '! address-not-transaction-id',
    [solana]: '! not-a-transaction-id',
  },
  bitcoin: {
    [hex.toUpperCase()]: hex,
    [`0x${hex}`]: '! transaction-id-cut-off 66 64',
    dunno: '! not-a-transaction-id',
  },
  tron: { [`id ${hex}`]: hex },
  solana: { [solana]: solana, [hex]: '! transaction-id-cut-off 64 88' },
  anyId: {
    [hex]: hex,
    [`0x${hex}`]: `0x${hex}`,
    [solana]: solana,
    '4a5e1e4b…': '! transaction-id-cut-off 8 64',
  },
  address: {
    [evmAddress]: evmAddress,
    bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq: 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
    bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdz: '! address-mistyped',
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa': '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
    TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed': '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed': '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed': '! address-mistyped',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe4': '! address-mistyped',
    [hex]: '! transaction-id-not-address',
    home: '! not-an-address',
  },
  files: {
    [`${file(1)}, ${file(2)}`]: `${file(1)},${file(2)}`,
    [[1, 2, 3].map(file).join()]: '! too-many-files 2',
    'my photo.png': '! not-an-attachment',
    screenshot: '! not-an-attachment',
  },
};

const names: readonly Name[] = [
  'text',
  'postcode',
  'paragraph',
  'choice',
  'yesNo',
  'email',
  'phone',
  'day',
  'anyDay',
  'moment',
  'amount',
  'euros',
  'number',
  'url',
  'evm',
  'bitcoin',
  'tron',
  'solana',
  'anyId',
  'address',
  'files',
];

describe('validateField', () => {
  for (const name of names)
    it.each(Object.entries(answers[name]))(`${name}: %j is %s`, (text, expected) => {
      expect(read(name, text)).toBe(expected);
    });

  it('offers both meanings of an answer that has two, and each can be taken back', () => {
    const unclear: readonly (readonly [Name, string])[] = [
      ['amount', '1.200 BTC'],
      ['amount', '0.5 BTC, sorry, 0.05 BTC'],
      ['day', '03/04/2026'],
      ['moment', 'yesterday at 5'],
      ['moment', 'Monday at 10:15 or Tuesday at 11:20'],
      ['email', 'a@b.co, c@d.co'],
    ];
    for (const [name, text] of unclear) {
      const result = validateField(fields[name], text, context);
      const options = result.kind === 'invalid' ? (result.options ?? []) : [];
      expect(options.length, text).toBe(2);
      for (const { value } of options)
        expect(validateField(fields[name], value, context)).toMatchObject({ kind: 'ok', value });
    }
  });

  it('goes by the country where numbers mean two days', () => {
    expect(read('day', '03/04/2026', { lang: 'en-US' })).toBe('2026-03-04');
    expect(read('day', '03/04/2026', { lang: 'en-GB' })).toBe('2026-04-03');
    expect(read('day', '03/04/2026', { lang: 'de' })).toBe('2026-04-03');
  });

  it('reads the languages that the date parser knows', () => {
    expect(read('moment', 'gestern um 15 Uhr', { lang: 'de' })).toBe('2026-11-17T15:00+01:00');
    expect(read('day', 'am 3. November', { lang: 'de-AT' })).toBe('2026-11-03');
  });

  it('goes by the clock of the requester, not of the desk', () => {
    expect(read('day', 'today', { zone: 'Pacific/Auckland' })).toBe('2026-11-18');
    expect(read('day', 'today', { zone: 'Pacific/Auckland', now: Date.parse('2026-11-18T12:00Z') })).toBe(
      '2026-11-19',
    );
    expect(read('moment', 'yesterday at 15:00', { zone: 'America/New_York' })).toBe('2026-11-17T15:00-05:00');
  });

  it('survives zones and languages that a client made up', () => {
    expect(read('moment', 'yesterday at 15:00', { zone: 'W. Europe Standard Time', lang: '??' })).toBe(
      '2026-11-17T15:00+00:00',
    );
  });

  it('never throws, names only known problems with their parameters, and gives what the schema accepts', () => {
    const pieces = fc.constantFrom(
      ...names.flatMap((name) => Object.keys(answers[name])),
      'at',
      ' ',
      '\n',
      '0',
      '.',
      ',',
      'on',
      'Monday',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 5 }).map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(fc.constantFrom(...names), texts, (name, text) => {
        const field = fields[name];
        const result = validateField(field, text, context);
        if (result.kind === 'invalid') {
          expect(Object.keys(result.params).toSorted()).toEqual([...problemCodes[result.problem]].toSorted());
          return;
        }
        expect(schemaOf({ fields: [field] }).safeParse({ it: result.value }).success, result.value).toBe(
          true,
        );
        // A value is an answer too: what a choice or an edit carries comes back through the same door.
        expect(validateField(field, result.value, context)).toEqual(result);
        for (const found of recogniseField(field, text, context)) {
          expect(schemaOf({ fields: [field] }).safeParse({ it: found.value }).success, found.value).toBe(
            true,
          );
        }
      }),
      { numRuns: 400 },
    );
  }, 180_000);
});

describe('examples and showing', () => {
  it.each(names.filter((name) => !['text', 'postcode', 'paragraph', 'files'].includes(name)))(
    'the example of %s is a valid answer',
    (name) => {
      const later = { ...context, now: Date.parse('2027-01-01T00:00Z') };
      expect(validateField(fields[name], exampleOf(fields[name]), later).kind).toBe('ok');
    },
  );

  it("gives the file's own example where there is one", () => {
    expect(exampleOf({ ...fields.email, example: 'kim@mail.example' })).toBe('kim@mail.example');
  });

  it('shows labels, and times in the zone of who reads', () => {
    expect(showField(fields.choice, 'other', 'UTC')).toBe('Something else');
    expect(showField(fields.moment, '2026-11-17T15:00+01:00', 'America/New_York')).toMatch(
      /^Tue, 17 November 2026.* 09:00/,
    );
    expect(showField(fields.moment, '2026-11-17', 'America/New_York')).toBe('Tue, 17 November 2026');
  });
});

describe('conditions and the schema', () => {
  const type = {
    fields: [
      fields.choice,
      { ...fields.amount, id: 'amount', when: { it: ['deposit', 'withdrawal'] } },
      { ...fields.yesNo, id: 'sure', required: false, when: { amount: ['1 BTC'] } },
    ],
  };
  const accepts = (values: Record<string, string>) => schemaOf(type).safeParse(values).success;
  const asked = (values: Record<string, string>) => askedFields(type, values).map(({ id }) => id);

  it('asks a field only while its condition holds', () => {
    expect(isAsked(type.fields[1] ?? fields.text, { it: 'deposit' })).toBe(true);
    expect(isAsked(type.fields[1] ?? fields.text, { it: 'trade' })).toBe(false);
    expect(isAsked(type.fields[1] ?? fields.text, {})).toBe(false);
  });

  it('hides what hangs on a hidden field, whatever value it still has', () => {
    expect(asked({ it: 'deposit', amount: '1 BTC' })).toEqual(['it', 'amount', 'sure']);
    expect(asked({ it: 'trade', amount: '1 BTC' })).toEqual(['it']);
  });

  it('takes complete values and refuses gaps, leftovers, strangers and raw answers', () => {
    expect(accepts({ it: 'trade' })).toBe(true);
    expect(accepts({ it: 'deposit', amount: '1 BTC' })).toBe(true);
    expect(accepts({ it: 'deposit' })).toBe(false);
    expect(accepts({ it: 'trade', amount: '1 BTC' })).toBe(false);
    expect(accepts({ it: 'trade', more: 'x' })).toBe(false);
    expect(accepts({ it: 'Trade' })).toBe(false);
    expect(accepts({ it: 'deposit', amount: '1,0 BTC' })).toBe(false);
  });
});
