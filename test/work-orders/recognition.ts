import { readFileSync } from 'node:fs';
import { readDocument } from '../../src/content/read-document.ts';
import type { Field } from '../../src/work-orders/field.ts';
import { readWorkOrderType } from '../../src/work-orders/read-work-order-type.ts';
import { recogniseFields } from '../../src/work-orders/recognise.ts';

export const common = { prompt: '?', required: true, sensitive: false, when: {} };
export const email: Field = { ...common, id: 'email', kind: 'email', label: 'E-mail address' };
const choice = (
  id: string,
  label: string,
  choices: Readonly<Record<string, string | readonly [string, ...string[]]>>,
): Field => ({
  ...common,
  id,
  kind: 'choice',
  label,
  choices: Object.entries(choices).map(([value, names]) => {
    const [name, ...synonyms] = typeof names === 'string' ? [names] : names;
    return { value, label: name, synonyms };
  }),
});

/** The fields of a type of the sample desk, but for what nobody recognises by its form. */
function deskFields(id: string): readonly Field[] {
  const file = `work-orders/${id}.md`;
  const { document } = readDocument(
    file,
    readFileSync(new URL(`../../knowledge/${file}`, import.meta.url), 'utf8'),
  );
  const fields = document && readWorkOrderType(document).type?.fields;
  if (fields === undefined) throw new Error(`Expected a work-order type in ${file}`);
  return fields.filter(({ kind }) => kind !== 'text' && kind !== 'paragraph' && kind !== 'attachment');
}

const machines = ['laptops', 'computers', 'pcs', 'tablets', 'phones', 'printers', 'machines'];
const articles = ['pieces', 'articles', 'products', 'things', 'parts'];
const counted = ['persons', 'users', 'customers', 'employees', 'colleagues', 'of us', 'family of', 'team of'];

export const types: Readonly<Record<string, readonly Field[]>> = {
  transaction: deskFields('transaction'),
  security: deskFields('security-incident'),
  'sign-in': deskFields('sign-in'),
  account: deskFields('account-change'),
  identity: deskFields('identity-verification'),
  general: deskFields('general'),
  booking: [
    { ...common, id: 'phone', kind: 'phone', label: 'Phone number' },
    { ...common, id: 'site', kind: 'url', label: 'Site' },
    { ...common, id: 'wallet', kind: 'address', label: 'Wallet address' },
    {
      ...common,
      id: 'devices',
      kind: 'number',
      label: 'Number of devices',
      min: 1,
      max: 100,
      synonyms: machines,
    },
    { ...common, id: 'day', kind: 'date', label: 'Preferred day', past: false },
  ],
  order: [
    email,
    choice('problem', 'Problem', {
      damaged: [
        'Arrived damaged',
        ...['broken', 'damaged', 'cracked', 'has a crack', 'in pieces', 'scratched', 'dented', 'smashed'],
        ...[
          'shattered',
          'torn',
          'ripped',
          'bent',
          'leaking',
          'with a hole',
          'has a hole',
          'was wet',
          'faulty',
          'defective',
        ],
      ],
      missing: [
        'Never arrived',
        ...['never came', 'not come', 'not arrived', 'not received', 'not delivered', 'received nothing'],
        ...[
          'got nothing',
          'nothing came',
          'nothing arrived',
          'lost in the post',
          'waiting for my parcel',
          'waiting for my order',
          'where is my parcel',
          'where is my order',
          'where is my package',
          'no sign of',
        ],
      ],
      wrong: [
        'Wrong item',
        ...[
          'wrong size',
          'wrong colour',
          'wrong color',
          'wrong model',
          'wrong product',
          'wrong one',
          'another item',
        ],
        ...[
          'different item',
          'different colour',
          'different color',
          'other colour',
          'other color',
          'other size',
          'somebody else parcel',
          'someone else order',
          'instead of',
          'not what I ordered',
        ],
      ],
      refund: ['Refund', 'my money back', 'want back', 'return it', 'send it back'],
      other: 'Something else',
    }),
    { ...common, id: 'bought-on', kind: 'date', label: 'Bought on', past: true },
    { ...common, id: 'price', kind: 'amount', label: 'Price', currencies: ['EUR', 'USD', 'GBP'] },
    { ...common, id: 'items', kind: 'number', label: 'Number of items', min: 1, max: 50, synonyms: articles },
    { ...common, id: 'phone', kind: 'phone', label: 'Phone number' },
    {
      ...common,
      id: 'opened',
      kind: 'yes-no',
      label: 'Package opened',
      synonyms: {
        yes: [
          'opened the package',
          'opened the parcel',
          'opened the box',
          'opened it',
          'out of the box',
          'unpacked',
          'already opened',
        ],
        no: [
          'sealed',
          'unopened',
          'not opened',
          'never opened',
          'still closed',
          'still packed',
          'in its wrapping',
          'original packaging',
        ],
      },
    },
  ],
  outage: [
    choice('service', 'Service', {
      internet: [
        'Internet',
        'no internet',
        'without internet',
        'wifi',
        'no wifi',
        'without wifi',
        'no wlan',
        'no broadband',
        'wi-fi',
        'broadband',
        'fibre',
        'wlan',
        'no net',
      ],
      tv: ['Television', 'tv', 'no tv', 'no television', 'telly', 'no telly', 'channels', 'no channels'],
      'phone-line': ['Phone line', 'landline', 'telephone', 'on the home phone', 'dial tone', 'no dial tone'],
      mobile: [
        'Mobile data',
        ...[
          'no mobile data',
          'no signal on my mobile',
          'no signal on my phone',
          '4g',
          '5g',
          'no 4g',
          'no 5g',
          'no lte',
          'signal on my mobile',
          'signal on my phone',
        ],
        ...['mobile signal', 'no mobile signal', 'mobile network', 'no reception'],
      ],
    }),
    { ...common, id: 'since', kind: 'date-time', label: 'Out since', past: true },
    { ...common, id: 'page', kind: 'url', label: 'Page that fails' },
    { ...common, id: 'call-back', kind: 'phone', label: 'Call-back number' },
    { ...common, id: 'people', kind: 'number', label: 'People affected', synonyms: counted },
  ],
};

