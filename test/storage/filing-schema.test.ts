import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Field } from '../../src/work-orders/field.ts';
import { schemaOf } from '../../src/work-orders/fields/field-codecs.ts';
import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';
import { benchOn, ENGINES } from './engines.ts';
import { aFiling, aTurn } from './turns.ts';

const common = { prompt: '?', sensitive: false, when: {} };
const fields: readonly Field[] = [
  {
    ...common,
    id: 'direction',
    label: 'Direction',
    kind: 'choice',
    required: true,
    choices: [
      { value: 'deposit', label: 'Deposit' },
      { value: 'withdrawal', label: 'Withdrawal' },
    ],
  },
  {
    ...common,
    id: 'to',
    label: 'To',
    kind: 'email',
    required: true,
    when: { direction: ['withdrawal'] },
  },
  { ...common, id: 'amount', label: 'Amount', kind: 'amount', required: true, currencies: ['BTC'] },
  { ...common, id: 'day', label: 'Day', kind: 'date', required: false, past: true },
];

const type: WorkOrderType = {
  id: 'payment',
  file: 'work-orders/payment.md',
  title: 'Payment',
  summary: 'A payment',
  phrasings: [],
  prepare: [],
  queue: 'payments',
  priority: 'normal',
  serviceLevel: { firstResponseHours: [1, 4], resolutionDays: [1, 2] },
  fields,
  intro: '',
  hash: 'payment-1',
};

const good = { direction: 'withdrawal', to: 'kim@mail.example', amount: '0.5 BTC' };

/** Each kind of fault that the engine must never make, and what the ledger says of it. */
const broken: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
  ['a required value is missing', { direction: 'deposit' }, /"payment" at amount/],
  ['a value is not normalised', { ...good, amount: 'half a bitcoin' }, /at amount/],
  ['a value is none of the choices', { ...good, direction: 'sideways' }, /at direction/],
  ['a hidden field has a value', { ...good, direction: 'deposit' }, /at to/],
  ['the type has no such field', { ...good, password: 'hunter2' }, /at password/],
];

const values = fc.record(
  {
    direction: fc.constantFrom<string>('deposit', 'withdrawal', 'Deposit'),
    to: fc.constantFrom<string>('kim@mail.example', 'Kim <kim@mail.example>'),
    amount: fc.constantFrom<string>('0.5 BTC', '0 BTC', '0.5 ETH', '1'),
    day: fc.constantFrom<string>('2026-01-05', 'yesterday', '2026-02-30'),
  },
  { requiredKeys: [] },
);

describe.each(ENGINES)('filing against the type on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it.each(broken)('files nothing when %s, and names no value', async (_what, filed, said) => {
    const { ledger } = await open(await freshUrl());
    await ledger.pinType(type);
    const command = aFiling('f', { type: type.id, typeHash: type.hash, fields: filed });
    const refused = await ledger.commit(aTurn({ commands: [command] })).catch((error: unknown) => error);
    expect(String(refused)).toMatch(said);
    for (const value of Object.values(filed)) expect(String(refused)).not.toContain(value);
    expect(await ledger.list('web/ann')).toEqual([]);
  });

  it('files what the type takes and nothing else, whatever it is', async () => {
    const { ledger } = await open(await freshUrl());
    await ledger.pinType(type);
    let turns = 0;
    await fc.assert(
      fc.asyncProperty(values, async (filed) => {
        turns += 1;
        const conversationId = `chat/${turns}`;
        const requesterId = `web/${turns}`;
        const command = aFiling(`f${turns}`, { type: type.id, typeHash: type.hash, fields: filed });
        await ledger
          .commit(aTurn({ conversationId, requesterId, commands: [command] }))
          .catch(() => undefined);
        const fits = schemaOf(type).safeParse(filed).success;
        expect((await ledger.list(requesterId)).map((one) => one.fields)).toEqual(fits ? [filed] : []);
      }),
      { numRuns: 30, examples: [[good], [{ direction: 'deposit', amount: '0.5 BTC' }]] },
    );
  });
});
