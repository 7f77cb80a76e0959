import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from './diagnostic.ts';

export interface CsvRow {
  /** Where it begins, from 1. */
  readonly line: number;
  /** Trimmed; a row may have fewer than there are columns. */
  readonly cells: readonly string[];
}

export type CsvResult =
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }
  | { readonly kind: 'unexpected'; readonly line: number; readonly finding: Finding };

/**
 * Reads a CSV (RFC 4180) with a header, as spreadsheets save it: with or without a byte order mark, and its
 * cells split by commas, by tabs, or by semicolons where a comma is the decimal sign. Columns are in small
 * letters; rows without any text are left out.
 */
export function readCsv(csv: string): CsvResult {
  // With one sign a line's end: two count twice within quotes.
  const text = csv.replace(/^\uFEFF/u, '').replace(/\r\n?/gu, '\n');
  const separator = separatorOf(text);
  const { read, unclosed } = rowsOf(text, separator);
  if (unclosed !== undefined) return { kind: 'unexpected', line: unclosed, finding: quoteFault };
  const [header, ...rows] = read.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const columns = (header?.cells ?? []).map((name) => name.toLowerCase());
  const long = rows.find(({ cells }) => filled(cells) > columns.length);
  if (long !== undefined)
    return { kind: 'unexpected', line: long.line, finding: tooMany(long, columns, separator) };
  const wide = columns.length;
  return {
    kind: 'rows',
    columns,
    rows: rows.map(({ line, cells }) => ({ line, cells: cells.slice(0, wide) })),
  };
}

/** Spreadsheets pad rows with empty cells. */
const filled = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell !== '') + 1;

const quoteFault: Finding = {
  found: 'quote `"` that nothing closes',
  expected: 'another `"` behind the text, or none; two, `""`, for one inside it',
};

function tooMany({ cells }: CsvRow, columns: readonly string[], separator: string): Finding {
  const sign = separator === '\t' ? 'tab' : `\`${separator}\``;
  return {
    found: `${filled(cells)} cells in a row`,
    expected: `at most ${columns.length}; put a text that holds a ${sign} between quotes \`"\``,
  };
}

/** What splits the header splits every row: an answer may well hold the others. */
function separatorOf(text: string): string {
  const [header = ''] = text.trimStart().split('\n', 1);
  const count = (sign: string): number => header.split(sign).length;
  return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0] ?? ',';
}

function rowsOf(text: string, separator: string): { read: CsvRow[]; unclosed: number | undefined } {
  const read: CsvRow[] = [];
  let ended = 0;
  try {
    parse(text, {
      delimiter: separator,
      relax_column_count: true,
      relax_quotes: true,
      trim: true,
      on_record: (record: readonly string[], { lines }) => {
        read.push({ line: ended + 1, cells: record.map((cell) => cell.trim()) });
        ended = lines;
        return null;
      },
    });
    return { read, unclosed: undefined };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { read, unclosed: ended + 1 };
  }
}
