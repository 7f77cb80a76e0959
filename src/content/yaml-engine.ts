import type { YAMLError, Document as YamlDocument, Node as YamlNode } from 'yaml';
import { isAlias, isMap, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { type Diagnostic, diagnose, type Finding } from './diagnostic.ts';
import type { PlaceOf } from './document.ts';
import type { Place } from './place.ts';

export interface YamlResult {
  readonly data: Readonly<Record<string, unknown>>;
  readonly placeOf: PlaceOf;
  readonly placeOfKey: PlaceOf;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads front matter as YAML 1.2 core: `12:30` stays text, `no` stays text, dates stay text.
 * Aliases are refused (a few lines of them grow to gigabytes), and so are tags and `__proto__`.
 *
 * @param matter the text from just behind the opening `---`, so that its lines are the file's lines
 */
export function readYaml(file: string, matter: string): YamlResult {
  const lines = new LineCounter();
  const parsed = parseDocument(matter, {
    version: '1.2',
    schema: 'core',
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    logLevel: 'silent',
  });
  const place = (offset: number): Place => placeFrom(lines, offset);
  const report = (offset: number, finding: Finding): Diagnostic =>
    diagnose(file, place(offset), 'front-matter-yaml', finding);
  const diagnostics = [
    ...[...parsed.errors, ...parsed.warnings]
      .slice(0, mostErrors)
      .map((error) => report(error.pos[0], explain(error))),
    ...unsafeNodes(parsed).map(({ offset, finding }) => report(offset, finding)),
  ];
  return {
    data: diagnostics.length === 0 ? plainData(parsed) : {},
    placeOf: (path) => place(offsetOf(parsed, path)),
    placeOfKey: (path) => place(keyOffsetOf(parsed, path) ?? offsetOf(parsed, path)),
    diagnostics: diagnostics.length === 0 ? rootFault(parsed, report) : diagnostics,
  };
}

/** One slip makes the parser stumble many times over; only the first few say what it was. */
const mostErrors = 5;

function placeFrom(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

const quoteRemedy = 'quotes around text that has a colon or begins with a sign';

const explanations: Readonly<Record<string, Finding>> = {
  DUPLICATE_KEY: { found: 'second use of a key', expected: 'each key once' },
  BLOCK_AS_IMPLICIT_KEY: { found: '`: ` inside a text', expected: quoteRemedy },
  BAD_SCALAR_START: { found: 'sign at the start of a text', expected: quoteRemedy },
  TAB_AS_INDENT: { found: 'tab', expected: 'spaces at the start of a line' },
  TAG_RESOLVE_FAILED: { found: 'tag beginning with `!`', expected: quoteRemedy },
  MULTIPLE_DOCS: { found: 'second YAML document', expected: 'one block between two lines of `---`' },
};

function explain(error: YAMLError): Finding {
  const known = explanations[error.code];
  // The parser's first line says what; the rest draws the source, which the place already shows.
  const [said = ''] = error.message.split('\n');
  if (said.includes('call stack'))
    return { found: 'front matter nested too deeply', expected: 'a few levels' };
  return known ?? { found: `front matter (${said})`, expected: 'YAML such as `title: A few words`' };
}

interface Unsafe {
  readonly offset: number;
  readonly finding: Finding;
}

function unsafeNodes(parsed: YamlDocument): Unsafe[] {
  const unsafe: Unsafe[] = [];
  visit(parsed, {
    Alias: (_, node) => {
      unsafe.push({
        offset: node.range?.[0] ?? 0,
        finding: {
          found: `alias \`*${node.source}\``,
          expected: 'the text itself, or quotes around a text that begins with `*`',
        },
      });
    },
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || pair.key.value !== '__proto__') return;
      unsafe.push({
        offset: pair.key.range?.[0] ?? 0,
        finding: { found: 'key `__proto__`', expected: 'a key that the manual names' },
      });
    },
  });
  return unsafe;
}

function rootFault(
  parsed: YamlDocument,
  report: (offset: number, finding: Finding) => Diagnostic,
): Diagnostic[] {
  if (parsed.contents === null || isMap(parsed.contents)) return [];
  const offset = parsed.contents.range?.[0] ?? 0;
  return [
    report(offset, { found: 'front matter without keys', expected: 'lines such as `title: A few words`' }),
  ];
}

function plainData(parsed: YamlDocument): Readonly<Record<string, unknown>> {
  if (!isMap(parsed.contents)) return {};
  const data: unknown = parsed.toJS({ maxAliasCount: 0 });
  return isRecord(data) ? data : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The deepest node that the path still reaches. */
function offsetOf(parsed: YamlDocument, path: readonly (string | number)[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = parsed.getIn(path.slice(0, length), true);
    const offset = isNode(node) ? node.range?.[0] : undefined;
    if (offset !== undefined) return offset;
  }
  return parsed.contents?.range?.[0] ?? 0;
}

function keyOffsetOf(parsed: YamlDocument, path: readonly (string | number)[]): number | undefined {
  const parent = path.length > 1 ? parsed.getIn(path.slice(0, -1), true) : parsed.contents;
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(
    (item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1),
  );
  return pair !== undefined && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
}

function isNode(value: unknown): value is YamlNode {
  return (
    isScalar(value) || isAlias(value) || (typeof value === 'object' && value !== null && 'range' in value)
  );
}
