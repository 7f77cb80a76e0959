import { expect, it } from 'vitest';
import { decode } from '../../src/content/decode.ts';

it('reads UTF-8, and leaves a byte order mark away', () => {
  expect(decode(Buffer.from('\uFEFFGrüße\n'))).toEqual({ kind: 'text', text: 'Grüße\n' });
});

it('says where another encoding shows', () => {
  expect(decode(Buffer.from('title: Fees\nGr\xFC\xDFe', 'latin1'))).toEqual({
    kind: 'not-text',
    place: { line: 2, column: 3 },
    finding: { found: 'letter or sign that is not UTF-8', expected: 'text saved as UTF-8' },
  });
  expect(decode(Buffer.from('\uFEFFGrüße', 'utf16le'))).toMatchObject({
    place: { line: 1, column: 1 },
    finding: { found: 'text saved as UTF-16' },
  });
});
