import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadForCheck } from '../../src/check/load-content.ts';
import { rules } from '../../src/check/rules.ts';

interface Example {
  readonly kind: 'good' | 'bad';
  readonly expected: readonly string[];
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

const folder = new URL('../../src/check/rules/', import.meta.url);
const now = Date.parse('2026-07-01T12:00:00Z');

/** The examples in a rule's header: a file is a fenced block whose info string names it. */
function examplesIn(source: string): Example[] {
  const header = /\/\*\*\n([\s\S]*?)\n \*\//g;
  const comment = [...source.matchAll(header)]
    .map(([, text = '']) => text.replace(/^ \* ?/gm, ''))
    .join('\n');
  return comment
    .split(/^@example /m)
    .slice(1)
    .map((part) => {
      const [first = ''] = part.split('\n', 1);
      const [kind, ...expected] = first.trim().split(' ');
      const blocks = [...part.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)];
      const files = blocks.map(([, name = '', text = '']) => ({
        name,
        text: text.replace('<2001 letters>', 'a'.repeat(2001)),
      }));
      return { kind: kind === 'good' ? 'good' : 'bad', expected, files };
    });
}

async function folderOf({ files }: Example): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'firstline-rule-'));
  onTestFinished(() => rm(root, { recursive: true }));
  for (const { name, text } of files) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  }
  return root;
}

/** Without the phrases that ship: an example has none, and they are slow to read so many times. */
async function load(example: Example) {
  const root = await folderOf(example);
  return loadForCheck(root, { shipped: root });
}

describe.each(rules.map((rule) => ({ name: rule.name, rule })))('$name', ({ name, rule }) => {
  it('finds what its examples say, and nothing else', async () => {
    const examples = examplesIn(await readFile(new URL(`${name}.ts`, folder), 'utf8'));
    expect(examples.map(({ kind }) => kind).toSorted()).toEqual(['bad', 'good']);
    for (const example of examples) {
      const content = await load(example);
      const found = rule.run(content, now).map(({ file, line, column }) => `${file}:${line}:${column}`);
      expect(found, example.kind).toEqual(example.kind === 'good' ? [] : example.expected);
      // An example that does not even parse would prove nothing; a desk without articles is meant here.
      const broken = content.diagnostics.filter(
        ({ severity, rule: said }) => severity === 'error' && said !== 'folder-missing',
      );
      expect(broken).toEqual([]);
    }
  });

  it('names itself in what it finds, in the one grammar', async () => {
    const [bad] = examplesIn(await readFile(new URL(`${name}.ts`, folder), 'utf8')).filter(
      ({ kind }) => kind === 'bad',
    );
    const content = await load(bad ?? { kind: 'bad', expected: [], files: [] });
    const found = rule.run(content, now);
    expect(found.length).toBeGreaterThan(0);
    for (const { rule: said, message } of found) {
      expect(said).toBe(name);
      expect(message).toMatch(/^Unexpected .+, expected .+/);
    }
  });
});

it('registers every rule that has a file', async () => {
  const files = (await readdir(folder)).map((file) => file.replace(/\.ts$/, ''));
  expect(rules.map(({ name }) => name).toSorted()).toEqual(files.toSorted());
});
