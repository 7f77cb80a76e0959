import fc from 'fast-check';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { visit } from 'unist-util-visit';
import { describe, expect, it } from 'vitest';
import { plainMarkdown } from '../../src/conversation/plain-markdown.ts';
import { asMarkdown, cleanText, foldText, forChat, hasWords, shorten } from '../../src/conversation/text.ts';
import { sizes } from '../../src/limits.ts';

describe('cleanText', () => {
  it.each([
    ['  hello  ', 'hello'],
    ['one\r\ntwo\rthree', 'one\ntwo\nthree'],
    ['a\u0000b\u001Bc\u007F', 'abc'],
    ['a\tb', 'a\tb'],
    ['\uE000file:x\tnumber\uE001', 'file:x\tnumber'],
    ['abc\u202Etxt.exe', 'abctxt.exe'],
    ['\u2066x\u2069', 'x'],
    ['e\u0301', 'é'],
    [' \u0000\n ', ''],
  ])('makes %j %j', (said, clean) => expect(cleanText(said)).toBe(clean));

  it('leaves more than the limit where there was more, so that it can be refused', () => {
    expect(cleanText('x'.repeat(100_000)).length).toBeGreaterThan(sizes.message);
    expect(cleanText(`${'x'.repeat(sizes.message)}   ${'y'.repeat(20)}`).length).toBeGreaterThan(
      sizes.message,
    );
    expect(cleanText('x'.repeat(sizes.message))).toHaveLength(sizes.message);
  });

  it('is done once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (said) => {
        expect(cleanText(cleanText(said))).toBe(cleanText(said));
      }),
    );
  });

  it('leaves no control, private-use or direction character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (said) => {
        expect(cleanText(said)).not.toMatch(/[^\P{Cc}\n\t]|\p{Co}|[\u202A-\u202E\u2066-\u2069]/u);
      }),
    );
  });
});

describe('asMarkdown', () => {
  const characters = [...'ab1 *_`[]()<>|~\\!-+=#.&;\n\t', '&lt;', '---', '\n\n', '    ', '1. '];

  /** What a reader of markdown makes of a text: the nodes that are no plain text, and the text. */
  function read(markdown: string): { readonly markup: readonly string[]; readonly text: string } {
    const markup: string[] = [];
    let text = '';
    visit(remark().use(remarkGfm).parse(markdown), (node) => {
      if (node.type === 'text') text += node.value;
      else if (!['root', 'paragraph', 'break'].includes(node.type)) markup.push(node.type);
    });
    return { markup, text };
  }

  it('shows exactly what was written, to a reader of markdown and in the terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...characters), maxLength: 40 }), (said) => {
        const escaped = asMarkdown(said);
        const { markup, text } = read(escaped);
        expect([said, markup]).toEqual([said, []]);
        expect(text.replace(/\s/g, '')).toBe(said.replace(/\s/g, ''));
        expect(plainMarkdown(escaped).replace(/\s/g, '')).toBe(said.replace(/\s/g, ''));
      }),
      { numRuns: 500 },
    );
  });

  it('leaves an address leading where it says', () => {
    const address = 'https://help.example/reset_password/a-b?x=1&y=2#top';
    expect(read(asMarkdown(address))).toEqual({ markup: ['link'], text: address });
  });

  it('leaves plain words as they are, and the terminal takes the escapes off', () => {
    expect(asMarkdown('Anna, 24 November: 0.5 BTC!')).toBe('Anna, 24 November: 0.5 BTC!');
    expect(plainMarkdown(asMarkdown('**bold** and <b>'))).toBe('**bold** and <b>');
  });
});

describe('foldText', () => {
  it.each([
    ["Don't  KNOW!", 'dont know'],
    ['E-mail  Address:', 'e mail address'],
    ['ＷＯ', 'wo'],
    ['😀', ''],
    ['密码 忘记', '密码 忘记'],
  ])('folds %j to %j', (text, folded) => expect(foldText(text)).toBe(folded));
});

it.each([
  ['hello', true],
  ['7', true],
  ['密', true],
  ['😀 ?!', false],
  ['', false],
])('hasWords(%j) is %j', (text, has) => expect(hasWords(text)).toBe(has));

it.each([
  ['short', 5, 'short'],
  ['a longer one', 9, 'a longer…'],
  ['a longer one', 10, 'a longer…'],
])('shortens %j to %i: %j', (text, length, expected) => {
  expect(shorten(text, length)).toBe(expected);
  expect(shorten(text, length).length).toBeLessThanOrEqual(length);
});

describe('forChat', () => {
  it('keeps the words of a link to another article', () =>
    expect(forChat('Read [lost device](../security/lost-device.md#now) first.')).toBe(
      'Read lost device first.',
    ));

  it('keeps links to the web and to mail', () => {
    const kept = '[site](https://northgate.example) [mail](mailto:a@b.example)';
    expect(forChat(kept)).toBe(kept);
  });

  it('makes words of a picture beside the article, and a link of one on the web', () => {
    expect(forChat('Press this: ![The menu button](shot.png "Menu")')).toBe('Press this: The menu button');
    expect(
      forChat('![The menu](https://northgate.example/menu.png) ![](https://northgate.example/a.png)'),
    ).toBe(
      '[The menu](https://northgate.example/menu.png) [https://northgate.example/a.png](https://northgate.example/a.png)',
    );
  });
});
