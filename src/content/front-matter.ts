import matter from 'gray-matter';
import { type Diagnostic, diagnose } from './diagnostic.ts';
import { fileStart, type Place, placeAt } from './place.ts';
import { saidBytes } from './said-bytes.ts';
import { readYaml, type YamlResult } from './yaml-engine.ts';

/** Front matter larger than this is not read: more than any editor writes, less than hurts. */
const maxBytes = 64 * 1024;
/** gray-matter looks for comments in a time that grows with the square of the empty lines on end. */
const maxLines = 5000;

export interface FrontMatter {
  readonly yaml: YamlResult;
  readonly body: string;
  readonly bodyLine: number;
}

export interface FrontMatterResult {
  readonly frontMatter: FrontMatter | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const fence = '\n---';

/** Where the line of hyphens behind the front matter begins, at the end of the line before; -1 without one. */
const closeOf = (text: string): number => text.indexOf(fence, 3);

/** Splits a file and reads its front matter; `text` has `\n` line ends and no byte order mark. */
export function readFrontMatter(file: string, text: string): FrontMatterResult {
  const fault = fenceFault(file, text);
  if (fault !== undefined) return { frontMatter: undefined, diagnostics: [fault] };
  try {
    return split(file, text);
  } catch (error) {
    const why = error instanceof RangeError ? 'nested too deeply' : 'that cannot be read';
    const finding = { found: `front matter ${why}`, expected: 'lines such as `title: A few words`' };
    return { frontMatter: undefined, diagnostics: [diagnose(file, fileStart, 'front-matter-yaml', finding)] };
  }
}

function split(file: string, text: string): FrontMatterResult {
  const end = closeOf(text) + fence.length;
  const read: YamlResult[] = [];
  // Without the body, which may be long: gray-matter copies what it is given, and looks it up in its cache.
  matter(text.slice(0, end), {
    // Options are never left out: without them gray-matter answers a broken file from its cache.
    language: 'yaml',
    engines: {
      yaml: (block: string) => {
        const yaml = readYaml(file, block);
        read.push(yaml);
        return yaml.data;
      },
      // gray-matter brings engines of its own, one of which evaluates code.
      javascript: refuse,
      json: refuse,
    },
  });
  const [yaml = readYaml(file, '')] = read;
  const { diagnostics } = yaml;
  if (diagnostics.some(({ severity }) => severity === 'error'))
    return { frontMatter: undefined, diagnostics };
  const bodyAt = text[end] === '\n' ? end + 1 : end;
  const { line } = placeAt(text, bodyAt);
  return { frontMatter: { yaml, body: text.slice(bodyAt), bodyLine: line }, diagnostics };
}

function refuse(): never {
  throw new Error('Front matter is YAML: begin the file with a line of three hyphens and nothing else.');
}

/** What keeps the block between the two lines of hyphens from being found, before any parser runs. */
function fenceFault(file: string, text: string): Diagnostic | undefined {
  const [first = ''] = text.split('\n', 1);
  if (!first.startsWith('---') || first.startsWith('----')) return missing(file, text);
  if (!/^---[ \t]*(?:ya?ml[ \t]*)?$/.test(first)) return otherLanguage(file, first);
  const close = closeOf(text);
  if (close === -1) return unclosed(file, fileStart, 'front matter without an end');
  const [last = ''] = text.slice(close + 1).split('\n', 1);
  if (!/^---[ \t]*$/.test(last))
    return unclosed(file, placeAt(text, close + 1), `line \`${last.slice(0, 20)}\``);
  return tooLarge(file, text.slice(0, close));
}

function missing(file: string, text: string): Diagnostic {
  const late = /^\s+---[ \t]*\n/.test(text);
  return diagnose(file, fileStart, 'front-matter-missing', {
    found: late ? 'space before the front matter' : 'file without front matter',
    expected: 'line 1 to be `---`, then keys such as `title: A few words`, then `---`',
  });
}

function otherLanguage(file: string, first: string): Diagnostic {
  return diagnose(file, { line: 1, column: 4 }, 'front-matter-language', {
    found: `\`${first.slice(3, 23).trim()}\` behind \`---\``,
    expected: 'YAML: line 1 to be `---` and nothing else',
  });
}

function unclosed(file: string, place: Place, found: string): Diagnostic {
  return diagnose(file, place, 'front-matter-unclosed', {
    found,
    expected: 'a line `---` that ends the front matter',
  });
}

function tooLarge(file: string, block: string): Diagnostic | undefined {
  const bytes = Buffer.byteLength(block);
  const lines = block.split('\n').length;
  if (bytes <= maxBytes && lines <= maxLines) return undefined;
  const [found, expected] =
    bytes > maxBytes ? [saidBytes(bytes), saidBytes(maxBytes)] : [`${lines} lines`, maxLines];
  return diagnose(file, fileStart, 'front-matter-size', {
    found: `front matter of ${found}`,
    expected: `at most ${expected}`,
  });
}
