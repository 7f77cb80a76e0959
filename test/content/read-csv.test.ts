import { expect, it } from 'vitest';
import { readCsv } from '../../src/content/read-csv.ts';

const rows = [{ line: 2, cells: ['Hello, you; there', 'fees'] }];

it.each([
  ['commas', '\uFEFFQuestion,Article\r\n"Hello, you; there",fees\r\n'],
  [
    'semicolons, as a spreadsheet saves where a comma is the decimal sign',
    'question;article\n"Hello, you; there";fees\n',
  ],
  ['tabs', 'question\tarticle\nHello, you; there\tfees'],
  ['commas, padded with empty cells', 'question,article\n"Hello, you; there",fees,,\n,,,\n'],
])('reads %s', (_, csv) => {
  expect(readCsv(csv)).toEqual({ kind: 'rows', columns: ['question', 'article'], rows });
});

it('splits by what splits the header, whatever else a text holds', () => {
  expect(readCsv('question;answer\nWhy, though?;So, and\tso\n')).toMatchObject({
    rows: [{ cells: ['Why, though?', 'So, and\tso'] }],
  });
  expect(readCsv('question,answer\nWhy?,So; and so\n')).toMatchObject({
    rows: [{ cells: ['Why?', 'So; and so'] }],
  });
});

it('names the line at which a row begins', () => {
  const csv = 'a,b\n\n"one\ntwo",x\n\nthree,"four ""or"" five"\n5 " wide,x\n';
  expect(readCsv(csv)).toMatchObject({
    rows: [
      { line: 3, cells: ['one\ntwo', 'x'] },
      { line: 6, cells: ['three', 'four "or" five'] },
      { line: 7, cells: ['5 " wide', 'x'] },
    ],
  });
});

it('says where a quote is never closed, and where a row has too many cells', () => {
  expect(readCsv('a,b\n1,2\n"x,3\n4,5\n')).toEqual({
    kind: 'unexpected',
    line: 3,
    finding: {
      found: 'quote `"` that nothing closes',
      expected: 'another `"` behind the text, or none; two, `""`, for one inside it',
    },
  });
  expect(readCsv('a,b\n1,2\n3,4,5\n')).toMatchObject({
    line: 3,
    finding: {
      found: '3 cells in a row',
      expected: 'at most 2; put a text that holds a `,` between quotes `"`',
    },
  });
});
