import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDocument } from '../../src/content/read-document.ts';
import { validate } from '../../src/content/validate.ts';

const schema = z.strictObject({
  title: z.string().min(1).describe('The heading that readers see'),
  priority: z.enum(['low', 'normal', 'high']).default('normal'),
  tags: z.array(z.string()).max(2).default([]),
  count: z.number().int().min(1).optional(),
  parts: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('text'), length: z.number() }),
        z.strictObject({ kind: z.literal('choice'), choices: z.array(z.string()) }),
      ]),
    )
    .optional(),
});

function faults(frontMatter: string): string[] {
  const { document } = readDocument('a.md', `---\n${frontMatter}\n---\n`);
  if (document === undefined) throw new Error('The example must parse.');
  return validate(document, schema).diagnostics.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

describe('says in one grammar, with the place,', () => {
  it.each([
    ['', '1:1 Unexpected missing `title`, expected text (The heading that readers see)'],
    ['title: 2026', '2:8 Unexpected `2026` for `title`, expected text in quotes: "2026"'],
    ['title:', '2:7 Unexpected empty `title`, expected text'],
    ['title: ""', '2:8 Unexpected empty text for `title`, expected at least 1 character'],
    ['title: a\ntag: [b]', '3:1 Unexpected key `tag`, expected `tags`'],
    [
      'title: a\npriority: hihg',
      '3:11 Unexpected `hihg` for `priority`, expected `high` or another of `low`, `normal`, `high`',
    ],
    ['title: a\ntags: [b, 1]', '3:11 Unexpected `1` for item, expected text in quotes: "1"'],
    ['title: a\ntags: [b, c, d]', '3:7 Unexpected list of 3 for `tags`, expected at most 2 items'],
    [
      'title: a\ntags: b',
      '3:7 Unexpected `b` for `tags`, expected a list, each item on a line of its own behind `- `',
    ],
    ['title: a\ncount: 0', '3:8 Unexpected `0` for `count`, expected at least 1'],
    ['title: a\ncount: 1.5', '3:8 Unexpected `1.5` for `count`, expected a whole number'],
    [
      'title: a\nparts: [{kind: txt}]',
      '3:16 Unexpected `txt` for `kind`, expected `text` or another of `text`, `choice`',
    ],
    [
      'title: a\nparts: [{kind: choice, choices: [b], lenght: 1}]',
      '3:38 Unexpected key `lenght`, expected one of `kind`, `choices`',
    ],
    [
      'title: a\nparts: [{kind: text, length: 1, lenth: 1}]',
      '3:33 Unexpected key `lenth`, expected `length`',
    ],
    [
      'title: a\nconstructor: 1',
      '3:1 Unexpected key `constructor`, expected one of `title`, `priority`, `tags`, `count`, `parts`',
    ],
  ])('%s', (frontMatter, expected) => {
    expect(faults(frontMatter)).toEqual([expected]);
  });
});

it('reports every fault at once', () => {
  expect(faults('tag: 1\npriority: x')).toHaveLength(3);
});

it('gives the value, defaults filled in, when there is no fault', () => {
  const { document } = readDocument('a.md', '---\ntitle: a\n---\n');
  if (document === undefined) throw new Error('The example must parse.');
  expect(validate(document, schema)).toEqual({
    value: { title: 'a', priority: 'normal', tags: [] },
    diagnostics: [],
  });
});
