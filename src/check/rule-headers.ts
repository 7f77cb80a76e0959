import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inPackage } from '../package-root.ts';

/** What a rule's file says about it: the manual shows it, and the tests run its examples. */
export interface RuleHeader {
  readonly name: string;
  /** What it wants and why, in a few sentences. */
  readonly summary: string;
  readonly examples: readonly RuleExample[];
}

export interface RuleExample {
  readonly kind: 'good' | 'bad';
  /** Places that the rule finds, as `file:line:column`. */
  readonly places: readonly string[];
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/** The sources: a build keeps no comments. */
const folder = inPackage('src/check/rules/');

/** The headers of all rules, by name. */
export async function readRuleHeaders(): Promise<RuleHeader[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  return Promise.all(names.map(async (name) => headerOf(await readFile(join(folder, name), 'utf8'))));
}

function headerOf(source: string): RuleHeader {
  const comments = [...source.matchAll(/\/\*\*\n([\s\S]*?)\n \*\//g)].map(([, text = '']) =>
    text.replace(/^ \* ?/gm, ''),
  );
  const header = comments.find((text) => text.includes('@example good')) ?? '';
  const [summary = '', ...examples] = header.split(/^@example /m);
  const [, name = '', said = ''] = /^([a-z-]+): ([\s\S]*)$/.exec(summary.trim()) ?? [];
  return { name, summary: said.replace(/\s+/g, ' '), examples: examples.map(exampleOf) };
}

/** A file is a fenced block whose info string names it. */
function exampleOf(part: string): RuleExample {
  const [kind, ...places] = (part.split('\n', 1)[0] ?? '').trim().split(' ');
  const blocks = [...part.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)];
  const files = blocks.map(([, name = '', text = '']) => ({ name, text }));
  return { kind: kind === 'good' ? 'good' : 'bad', places, files };
}
