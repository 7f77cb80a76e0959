import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { authenticate, authorise } from '../../src/staff/access.ts';
import { inProcess } from '../cli/in-process.ts';

const statusOf = (work: () => unknown): number => {
  try {
    work();
  } catch (error) {
    if (error instanceof Error && 'status' in error) return Number(error.status);
    throw error;
  }
  return 200;
};

describe('a staff token', () => {
  it('is made by the command line, kept as a hash, and lets in who holds it', async () => {
    const { status, out } = await inProcess(['staff-token', 'ann-marie', 'agent', '--json']);
    expect(status).toBe(0);
    const { token, setting }: { readonly token: string; readonly setting: string } = JSON.parse(out);
    expect(token).toMatch(/^fl_[\w-]{43}$/);
    expect(setting).not.toContain(token);
    const { STAFF_TOKENS: tokens } = readConfig(
      { STAFF_TOKENS: `other:lead:${'0'.repeat(64)}, ${setting}` },
      '/none',
    );
    const staff = authenticate(tokens, { authorization: `Bearer ${token}` });
    expect(staff).toEqual({ name: 'ann-marie', role: 'agent' });
    expect(() => authorise(staff, 'read-only')).not.toThrow();
    expect(() => authorise(staff, 'agent')).not.toThrow();
    expect(statusOf(() => authorise(staff, 'lead'))).toBe(403);
    for (const authorization of [
      `Bearer ${token}x`,
      `Bearer ${setting.split(':')[2]}`,
      token,
      `Basic ${token}`,
      undefined,
    ])
      expect(statusOf(() => authenticate(tokens, { authorization }))).toBe(401);
    expect(statusOf(() => authenticate([], { authorization: `Bearer ${token}` }))).toBe(401);
  });

  it.each([
    [['staff-token', 'a b', 'agent'], 'A name takes'],
    [['staff-token', 'none', 'agent'], '`none` is nobody'],
    [['staff-token', 'ann', 'boss'], 'expected read-only, agent, lead'],
  ])('is not made by %j', async (args, said) => {
    const { status, out, err } = await inProcess(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(said);
  });

  it.each(['ann', 'ann:agent', 'ann:boss:00', `ann:agent:${'0'.repeat(63)}`, `a b:agent:${'0'.repeat(64)}`])(
    'is not read from %j, whose parts are not repeated',
    (STAFF_TOKENS) => {
      expect(() => readConfig({ STAFF_TOKENS }, '/none')).toThrow(/STAFF_TOKENS: .*firstline staff-token/);
      expect(() => readConfig({ STAFF_TOKENS }, '/none')).not.toThrow(/00|boss|a b/);
    },
  );
});