export const ids: Readonly<Record<string, string>> = {
  btc: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b',
  btc2: 'f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16',
  evm: '0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060',
  sol: '5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW',
  'a-evm': '0x52908400098527886E0F7030069857D2E4169EE7',
  'a-btc': 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq',
  'a-btc-wrong': 'bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdz',
  'a-tron': 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  'a-sol': 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
};

// Wednesday, 11:00 in Berlin.
export const context = { now: Date.parse('2026-11-18T10:00:00Z'), zone: 'Europe/Berlin', lang: 'en' };

interface Sentence {
  readonly type: string;
  readonly text: string;
  readonly expected: readonly string[];
  readonly allowed: readonly string[];
}

export const recognised = (type: string, text: string) =>
  recogniseFields({ fields: types[type] ?? [] }, text, context, {});

/** The sentences of a file beside this one: `type|sentence|field=value;field=value`; after `?`, a value that may be taken or left. */
const readSentences = (file: string): readonly Sentence[] =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.replace(/\{([\w-]+)\}/g, (_whole, name: string) => ids[name] ?? name))
    .map((line) => line.replaceAll('\\n', '\n'))
    .map((line) => {
      const [type = '', text = '', values = ''] = line.split('|');
      const all = values.split(';').filter(Boolean);
      const expected = all.filter((one) => !one.startsWith('?'));
      return { type, text, expected, allowed: all.map((one) => one.replace(/^\?/, '')) };
    });

/** Precision and recall of the values recognised in a file's sentences, each taken out of its sentence alone. */
export const measure = (file: string) => {
  const sentences = readSentences(file);
  const [faults, tally]: [string[], Record<'right' | 'wrong' | 'missed', number>] = [
    [],
    { right: 0, wrong: 0, missed: 0 },
  ];
  for (const { type, text, expected, allowed } of sentences) {
    const found = Object.entries(recognised(type, text)).map(([id, { value }]) => `${id}=${value}`);
    const extra = found.filter((one) => !allowed.includes(one));
    const absent = expected.filter((one) => !found.includes(one));
    tally.right += expected.length - absent.length;
    tally.wrong += extra.length;
    tally.missed += absent.length;
    if (extra.length + absent.length > 0)
      faults.push(`${type}: ${text}\n    + ${extra.join(' ')}  - ${absent.join(' ')}`);
  }
  const { right, wrong, missed } = tally;
  return {
    sentences: sentences.length,
    types: new Set(sentences.map(({ type }) => type)),
    precision: right / (right + wrong),
    recall: right / (right + missed),
    faults: faults.join('\n'),
    values: right + missed,
  };
};
