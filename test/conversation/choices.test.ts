import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  choice,
  formActions,
  type Picked,
  readPicked,
  typedChoice,
  workOrderActions,
} from '../../src/conversation/choices.ts';
import { commandNames } from '../../src/conversation/words.ts';

const any = fc.string({ unit: 'grapheme', maxLength: 60 });
const constant = <K extends 'none' | 'other-type' | 'decline'>(kind: K) => fc.constant({ kind });

/** Every meaning that a button of ours can have. */
const meanings: fc.Arbitrary<Exclude<Picked, { kind: 'unknown' }>> = fc.oneof(
  fc.record({ kind: fc.constant('command' as const), name: fc.constantFrom(...commandNames) }),
  fc.record({ kind: fc.constant('article' as const), article: any }),
  fc.record({
    kind: fc.constant('vote' as const),
    vote: fc.constantFrom('helped' as const, 'not-quite' as const),
    article: any,
  }),
  constant('none'),
  constant('other-type'),
  constant('decline'),
  fc.record({ kind: fc.constant('type' as const), type: any }),
  fc.record({ kind: fc.constant('form' as const), form: any, action: fc.constantFrom(...formActions) }),
  fc.record({ kind: fc.constant('value' as const), form: any, field: any, value: any }),
  fc.record({ kind: fc.constant('edit' as const), form: any, field: any }),
  fc.record({
    kind: fc.constant('work-order' as const),
    number: any,
    action: fc.constantFrom(...workOrderActions),
  }),
);

describe('readPicked', () => {
  it('is the inverse of choice', () => {
    fc.assert(
      fc.property(meanings, (picked) => {
        expect(readPicked(choice('x', picked).value)).toEqual(picked);
      }),
      { numRuns: 500 },
    );
  });

  it('reads anything that comes through a channel without a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (value) => {
        expect(readPicked(value).kind).toBeTypeOf('string');
      }),
    );
  });

  it.each([
    [''],
    ['nonsense'],
    ['command:sudo'],
    ['command:constructor'],
    ['form:1:explode'],
    ['vote:perhaps:a'],
    ['work-order:WO-1:close'],
    ['__proto__:x'],
  ])('does not know %j', (value) => expect(readPicked(value)).toEqual({ kind: 'unknown' }));

  it('survives a broken escape', () =>
    expect(readPicked('article:%E0%A4%A')).toEqual({ kind: 'article', article: '' }));
});

describe('typedChoice', () => {
  const choices = [
    { label: 'Send it', value: 'a' },
    { label: 'Change something', value: 'b' },
    { label: '2', value: 'c' },
  ];
  it.each([
    ['send it', true, 'a'],
    ['  SEND IT! ', true, 'a'],
    ['1', true, 'a'],
    ['2', true, 'c'],
    ['3', true, 'c'],
    ['2', false, 'c'],
    ['1', false, undefined],
    ['0', true, undefined],
    ['4', true, undefined],
    ['send', true, undefined],
    ['', true, undefined],
    ['😀', true, undefined],
  ])('%j, by place %j: %j', (text, byPlace, value) =>
    expect(typedChoice(choices, text, byPlace)?.value).toBe(value),
  );
});
