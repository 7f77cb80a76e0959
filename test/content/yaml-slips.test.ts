import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/content/read-document.ts';

const told = (...lines: readonly string[]): string[] =>
  readDocument('a.md', ['---', ...lines, '---', 'Text.'].join('\n')).diagnostics.map(
    ({ line, column, severity, message }) =>
      `${line}:${column}${severity === 'error' ? '' : ` ${severity}`} ${message.replace(/^Unexpected /, '')}`,
  );

const column = 'keys that belong together, and the `- ` of one list, straight below each other';
const quotes = 'quotes around text that has a colon or begins with a sign';

describe('a slip is told once, where it is, in the words of who typed it', () => {
  it.each<[string, readonly string[], string]>([
    ['a colon', ['title: Late: what now'], `2:8 \`: \` inside a text, expected ${quotes}`],
    [
      'an item too far left',
      ['q:', '  - a', ' - b', '  - c', 'd: e'],
      `4:2 column of \`- \`, expected ${column}`,
    ],
    ['a key too far right', ['a: b', ' c: d', 'e: f'], `3:2 column of \`c\`, expected ${column}`],
    [
      'a key of an item too far left',
      ['f:', '  - id: a', '   k: x', '    l: y'],
      `4:4 column of \`k\`, expected ${column}`,
    ],
    [
      'a key of an item too far right',
      ['f:', '  - id: a', '     k: x', '    l: y'],
      `4:6 column of \`k\`, expected ${column}`,
    ],
    [
      'an item without its sign',
      ['f:', '  - id: a', '    k: x', '  id: b', '    k: y'],
      `5:3 column of \`id\`, expected ${column}`,
    ],
    [
      'a quote left open',
      ['title: "Late', 'q:', '  - a'],
      '2:8 `"` that nothing closes, expected `"` at the end',
    ],
    ['a list left open', ['tags: [a, b', 'q: c'], '2:7 `[` that nothing closes, expected `]` at the end'],
    [
      'quotes around one word',
      ['title: "Late" books'],
      '2:15 text behind a closing `"`, expected quotes of the other kind around the whole text',
    ],
    [
      'quotes around the first word of an item',
      ['q:', '  - "Late" books', '  - more', 'c: d'],
      '3:12 text behind a closing `"`, expected quotes of the other kind around the whole text',
    ],
    [
      'brackets around one word',
      ['title: [Late] books'],
      '2:15 text behind `]`, expected quotes around the whole text',
    ],
    ['a list by stars', ['q:', '  * a', '  * b'], '3:3 sign before a list item, expected `- `'],
    [
      'emphasis',
      ['q:', '  - *my* book'],
      '3:5 alias `*my*`, expected the text itself, or quotes around a text that begins with `*`',
    ],
    ['an anchor', ['title: &x y'], `2:8 anchor beginning with \`&\`, expected ${quotes}`],
    ['an ampersand', ['title: & y'], `2:8 \`&\` at the start of a text, expected ${quotes}`],
    ['a text like a quotation', ['title: > 50'], `2:10 \`>\` at the start of a text, expected ${quotes}`],
    [
      'no space behind a colon',
      ['title:Late', 'q:', '  - a'],
      '2:1 colon without a space behind it, expected `: ` between a key and its text',
    ],
    [
      'an equals sign',
      ['title = Late', 'q: a'],
      '2:1 `=` behind a key, expected `: ` between a key and its text',
    ],
    [
      'a no-break space',
      ['title:\u00A0Late', 'q: a'],
      '2:1 no-break space, expected an ordinary space: type it anew',
    ],
    [
      'an item behind its key',
      ['q: - a'],
      '2:4 `- ` behind a key, expected each item on a line of its own behind `- `',
    ],
    [
      'a text that goes on',
      ['p: Which', 'is it?', 'q: a'],
      '3:1 line without a key, expected `key: text`; a line that goes on with a text begins further in',
    ],
    [
      'a backslash',
      ['p: "\\d+"'],
      "2:5 `\\` between double quotes, expected single quotes `'` around the text",
    ],
    ['a key twice', ['a: b', 'c: d', 'a: e'], '4:1 second `a`, expected each key once (first: line 2)'],
    [
      'a key twice in an item',
      ['f:', '  - id: a', '    id: b'],
      '4:5 second `id`, expected each key once (first: line 3)',
    ],
  ])('%s', (_, lines, said) => {
    expect(told(...lines)).toEqual([said]);
  });

  it('each of several that do not hide each other', () => {
    expect(told('title: A: b', 'q:', '\t- c', 'tags: @d')).toEqual([
      expect.stringMatching(/^2:8 /),
      expect.stringMatching(/^4:1 tab/),
      expect.stringMatching(/^5:7 sign/),
    ]);
  });
});

describe('what YAML drops in silence is told, and the rest is read', () => {
  it.each<[string, readonly string[], string]>([
    [
      'an item further in',
      ['q:', '  - a', '    - b', '  - c'],
      '4:5 warning `-` further in than the item above, whose text goes on with it, expected each `- ` straight below the one above',
    ],
    [
      'a number sign',
      ['q:', '  - order #12 is late'],
      '3:11 warning `#12 is late`, which is left out as a remark, expected quotes around a text that holds `#`',
    ],
    [
      'a number sign in front',
      ['title: #1'],
      '2:8 warning `#1`, which is left out as a remark, expected quotes around a text that holds `#`',
    ],
  ])('%s', (_, lines, said) => {
    expect(told(...lines)).toEqual([said]);
    expect(readDocument('a.md', ['---', ...lines, '---', ''].join('\n')).document).toBeDefined();
  });

  it('but no remark that is one, and no text over several lines', () => {
    const remarks = ['# a', '#b', 'q: # c', '  - d # e', '  #f', '  - "g #h"', '#i', 'tags: [j, k] # l'];
    expect(told(...remarks, 'p: one', '  two - three', '  four')).toEqual([]);
  });
});

it('tells a merge that nobody ended, in the text too', () => {
  const text = '---\na: b\n---\n\n<<<<<<< HEAD\nOld.\n=======\nNew.\n>>>>>>> branch\n';
  const { document, diagnostics } = readDocument('a.md', text);
  expect(document).toBeUndefined();
  expect(diagnostics).toMatchObject([{ line: 5, column: 1, rule: 'file-conflict', severity: 'error' }]);
  expect(readDocument('a.md', '---\na: b\n---\n\nNew\n=======\n').diagnostics).toEqual([]);
});
