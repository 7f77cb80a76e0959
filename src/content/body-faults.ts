import { type Diagnostic, diagnose, type Finding } from './diagnostic.ts';
import { placeAt } from './place.ts';

const maxNesting = 32;
const maxLines = 5000;
/** Each takes the parser 10 to 40 µs, be it a link or a cell of a table: about half a second, too. */
const maxSigns = 20_000;
const sign = /[*_~[\]<&`!|\\@]|www\.|:\/\//gi;

/** Sum over all blocks of the square of their marks: about half a second of parsing. */
const maxMarkWork = 16_000_000;

/**
 * What would keep the markdown parser busy for seconds or minutes, found before it runs. Its time
 * grows with the square of the marks (`*`, `_`, `[`, …) that stand without a blank line between them,
 * and with lines, signs and nesting: 30 kB of `*a_ ` took six seconds, 480 kB of a table nine.
 */
export function bodyFault(file: string, body: string, bodyLine: number): Diagnostic | undefined {
  const at = (offset: number) => ({ line: bodyLine + placeAt(body, offset).line - 1, column: 1 });
  const report = (offset: number, rule: string, finding: Finding) =>
    diagnose(file, at(offset), rule, finding);
  const deep = nestedAt(body);
  if (deep !== undefined) return report(deep, 'body-nesting', tooDeep);
  const lines = body.split('\n').length;
  if (lines > maxLines) return report(0, 'body-size', tooMany('lines', lines, maxLines));
  const signs = body.match(sign)?.length ?? 0;
  if (signs > maxSigns) return report(0, 'body-size', tooMany('signs such as `|` or `[`', signs, maxSigns));
  const dense = denseAt(body);
  return dense === undefined ? undefined : report(dense, 'body-marks', tooDense);
}

const tooDeep = { found: 'lists or quotes nested too deeply', expected: `fewer than ${maxNesting} levels` };
const tooDense = {
  found: 'thousands of marks such as `*` or `[` on end',
  expected: 'blank lines between paragraphs',
};

function tooMany(what: string, count: number, most: number): Finding {
  return { found: `text of ${count} ${what}`, expected: `at most ${most}; split it into several files` };
}

/** Quotes, items of lists, footnotes. */
const marker = '[ \\t]*(?:>|[-*+](?=[ \\t])|\\d{1,9}[.)](?=[ \\t])|\\[\\^(?:\\\\.|[^\\]\\\\\\n]){1,999}\\]:)';
/** Lists nest by their indentation, too: two columns a level at the least. */
const indented = `[ \\t]{${maxNesting * 2},}(?:[-*+]|\\d{1,9}[.)])[ \\t]`;
const nested = new RegExp(`^(?:(?:${marker}){${maxNesting}}|${indented})`, 'm');

function nestedAt(body: string): number | undefined {
  return nested.exec(body)?.index;
}

/** Where the marks have become too many; undefined where they never do. */
function denseAt(body: string): number | undefined {
  let work = 0;
  let offset = 0;
  for (const block of body.split(/(\n[ \t]*\n)/)) {
    const marks = block.match(/[*_~[\]<&`!]/g)?.length ?? 0;
    work += marks ** 2;
    if (work > maxMarkWork) return offset;
    offset += block.length;
  }
  return undefined;
}
