import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkKnowledge } from '../../src/check/check.ts';
import { examples } from '../../src/check/manual/examples.ts';
import { frontMatterSchemas } from '../../src/check/manual/json-schemas.ts';
import { rankingRules, rules } from '../../src/check/rules.ts';
import { manualFiles } from '../../src/cli/manual.ts';
import { phraseKeys } from '../../src/desk/phrase-keys.ts';

const files = await manualFiles();

it.each([...files])('%s is what `npm run -s firstline -- manual` writes now', async (name, text) => {
  expect(await readFile(new URL(`../../knowledge/${name}`, import.meta.url), 'utf8')).toBe(text);
});

it('shows examples that have nothing to mend', async () => {
  const root = await mkdtemp(path.join(tmpdir(), 'firstline-manual-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const renew =
    '---\ntitle: Renew a loan\nquestions: [how do I renew, longer please, more time for my books]\n---\n\nOnline.\n';
  for (const [file, text] of Object.entries({ ...examples, 'articles/loans/renew.md': renew })) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
    if (text !== renew) expect(files.get('README.md')).toContain(text);
  }
  expect(await checkKnowledge(root, { ranking: false })).toEqual([]);
});

it('names every key of every file, every phrase and every rule', () => {
  const text = files.get('README.md') ?? '';
  const keys = Object.values(frontMatterSchemas).flatMap(({ properties = {} }) => Object.keys(properties));
  const named = [...keys, ...Object.keys(phraseKeys), 'min-length', 'currencies', 'max-bytes'];
  expect(named.filter((key) => !text.includes(`| \`${key}\` |`))).toEqual([]);
  expect([...rules, ...rankingRules].filter(({ name }) => !text.includes(`**${name}**`))).toEqual([]);
});
