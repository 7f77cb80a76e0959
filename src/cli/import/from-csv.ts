import { CsvError, parse } from 'csv-parse/sync';
import { UsageError } from '../usage-error.ts';
import type { Imported } from './imported.ts';

/**
 * Reads a CSV with the columns question and answer, and category where it has one. Rows of one answer are
 * one article with several phrasings. Throws UsageError where the columns or the CSV are not right.
 */
export function fromCsv(source: string, text: string): Imported[] {
  const articles = new Map<string, Imported>();
  for (const { info, record } of rowsOf(source, text)) {
    const { question = '', answer = '', category = '' } = record;
    if (question === '' && answer === '') continue;
    const key = answer === '' ? `\n${info.lines}` : answer;
    const before = articles.get(key);
    articles.set(key, {
      source: before?.source ?? `${source}:${info.lines}`,
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

interface Row {
  readonly info: { readonly lines: number };
  readonly record: Readonly<Record<string, string>>;
}

function rowsOf(source: string, text: string): readonly Row[] {
  let columns: readonly string[] = [];
  try {
    const rows: readonly Row[] = parse(text, {
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
    if (columns.includes('question') && columns.includes('answer')) return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new UsageError(
      `${source}: ${error.message}. Save it as CSV with quotes around texts of several lines.`,
    );
  }
  throw new UsageError(`${source}: found the columns ${columns.join(', ')}, expected question and answer.`);
}
