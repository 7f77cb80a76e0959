import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/content/canonical-json.ts';

it('writes equal data equally, whatever the order of its keys', () => {
  expect(canonicalJson({ b: [1, { d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,{"d":1}]}');
  expect(canonicalJson({ a: 'x', b: [1, { d: 1 }] })).toBe(canonicalJson({ b: [1, { d: 1 }], a: 'x' }));
});
