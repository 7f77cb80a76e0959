import { sentence } from '../../content/diagnostic.ts';
import { readCsv } from '../../content/read-csv.ts';
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
  readonly line: number;
  readonly record: Readonly<Record<string, string>>;
}

function rowsOf(source: string, text: string): readonly Row[] {
  const read = readCsv(text);
  if (read.kind === 'unexpected') throw new UsageError(`${source}:${read.line} ${sentence(read.finding)}`);
  const { columns, rows } = read;
  if (!columns.includes('question') || !columns.includes('answer'))
    throw new UsageError(`${source}: found the columns ${columns.join(', ')}, expected question and answer.`);
  return rows.map(({ line, cells }) => ({
    line,
    record: Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])),
  }));
}
