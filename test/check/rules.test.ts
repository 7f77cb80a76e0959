import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { examine } from '../../src/check/exam.ts';
import { type CheckedContent, loadForCheck } from '../../src/check/load-content.ts';
import { type RuleExample, readRuleHeaders } from '../../src/check/rule-headers.ts';
import { rankingRules, rules } from '../../src/check/rules.ts';
import type { Diagnostic } from '../../src/content/diagnostic.ts';

const now = Date.parse('2026-07-01T12:00:00Z');
const headers = await readRuleHeaders();

type Run = (content: CheckedContent) => Promise<readonly Diagnostic[]>;

const all: readonly { readonly name: string; readonly run: Run }[] = [
  ...rules.map(({ name, run }) => ({ name, run: async (content: CheckedContent) => run(content, now) })),
  ...rankingRules.map(({ name, run }) => ({
    name,
    run: async (content: CheckedContent) => run(content, await examine(content)),
  })),
];

/** Without the phrases that ship: an example has none, and they are slow to read so many times. */
async function load({ files }: RuleExample): Promise<CheckedContent> {
  const root = await mkdtemp(path.join(tmpdir(), 'firstline-rule-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const { name, text } of files) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text.replace('<2001 letters>', 'a'.repeat(2001)));
  }
  return loadForCheck(root, { shipped: root });
}

describe.each(all)('$name', ({ name, run }) => {
  const examples = headers.find((header) => header.name === name)?.examples ?? [];

  it('finds what its examples say, and nothing else', async () => {
    expect(examples.map(({ kind }) => kind).toSorted()).toEqual(['bad', 'good']);
    for (const example of examples) {
      const content = await load(example);
      const found = await run(content);
      expect(
        found.map(({ file, line, column }) => `${file}:${line}:${column}`),
        `${example.kind}: ${found.map(({ message }) => message).join('\n')}`,
      ).toEqual(example.places);
      // An example that does not even parse would prove nothing; a desk without articles is meant here.
      const broken = content.diagnostics.filter(
        ({ severity, rule: said }) => severity === 'error' && said !== 'folder-missing',
      );
      expect(broken).toEqual([]);
      // It names itself in what it finds, in the one grammar.
      for (const { rule, message } of found) {
        expect(rule).toBe(name);
        expect(message).toMatch(/^Unexpected .+, expected .+/);
      }
    }
    expect(examples.find(({ kind }) => kind === 'good')?.places).toEqual([]);
    expect(examples.find(({ kind }) => kind === 'bad')?.places.length).toBeGreaterThan(0);
  });

  it('says what it wants, and why', () => {
    expect(headers.find((header) => header.name === name)?.summary).toMatch(/^[a-z].{30,}[.]$/);
  });
});

it('registers every rule that has a file', async () => {
  const files = await readdir(new URL('../../src/check/rules/', import.meta.url));
  expect(all.map(({ name }) => name).toSorted()).toEqual(
    files.map((file) => file.replace(/\.ts$/, '')).toSorted(),
  );
});
