import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { checkKnowledge } from '../../src/check/check.ts';
import { rankingRules, rules } from '../../src/check/rules.ts';

const broken = fileURLToPath(new URL('../fixtures/evil/every-rule', import.meta.url));

it('finds each fault in a desk that has one of each', async () => {
  const diagnostics = await checkKnowledge(broken, { now: Date.parse('2026-07-01') });
  const found = new Set(diagnostics.map(({ rule }) => rule));
  const readers = ['front-matter', 'phrase', 'phrase-missing', 'work-order-type'];
  const wanted = [...readers, ...rules.map(({ name }) => name), ...rankingRules.map(({ name }) => name)];
  expect(wanted.filter((name) => !found.has(name))).toEqual([]);
});

it('finds nothing to mend in the desk that ships, but for what its editors decided to keep', async () => {
  const diagnostics = await checkKnowledge(fileURLToPath(new URL('../../knowledge', import.meta.url)), {
    now: Date.parse('2026-11-24'),
    ranking: false,
  });
  expect(diagnostics).toEqual([]);
});
