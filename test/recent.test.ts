import { describe, expect, it } from 'vitest';
import { Recent } from '../src/recent.ts';

describe('what is kept of late', () => {
  it('is so much at most, and loses what was put in longest ago', () => {
    const recent = new Recent<string, number>(2);
    for (const [index, key] of ['a', 'b', 'a', 'c'].entries()) recent.put(key, index);
    expect(['a', 'b', 'c'].map((key) => recent.get(key))).toEqual([2, undefined, 3]);
  });

  it('is gone once it is deleted, or all is cleared', () => {
    const recent = new Recent<string, number>(2);
    recent.put('a', 1);
    recent.put('b', 2);
    expect([recent.delete('a'), recent.delete('a')]).toEqual([true, false]);
    recent.clear();
    expect(recent.get('b')).toBeUndefined();
  });
});
