import type { Root } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { bodyFault } from './body-faults.ts';
import { type Diagnostic, diagnose } from './diagnostic.ts';
import { type Document, maxFileBytes } from './document.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { fileStart, placeAt } from './place.ts';
import { saidBytes } from './said-bytes.ts';

export interface DocumentResult {
  readonly document: Document | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What GitHub adds makes the parser try more at each letter, which triples its time. */
const withAdditions = remark().use(remarkGfm).freeze();
const withoutAdditions = remark().freeze();
/** What an addition begins with, or what may stand for it: without any of them it changes nothing. */
const addition = /[|~@&\\]|:-|-:|www\.|https?:|\[\^|\[[\sx]\]/i;

/**
 * Parses one markdown file. Takes any text whatever: what is wrong with it becomes diagnostics,
 * and the document is then undefined.
 *
 * @param file path below the knowledge folder, with forward slashes
 */
export function readDocument(file: string, text: string): DocumentResult {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const fault = textFault(file, clean);
  if (fault !== undefined) return { document: undefined, diagnostics: [fault] };
  const { frontMatter, diagnostics } = readFrontMatter(file, clean);
  if (frontMatter === undefined) return { document: undefined, diagnostics };
  const busy = bodyFault(file, frontMatter.body, frontMatter.bodyLine);
  if (busy !== undefined) return { document: undefined, diagnostics: [busy] };
  return { document: build(file, clean, frontMatter), diagnostics };
}

function build(file: string, text: string, { yaml, body, bodyLine }: FrontMatter): Document {
  const { data, placeOf, placeOfKey } = yaml;
  return { file, text, data, body, tree: parseMarkdown(body), bodyLine, placeOf, placeOfKey };
}

/** Markdown with GitHub's tables, task lists and footnotes, as a syntax tree. */
export function parseMarkdown(markdown: string): Root {
  return (addition.test(markdown) ? withAdditions : withoutAdditions).parse(markdown);
}

function textFault(file: string, text: string): Diagnostic | undefined {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxFileBytes) return sizeFault(file, bytes);
  if (text.trim() === '') {
    return diagnose(file, fileStart, 'file-empty', {
      found: 'empty file',
      expected: 'front matter between two lines of `---`, then text',
    });
  }
  const nul = text.indexOf('\0');
  if (nul === -1) return conflictFault(file, text);
  return diagnose(file, placeAt(text, nul), 'file-not-text', {
    found: 'NUL byte',
    expected: 'text saved as UTF-8',
  });
}

/** A merge that nobody ended: with both versions in it, the text would be shown with its marks. */
function conflictFault(file: string, text: string): Diagnostic | undefined {
  const begins = /^<{7}(?: .*)?$/m.exec(text);
  if (begins === null || !/^>{7}(?: .*)?$/m.test(text.slice(begins.index))) return undefined;
  return diagnose(file, placeAt(text, begins.index), 'file-conflict', {
    found: 'two versions of one text',
    expected: 'one of them, without the lines `<<<<<<<`, `=======` and `>>>>>>>`',
  });
}

/** The diagnostic of a file that is too large to read. */
export function sizeFault(file: string, bytes: number): Diagnostic {
  return diagnose(file, fileStart, 'file-size', {
    found: `file of ${saidBytes(bytes)}`,
    expected: `at most ${saidBytes(maxFileBytes)}; split it into several files`,
  });
}
