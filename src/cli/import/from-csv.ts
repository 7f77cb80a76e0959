import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from '../usage-error.ts';
import { markdownOf } from './from-html.ts';
import type { Imported } from './imported.ts';

/**
 * Reads a CSV with the columns question and answer, and category where it has one. Rows of one answer are
 * one article with several phrasings. Throws UsageError where the columns or the CSV are not right.
 */
export function fromCsv(source: string, text: string): Imported[] {
  const articles = new Map<string, Imported>();
  for (const { line, record } of rowsOf(source, text)) {
    const { question = '', answer: written = '', category = '' } = record;
    const answer = tag.test(written) ? markdownOf(written) : written;
    if (question === '' && answer === '') continue;
    const key = answer === '' ? `\n${line}` : answer;
    const before = articles.get(key);
    articles.set(key, {
      source: before?.source ?? `${source}:${line}`,
      title: before?.title ?? (question || answer.slice(0, 60)),
      questions: [...new Set([...(before?.questions ?? []), ...(question === '' ? [] : [question])])],
      ...(category === '' ? {} : { category }),
      answer,
      faults: [
        ...(answer === '' ? ['it has no answer'] : []),
        ...(question === '' ? ['it has no question'] : []),
      ],
    });
  }
  return [...articles.values()];
}

/** Help desks export their answers as HTML. */
const tag = /<\/?(?:p|br|div|span|[uo]l|li|a|b|i|em|strong|h[1-6]|table|img)\b[^<>]*>/i;

interface Row {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
}

interface ParsedRow {
  readonly info: { readonly lines: number };
  readonly record: Readonly<Record<string, string>>;
}

function rowsOf(source: string, text: string): readonly Row[] {
  let columns: readonly string[] = [];
  try {
    // With one sign a line's end: two count twice within quotes.
    const rows: readonly ParsedRow[] = parse(text.replace(/\r\n?/g, '\n'), {
      bom: true,
      columns: (names: string[]) => {
        columns = names.map((name) => name.trim().toLowerCase());
        return [...columns];
      },
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count_less: true,
      skip_empty_lines: true,
      trim: true,
    });
    if (columns.includes('question') && columns.includes('answer'))
      return rows.map(({ record }, at) => ({ record, line: (rows[at - 1]?.info.lines ?? 1) + 1 }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(
      `${source}: ${error.message}. Save it as CSV with quotes around texts of several lines.`,
    );
  }
  throw new UsageError(`${source}: found the columns ${columns.join(', ')}, expected question and answer.`);
}
