/** A golden question: what is asked, and the id of the article that should answer; empty: none should. */
export interface GoldenQuestion {
  readonly question: string;
  readonly article: string;
  /** Of the file, from 1. */
  readonly line: number;
}

export type QuestionFile =
  | { readonly kind: 'questions'; readonly questions: readonly GoldenQuestion[] }
  | { readonly kind: 'unexpected'; readonly line: number; readonly message: string };

/**
 * Reads the CSV (RFC 4180) of golden questions: a header `question,article`, then one question a row.
 * An article may be left empty; rows without a question are skipped.
 */
export function readQuestionFile(csv: string): QuestionFile {
  const [header, ...rows] = rowsOf(csv.replace(/^\uFEFF/u, ''));
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const question = names.indexOf('question');
  const article = names.indexOf('article');
  if (question < 0 || article < 0) {
    return {
      kind: 'unexpected',
      line: 1,
      message: `Unexpected header "${names.join(',')}", expected question,article`,
    };
  }
  const questions: GoldenQuestion[] = [];
  for (const { cells, line } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue;
    if (cells.length !== names.length) {
      const message = `Unexpected ${cells.length} cells, expected ${names.length}; quote a text that holds a comma`;
      return { kind: 'unexpected', line, message };
    }
    const asked = cells[question]?.trim() ?? '';
    if (asked !== '') questions.push({ question: asked, article: cells[article]?.trim() ?? '', line });
  }
  return { kind: 'questions', questions };
}

interface Row {
  readonly cells: string[];
  readonly line: number;
}

/** A cell is quoted, with "" for a quote in it, or runs to the next comma or line end. */
const cell = /(?:"([^"]*(?:""[^"]*)*)"|([^,\r\n"][^,\r\n]*|))(,|\r?\n|\r|$)/uy;

function rowsOf(csv: string): Row[] {
  const rows: Row[] = [];
  let row: Row = { cells: [], line: 1 };
  let line = 1;
  cell.lastIndex = 0;
  while (cell.lastIndex < csv.length) {
    const match = cell.exec(csv) ?? stray(csv);
    row.cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    line += match[0].match(/\r\n|\n|\r/gu)?.length ?? 0;
    if (match[3] === ',' && cell.lastIndex < csv.length) continue;
    if (match[3] === ',') row.cells.push('');
    rows.push(row);
    row = { cells: [], line };
  }
  return rows;
}

/** A quote that nothing closes, or text after a closing one: the rest of the line is taken as it is. */
function stray(csv: string): RegExpExecArray {
  const rest = /([^\n]*?)()(\r?\n|$)/uy;
  rest.lastIndex = cell.lastIndex;
  const match = rest.exec(csv);
  if (match === null) throw new Error('a line always ends');
  cell.lastIndex = rest.lastIndex;
  return match;
}
