import { describe, expect, it } from 'vitest';
import {
  ask,
  back,
  fieldsOf,
  filedValues,
  fill,
  nextField,
  review,
  skip,
} from '../../src/conversation/form.ts';
import type { Form } from '../../src/conversation/state.ts';
import type { Field } from '../../src/work-orders/field.ts';
import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';

const text = (id: string, changed: Partial<Field> = {}): Field => ({
  id,
  label: id,
  prompt: `${id}?`,
  required: true,
  sensitive: false,
  when: changed.when ?? {},
  kind: 'text',
  minLength: 0,
  maxLength: 100,
});

/** b is asked only where a is "x". */
const type: WorkOrderType = {
  id: 't',
  file: 't.md',
  title: 'T',
  summary: '',
  phrasings: [],
  prepare: [],
  queue: 'q',
  priority: 'normal',
  serviceLevel: { firstResponseHours: [1, 2], resolutionDays: [1, 2] },
  fields: [text('a'), text('b', { when: { a: ['x'] } }), text('c')],
  intro: '',
  hash: 'h',
};

const empty: Form = {
  id: 'f',
  type: 't',
  typeHash: 'h',
  filled: {},
  skipped: [],
  trail: [],
  attempts: 0,
  reviewing: false,
  files: [],
  separate: false,
  question: '',
};
const said = (value: string) => ({ value, source: value, guess: false });
const ids = (form: Form) => fieldsOf(type, form).map((field) => field.id);

describe('a form', () => {
  it('asks what its conditions ask, and nothing twice', () => {
    expect(nextField(type, empty)?.id).toBe('a');
    expect(nextField(type, fill(empty, { a: said('x') }))?.id).toBe('b');
    expect(nextField(type, fill(empty, { a: said('y') }))?.id).toBe('c');
    expect(nextField(type, fill(empty, { a: said('y'), c: said('z') }))).toBeUndefined();
    expect(ids(empty)).toEqual(['a', 'c']);
    expect(ids(fill(empty, { a: said('x') }))).toEqual(['a', 'b', 'c']);
  });

  it('goes on after a skipped field, and takes an answer to it later', () => {
    const skipped = skip(fill(empty, { a: said('x') }), 'b');
    expect(nextField(type, skipped)?.id).toBe('c');
    expect(skip(skipped, 'b').skipped).toEqual(['b']);
    expect(fill(skipped, { b: said('1') }).skipped).toEqual([]);
    expect(skip(fill(skipped, { b: said('1') }), 'b').filled).toEqual({ a: said('x') });
  });

  it('counts refusals anew at each prompt', () => {
    expect(ask({ ...empty, attempts: 3 }, 'a')).toMatchObject({ asking: 'a', attempts: 0, trail: ['a'] });
    expect(ask(ask(ask(empty, 'a'), 'b'), 'a').trail).toEqual(['a', 'b']);
  });

  it('goes back one question at a time, and leaves its answer', () => {
    const asked = ask(fill(ask(fill(ask(empty, 'a'), { a: said('x') }), 'b'), { b: said('1') }), 'c');
    const once = back(type, asked);
    expect(once).toMatchObject({ field: 'b', form: { filled: { a: said('x'), b: said('1') } } });
    const twice = once && back(type, ask(once.form, once.field));
    expect(twice).toMatchObject({ field: 'a', form: { filled: { a: said('x'), b: said('1') } } });
    expect(twice && back(type, ask(twice.form, twice.field))).toBeUndefined();
    expect(back(type, empty)).toBeUndefined();
  });

  it('goes back from the review to the last question', () => {
    const atReview = review(fill(ask(empty, 'a'), { a: said('y') }));
    expect(back(type, atReview)).toMatchObject({
      field: 'a',
      form: { reviewing: false, filled: { a: said('y') } },
    });
  });

  it('never goes back to a field that is no longer asked', () => {
    const asked = ask(fill(ask(fill(ask(empty, 'a'), { a: said('x') }), 'b'), { b: said('1') }), 'c');
    expect(back(type, fill(asked, { a: said('y') }))?.field).toBe('a');
  });

  it('files only what is asked', () => {
    const form = fill(empty, { a: said('y'), b: said('hidden'), c: said('z') });
    expect(filedValues(type, form)).toEqual({ a: 'y', c: 'z' });
  });

  it('does not change the form it was given', () => {
    const form = ask(fill(empty, { a: said('x') }), 'b');
    const before = structuredClone(form);
    fill(form, { c: said('z') });
    skip(form, 'a');
    ask(form, 'a');
    back(type, form);
    expect(form).toEqual(before);
  });
});
