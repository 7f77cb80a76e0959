import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { frontMatterSchemas } from '../../src/check/manual/json-schemas.ts';
import { rankingRules, rules } from '../../src/check/rules.ts';
import { manualFiles } from '../../src/cli/manual.ts';
import { phraseKeys } from '../../src/desk/phrase-keys.ts';

const files = await manualFiles();

it.each([...files])('%s is what `npm run -s firstline -- manual` writes now', async (name, text) => {
  expect(await readFile(new URL(`../../knowledge/${name}`, import.meta.url), 'utf8')).toBe(text);
});

it('names every key of every file, every phrase and every rule', () => {
  const text = files.get('README.md') ?? '';
  const keys = Object.values(frontMatterSchemas).flatMap(({ properties = {} }) => Object.keys(properties));
  const named = [...keys, ...Object.keys(phraseKeys), 'min-length', 'currencies', 'max-bytes'];
  expect(named.filter((key) => !text.includes(`| \`${key}\` |`))).toEqual([]);
  expect([...rules, ...rankingRules].filter(({ name }) => !text.includes(`**${name}**`))).toEqual([]);
});
