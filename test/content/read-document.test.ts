import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/content/read-document.ts';

const article = '---\ntitle: A title\nquestions:\n  - one\n  - two\n---\n\nText.\n';

describe('a document', () => {
  it('has its front matter, its body, and the places of both', () => {
    const { document, diagnostics } = readDocument('a.md', article);
    expect(diagnostics).toEqual([]);
    expect(document?.data).toEqual({ title: 'A title', questions: ['one', 'two'] });
    expect(document?.body).toBe('\nText.\n');
    expect(document?.bodyLine).toBe(7);
    expect(document?.tree.children[0]?.position?.start.line).toBe(2);
    expect(document?.placeOf(['title'])).toEqual({ line: 2, column: 8 });
    expect(document?.placeOf(['questions', 1])).toEqual({ line: 5, column: 5 });
    expect(document?.placeOfKey(['questions'])).toEqual({ line: 3, column: 1 });
  });

  it('gives the nearest parent where a path leads nowhere', () => {
    const { document } = readDocument('a.md', article);
    expect(document?.placeOf(['questions', 7, 'x'])).toEqual({ line: 4, column: 3 });
    expect(document?.placeOf(['absent'])).toEqual({ line: 2, column: 1 });
  });

  it('is the same with Windows line ends and a byte order mark', () => {
    const plain = readDocument('a.md', article).document;
    const windows = readDocument('a.md', `\uFEFF${article.replaceAll('\n', '\r\n')}`).document;
    expect(windows?.data).toEqual(plain?.data);
    expect(windows?.body).toBe(plain?.body);
    expect(windows?.placeOf(['questions', 1])).toEqual(plain?.placeOf(['questions', 1]));
  });

  it('reads YAML 1.2: times, dates and no stay text', () => {
    const { document } = readDocument('a.md', '---\nat: 12:30\non: 2026-01-02\noff: no\n---\n');
    expect(document?.data).toEqual({ at: '12:30', on: '2026-01-02', off: 'no' });
  });

  it('says the same of a broken file every time it is read', () => {
    const broken = '---\ntitle: "A\n---\nText.\n';
    expect(readDocument('a.md', broken)).toEqual(readDocument('a.md', broken));
    expect(readDocument('a.md', broken).diagnostics.length).toBeGreaterThan(0);
  });

  it('allows front matter without keys, which the schema then finds wanting', () => {
    expect(readDocument('a.md', '---\n# nothing yet\n---\nText.\n').document?.data).toEqual({});
    expect(readDocument('a.md', '---\n---\nText.\n').document?.body).toBe('Text.\n');
  });
});

describe('a faulty file', () => {
  it.each([
    ['', 'file-empty', 1, 1],
    ['\n \n', 'file-empty', 1, 1],
    ['Text.', 'front-matter-missing', 1, 1],
    ['\n---\ntitle: a\n---\n', 'front-matter-missing', 1, 1],
    ['---\ntitle: a\n', 'front-matter-unclosed', 1, 1],
    ['---\ntitle: a\n-----\n', 'front-matter-unclosed', 3, 1],
    ['---js\n{}\n---\n', 'front-matter-language', 1, 4],
    ['---constructor\n{}\n---\n', 'front-matter-language', 1, 4],
    ['---\na: 1\nb: *c\n---\n', 'front-matter-yaml', 3, 4],
    ['---\na: &x 1\nb: *x\n---\n', 'front-matter-yaml', 2, 4],
    ['---\na: 1\n__proto__: 2\n---\n', 'front-matter-yaml', 3, 1],
    ['---\na: 1\na: 2\n---\n', 'front-matter-yaml', 3, 1],
    ['---\ntitle: Card: blocked\n---\n', 'front-matter-yaml', 2, 8],
    ['---\n- a\n---\n', 'front-matter-yaml', 2, 1],
    [`---\na: ${'x'.repeat(65_536)}\n---\n`, 'front-matter-size', 1, 1],
    [`---\n${'\n'.repeat(6000)}a: 1\n---\n`, 'front-matter-size', 1, 1],
    ['---\na: 1\n---\nb\n\0', 'file-not-text', 5, 1],
    [`---\na: 1\n---\nb\n${'> '.repeat(40)}`, 'body-nesting', 5, 1],
    [`---\na: 1\n---\nb\n[^c]: ${'> '.repeat(40)}`, 'body-nesting', 5, 1],
    [`---\na: 1\n---\nb\n${' '.repeat(64)}- c`, 'body-nesting', 5, 1],
    [`---\na: 1\n---\n${'*a_ '.repeat(8000)}`, 'body-marks', 4, 1],
    [`---\na: 1\n---\n${'- a\n'.repeat(6000)}`, 'body-size', 4, 1],
    [`---\na: 1\n---\n|a|b|\n|-|-|\n${'|a|b|c|d|e|\n'.repeat(4000)}`, 'body-size', 4, 1],
    [`---\na: 1\n---\n${`${'[a](b) '.repeat(5)}\n\n`.repeat(2400)}`, 'body-size', 4, 1],
    [`---\na: 1\n---\n${'www.a.b '.repeat(20_001)}`, 'body-size', 4, 1],
  ])('%j: %s at %i:%i', (text, rule, line, column) => {
    const { document, diagnostics } = readDocument('a.md', text);
    expect(document).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ file: 'a.md', rule, line, column, severity: 'error' });
    expect(diagnostics[0]?.message).toMatch(/^Unexpected .+, expected .+/);
  });

  it('says sizes as a file manager does', () => {
    const said = (text: string) => readDocument('a.md', text).diagnostics[0]?.message;
    expect(said('x'.repeat(3_229_166))).toBe(
      'Unexpected file of 3.1 MB, expected at most 1 MB; split it into several files',
    );
    expect(said('x'.repeat(1024 ** 2 + 1))).toContain('file of 1.1 MB, expected at most 1 MB');
    expect(said(`---\na: ${'x'.repeat(65_536)}\n---\n`)).toMatch(
      /front matter of \d+\.\d KB, expected at most \d+ KB$/,
    );
  });

  it('names the remedy for another language', () => {
    const [fault] = readDocument('a.md', '---js\n{}\n---\n').diagnostics;
    expect(fault?.message).toBe(
      'Unexpected `js` behind `---`, expected YAML: line 1 to be `---` and nothing else',
    );
  });
});

it('takes any text whatever and never throws', () => {
  const piece = fc.constantFrom(
    '---',
    '\n',
    'a: ',
    '- ',
    '[',
    '{',
    '"',
    '&a',
    '*a',
    '!',
    '|',
    '>',
    '#',
    '\t',
    '\r',
    ' ',
  );
  const text = fc
    .array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 60 })
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (anything) => {
      const { document, diagnostics } = readDocument('a.md', `---\n${anything}`);
      expect(document === undefined).toBe(diagnostics.some(({ severity }) => severity === 'error'));
    }),
  );
});
