import type { JsonSchema } from './json-schemas.ts';

type Part = JsonSchema | boolean | undefined;

/** A table of a map's keys: what each means, what it takes, and what holds when it is left out. */
export function keyTable(schema: JsonSchema, without: ReadonlySet<string> = new Set()): string {
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties ?? {})
    .filter(([key]) => !without.has(key))
    .map(([key, part]) => row(key, part, required.has(key)));
  return ['| key | meaning | takes | when left out |', '|---|---|---|---|', ...rows].join('\n');
}

function row(key: string, part: Part, required: boolean): string {
  const { description = '', default: fallback } = typeof part === 'object' ? part : {};
  const absent = required ? '**must be there**' : said(fallback);
  return `| \`${key}\` | ${cell(description)} | ${cell(takes(part))} | ${cell(absent)} |`;
}

function said(fallback: unknown): string {
  const empty = typeof fallback === 'object' && fallback !== null && Object.keys(fallback).length === 0;
  return fallback === undefined || empty ? '' : `\`${JSON.stringify(fallback).replace(/^"|"$/g, '')}\``;
}

/** A bar would end the cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** What YAML reads as another type is taken as text where text is meant, so `text` stands for any scalar. */
function takes(part: Part): string {
  if (typeof part !== 'object') return '';
  if (part.enum !== undefined) return part.enum.map((value) => `\`${value}\``).join(', ');
  if (part.const !== undefined) return `\`${part.const}\``;
  if (Array.isArray(part.type)) return 'text';
  const members = part.anyOf ?? part.oneOf;
  if (members !== undefined) return [...new Set(members.map(takes))].join(' or ');
  if (part.type === 'array') return list(part);
  if (part.type === 'string') return `text${range(part.minLength, part.maxLength, ' characters')}`;
  if (part.type === 'object') return 'keys of its own';
  if (part.type === 'boolean') return '`true` or `false`';
  return `${part.type === 'integer' ? 'whole number' : 'number'}${range(part.minimum, part.maximum, '')}`;
}

function list(part: JsonSchema): string {
  if (part.prefixItems !== undefined) return `list of ${part.prefixItems.length}`;
  const items = Array.isArray(part.items) ? part.items[0] : part.items;
  return `list: ${items === undefined ? 'text' : takes(items)}`;
}

/** One letter is no news, and what a library allows at most is none either. */
function range(least = 0, most = Number.MAX_SAFE_INTEGER, unit: string): string {
  const upper = most < Number.MAX_SAFE_INTEGER ? most : undefined;
  if (upper === undefined) return least > 1 ? `, at least ${least}${unit}` : '';
  return least > 1 || unit === '' ? `, ${least} to ${upper}${unit}` : `, at most ${upper}${unit}`;
}
