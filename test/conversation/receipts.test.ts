import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choice, readPicked } from '../../src/conversation/choices.ts';
import type { Receipt } from '../../src/conversation/command.ts';
import { fillReceipts, mark } from '../../src/conversation/receipts.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { cleanText } from '../../src/conversation/text.ts';
import type { PhraseKey } from '../../src/conversation/view.ts';
import type { WorkOrder } from '../../src/work-orders/work-order.ts';

const workOrder: WorkOrder = {
  number: 'WO-7K3M-Q9TF',
  type: 'general',
  typeTitle: 'General request',
  typeHash: 'hash',
  requesterId: 'web/ann',
  conversationId: 'chat/ann',
  status: 'new',
  priority: 'normal',
  queue: 'front-desk',
  fields: {},
  subject: 'Help',
  filedAt: 0,
  firstResponseDue: Date.UTC(2026, 10, 26, 10),
  resolutionDue: Date.UTC(2026, 11, 1, 17),
  updatedAt: 0,
  version: 1,
};
const done: Receipt = { kind: 'done', commandId: 'file:f1', workOrder };
const place = { zone: 'UTC', lang: 'en', say: (key: PhraseKey) => key };
const notice = (text: string): Reply => ({ kind: 'notice', text });
const number = mark('file:f1', 'number');

describe('fillReceipts', () => {
  it('puts the number and the times into the text, the card and the choices', () => {
    const draft: Reply = {
      kind: 'filed',
      text: `${number} by ${mark('file:f1', 'response')}, solved by ${mark('file:f1', 'resolution')}`,
      card: {
        kind: 'work-order',
        number,
        title: 'General request',
        status: 'new',
        facts: [{ label: 'by', value: mark('file:f1', 'response') }],
        notes: [`Ask me about ${number}.`],
      },
      choices: [choice(number, { kind: 'work-order', number, action: 'show' })],
    };
    const [filled] = fillReceipts([draft], [done], place);
    expect(filled?.text).toBe(
      'WO-7K3M-Q9TF by Thursday 26 November at 10:00 UTC, solved by Tuesday 1 December at 17:00 UTC',
    );
    expect(filled?.card).toMatchObject({
      number: 'WO-7K3M-Q9TF',
      facts: [{ value: 'Thursday 26 November at 10:00 UTC' }],
      notes: ['Ask me about WO-7K3M-Q9TF.'],
    });
    const [button] = filled?.choices ?? [];
    expect(button?.label).toBe('WO-7K3M-Q9TF');
    expect(readPicked(button?.value ?? '')).toEqual({
      kind: 'work-order',
      number: 'WO-7K3M-Q9TF',
      action: 'show',
    });
  });

  it('says the other thing when the command was refused', () => {
    const draft = {
      ...notice('Done.'),
      unlessDone: { commandId: 'withdraw:m1', otherwise: notice('Not any more.') },
    };
    const refused: Receipt = { kind: 'refused', commandId: 'withdraw:m1', workOrder: undefined };
    const other: Receipt = { kind: 'refused', commandId: 'withdraw:m2', workOrder: undefined };
    expect(fillReceipts([draft], [refused], place)).toEqual([notice('Not any more.')]);
    expect(fillReceipts([draft], [other], place)).toEqual([notice('Done.')]);
    expect(fillReceipts([draft], [], place)).toEqual([notice('Done.')]);
  });

  it('leaves nothing of a mark whose receipt is missing', () => {
    expect(fillReceipts([notice(`[${mark('file:other', 'number')}]`)], [done], place)).toEqual([
      notice('[]'),
    ]);
  });

  it.each([
    [number],
    [encodeURIComponent(number)],
    [decodeURIComponent(encodeURIComponent(number))],
    [`\uE000file:f1\tnumber\uE001`],
    ['%EE%80%80file%3Af1%09number%EE%80%81'],
    ['%EE%80%80file:f1%09number%EE%80%81'],
  ])('never reads what somebody wrote as a mark: %j', (said) => {
    const clean = cleanText(said);
    const button = choice(clean, { kind: 'value', form: 'f1', field: 'details', value: clean });
    const [filled] = fillReceipts([{ ...notice(clean), choices: [button] }], [done], place);
    expect(filled).toEqual({ ...notice(clean), choices: [button] });
  });

  it('leaves every text that was cleaned as it is', () => {
    const parts = fc.constantFrom(
      '\uE000',
      '\uE001',
      '\t',
      'file:f1',
      'number',
      '%EE%80%80',
      '%09',
      '%EE%80%81',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (said) => {
        const clean = cleanText(said.join(''));
        expect(fillReceipts([notice(clean)], [done], place)).toEqual([notice(clean)]);
      }),
      { numRuns: 500 },
    );
  });
});
