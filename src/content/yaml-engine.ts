import type { Document as YamlDocument, Node as YamlNode } from 'yaml';
import { isAlias, isMap, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import { type Diagnostic, diagnose } from './diagnostic.ts';
import type { PlaceOf } from './document.ts';
import type { Place } from './place.ts';
import { doubtsOf, type Slip, slipsOf } from './yaml-slips.ts';

export interface YamlResult {
  readonly data: Readonly<Record<string, unknown>>;
  readonly placeOf: PlaceOf;
  readonly placeOfKey: PlaceOf;
  /** With an error among them there is no data. */
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
  const slips = slipsOf(matter, parsed);
  const told = slips.length > 0 ? slips : [...rootFault(parsed), ...doubtsOf(matter, parsed)];
  return {
    data: slips.length === 0 ? plainData(parsed) : {},
    placeOf: (path) => place(offsetOf(parsed, path)),
    placeOfKey: (path) => place(keyOffsetOf(parsed, path) ?? offsetOf(parsed, path)),
    diagnostics: told.map(({ offset, finding }) =>
      diagnose(file, place(offset), 'front-matter-yaml', finding),
    ),
  };
}

function placeFrom(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function rootFault({ contents }: YamlDocument): Slip[] {
  if (contents === null || isMap(contents)) return [];
  const finding = { found: 'front matter without keys', expected: 'lines such as `title: A few words`' };
  return [{ offset: contents.range?.[0] ?? 0, finding }];
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
