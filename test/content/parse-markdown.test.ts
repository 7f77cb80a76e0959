import fc from 'fast-check';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { expect, it } from 'vitest';
import { parseMarkdown } from '../../src/content/read-document.ts';

const everything = remark().use(remarkGfm).freeze();

const piece = fc.constantFrom(
  ...[
    'word',
    ' ',
    '\n',
    '\n\n',
    '- ',
    '* ',
    '1. ',
    '# ',
    '> ',
    '    ',
    '`',
    '```',
    '**',
    '_',
    '~',
    '~~',
    '|',
    '---',
    ':-',
    '-:',
  ],
  ...[
    '[',
    ']',
    '[ ]',
    '[x]',
    '[\n]',
    '[^1]',
    '[^1]: ',
    '(',
    ')',
    '!',
    '<',
    '>',
    'https://a.example',
    'HTTP:',
    'www.a.example',
  ],
  ...['WWW.', 'a@b.example', '&#64;', '&amp;', '\\', ':', '/', '.', '=', '\t', 'mailto:', 'xmpp:a'],
);

it('gives the tree of all additions, whichever of them a text needs', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const markdown = pieces.join('');
      expect(parseMarkdown(markdown)).toEqual(everything.parse(markdown));
    }),
    { numRuns: 2_000 },
  );
});
