import matter from 'gray-matter';
import { type Diagnostic, diagnose } from './diagnostic.ts';
import { fileStart, type Place, placeAt } from './place.ts';
import { readYaml, type YamlResult } from './yaml-engine.ts';

/** Front matter larger than this is not read: more than any editor writes, less than hurts. */
export const maxFrontMatterBytes = 64 * 1024;

export interface FrontMatter {
  readonly yaml: YamlResult;
  readonly body: string;
  readonly bodyLine: number;
}

export interface FrontMatterResult {
  readonly frontMatter: FrontMatter | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

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
  let yaml = readYaml(file, '');
  const parsed = matter(text, {
    // Options are never left out: without them gray-matter answers a broken file from its cache.
    language: 'yaml',
    engines: {
      yaml: (block: string) => {
        yaml = readYaml(file, block);
        return yaml.data;
      },
      // gray-matter brings engines of its own, one of which evaluates code.
      javascript: refuse,
      json: refuse,
    },
  });
  if (yaml.diagnostics.length > 0) return { frontMatter: undefined, diagnostics: yaml.diagnostics };
  const { line } = placeAt(text, text.length - parsed.content.length);
  return { frontMatter: { yaml, body: parsed.content, bodyLine: line }, diagnostics: [] };
}

function refuse(): never {
  throw new Error('Front matter is YAML: begin the file with a line of three hyphens and nothing else.');
}

/** What keeps the block between the two lines of hyphens from being found, before any parser runs. */
function fenceFault(file: string, text: string): Diagnostic | undefined {
  const [first = ''] = text.split('\n', 1);
  if (!first.startsWith('---') || first.startsWith('----')) return missing(file, text);
  if (!/^---[ \t]*(?:ya?ml[ \t]*)?$/.test(first)) return otherLanguage(file, first);
  const close = text.indexOf('\n---', 3);
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
  if (bytes <= maxFrontMatterBytes) return undefined;
  return diagnose(file, fileStart, 'front-matter-size', {
    found: `front matter of ${bytes} bytes`,
    expected: `at most ${maxFrontMatterBytes}`,
  });
}
