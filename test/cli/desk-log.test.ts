import { expect, it } from 'vitest';
import { sinceTime } from '../../src/cli/desk-log.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

const now = Date.parse('2026-11-27T10:00:00Z');

it.each([
  ['30d', '2026-10-28T10:00:00Z'],
  ['0d', '2026-11-27T10:00:00Z'],
  ['2026-11-01', '2026-11-01T00:00:00Z'],
])('looks back to %s', (written, at) => {
  expect(sinceTime(written, now)).toBe(Date.parse(at));
});

it.each(['', '30', '30 d', '-1d', '2026-02-30', '2026-13-01', '01.11.2026', 'yesterday'])(
  'takes %j for no time',
  (written) => {
    expect(() => sinceTime(written, now)).toThrow(UsageError);
  },
);
