import type { z } from 'zod';
import type { Finding } from './diagnostic.ts';
import { nearest } from './nearest.ts';
import { schemaAt, valueAt } from './schema-walk.ts';

type Key = string | number;

/** One fault of front matter; `at` says whether its key or its value is to blame. */
export interface Explained {
  readonly path: readonly Key[];
  readonly at: 'key' | 'value';
  readonly finding: Finding;
}

/** Says what a zod issue means in the words of the editor who must mend it. */
export function explainIssue(issue: z.core.$ZodIssue, schema: z.core.$ZodType, data: unknown): Explained[] {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (issue.code === 'unrecognized_keys') {
    const { keys } = schemaAt(schema, data, path);
    return issue.keys.map((key) => unknownKey([...path, key], key, keys));
  }
  if (issue.code === 'invalid_key') return [invalidKey(path, issue)];
  const value = valueAt(data, path);
  const description = value === undefined ? schemaAt(schema, data, path).description : undefined;
  const expected = expectation(issue, value) + (description === undefined ? '' : ` (${description})`);
  return [{ path, at: 'value', finding: { found: found(value, path), expected } }];
}

function unknownKey(path: readonly Key[], key: string, known: readonly string[]): Explained {
  const near = nearest(key, known);
  const expected = near === undefined ? `one of ${listed(known)}` : `\`${near}\``;
  return { path, at: 'key', finding: { found: `key \`${shortened(key)}\``, expected } };
}

function invalidKey(path: readonly Key[], issue: z.core.$ZodIssueInvalidKey): Explained {
  const [first] = issue.issues;
  const expected = first === undefined ? 'another key' : expectation(first, path.at(-1));
  return { path, at: 'key', finding: { found: `key \`${shortened(String(path.at(-1)))}\``, expected } };
}

function found(value: unknown, path: readonly Key[]): string {
  const name = typeof path.at(-1) === 'string' ? `\`${shortened(String(path.at(-1)))}\`` : 'item';
  if (value === undefined) return `missing ${name}`;
  if (value === null) return `empty ${name}`;
  return `${shown(value)} for ${name}`;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `list of ${value.length}`;
  if (typeof value === 'object') return 'map of keys';
  if (typeof value === 'string' && value.trim() === '') return 'empty text';
  return `\`${shortened(String(value))}\``;
}

function expectation(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeName(issue.expected, value);
    case 'invalid_value':
      return oneOf(issue.values.map(String), value);
    case 'too_small':
      return `${issue.exact === true ? 'exactly' : 'at least'} ${amount(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `${issue.exact === true ? 'exactly' : 'at most'} ${amount(issue.origin, issue.maximum)}`;
    case 'invalid_union':
      return unionExpectation(issue, value);
    default:
      // Our own refinements: each is written as the second half of the sentence.
      return issue.message;
  }
}

function oneOf(values: readonly string[], value: unknown): string {
  const near = typeof value === 'string' ? nearest(value, values) : undefined;
  return near === undefined ? `one of ${listed(values)}` : `\`${near}\` or another of ${listed(values)}`;
}

function unionExpectation(issue: z.core.$ZodIssueInvalidUnion, value: unknown): string {
  const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  if (options.length > 0) return oneOf(options, value);
  const members = issue.errors.flatMap(([first]) => (first === undefined ? [] : expectation(first, value)));
  return [...new Set(members)].join(' or ') || 'another value';
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: '`true` or `false`',
  array: 'a list, each item on a line of its own behind `- `',
  tuple: 'a list such as `[24, 48]`',
  object: 'a map of keys',
  record: 'a map of keys',
};

function typeName(expected: string, value: unknown): string {
  const name = typeNames[expected] ?? expected;
  if (expected !== 'string') return name;
  // YAML reads a bare 2026 as a number, and makes keys of what has a colon; the remedy is worth more than the type.
  if (typeof value === 'number' || typeof value === 'boolean') return `${name} in quotes: "${value}"`;
  return isKeys(value) ? `${name}, in quotes where it has a colon or begins with \`?\` or \`{\`` : name;
}

const isKeys = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function amount(origin: string, bound: number | bigint): string {
  if (origin === 'string') return `${bound} character${bound === 1 ? '' : 's'}`;
  if (origin === 'array') return `${bound} item${bound === 1 ? '' : 's'}`;
  return String(bound);
}

function listed(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(', ');
}

/** Long enough to recognise, short enough for one line of a terminal. */
function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
