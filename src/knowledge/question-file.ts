import type { Finding } from '../content/diagnostic.ts';
import { readCsv } from '../content/read-csv.ts';

/** A golden question: what is asked, and the id of the article that should answer; empty: none should. */
export interface GoldenQuestion {
  readonly question: string;
  readonly article: string;
  /** Of the file, from 1. */
  readonly line: number;
}

export type QuestionFile =
  | { readonly kind: 'questions'; readonly questions: readonly GoldenQuestion[] }
  | { readonly kind: 'unexpected'; readonly line: number; readonly finding: Finding };

/**
 * Reads the CSV of golden questions: a header `question,article`, then one question a row. An article may be
 * left empty; rows without a question are skipped.
 */
export function readQuestionFile(csv: string): QuestionFile {
  const read = readCsv(csv);
  if (read.kind === 'unexpected') return read;
  const question = read.columns.indexOf('question');
  const article = read.columns.indexOf('article');
  if (question < 0 || article < 0) return { kind: 'unexpected', line: 1, finding: noColumns(read.columns) };
  const short = read.rows.find(({ cells }) => cells.length < read.columns.length);
  if (short !== undefined)
    return { kind: 'unexpected', line: short.line, finding: tooFew(short.cells.length, read.columns.length) };
  const questions = read.rows.map(({ line, cells }) => ({
    question: cells[question] ?? '',
    article: cells[article] ?? '',
    line,
  }));
  return { kind: 'questions', questions: questions.filter((one) => one.question !== '') };
}

const noColumns = (columns: readonly string[]): Finding => ({
  found: columns.length === 0 ? 'file without a header' : `header \`${columns.join(',').slice(0, 80)}\``,
  expected: '`question,article` as line 1',
});

const tooFew = (cells: number, columns: number): Finding => ({
  found: `${cells === 1 ? '1 cell' : `${cells} cells`} in a row`,
  expected: `${columns}; end the line with a separator where nothing answers the question`,
});
