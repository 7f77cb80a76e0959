import { z } from 'zod';

type Schema = z.core.$ZodType;
type Key = string | number;

/** What a schema says about the value at a path: its keys, and the words that describe it. */
export interface SchemaAt {
  /** Keys that a map at the path may have; empty for what is no map. */
  readonly keys: readonly string[];
  readonly description: string | undefined;
}

/** Follows a path through a schema; `data` decides which member of a discriminated union is meant. */
export function schemaAt(schema: Schema, data: unknown, path: readonly Key[]): SchemaAt {
  let current: Schema | undefined = schema;
  let value = data;
  let description = descriptionOf(schema);
  for (const key of path) {
    const parent: Schema | undefined = current === undefined ? undefined : bare(current, value);
    current = parent === undefined ? undefined : step(parent, key);
    value = valueAt(value, [key]);
    description = current === undefined ? undefined : descriptionOf(current);
  }
  const end = current === undefined ? undefined : bare(current, value);
  return { keys: end instanceof z.ZodObject ? Object.keys(end.shape) : [], description };
}

/** The value at a path of plain data; undefined when the path leads nowhere. */
export function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

function step(schema: Schema, key: Key): Schema | undefined {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodTuple) return schema.def.items[Number(key)];
  return undefined;
}

/** Takes off the wrappers that do not change the shape, and picks the meant member of a union. */
function bare(schema: Schema, value: unknown): Schema {
  const inner = unwrapped(schema) ?? member(schema, value);
  return inner === undefined ? schema : bare(inner, value);
}

function unwrapped(schema: Schema): Schema | undefined {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return schema.unwrap();
  if (schema instanceof z.ZodPipe) return schema.in;
  return undefined;
}

function member(schema: Schema, value: unknown): Schema | undefined {
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator } = schema.def;
    const named = valueAt(value, [discriminator]);
    return schema.options.find((option) => accepts(option, discriminator, named));
  }
  if (!(schema instanceof z.ZodUnion)) return undefined;
  const asMap = typeof value === 'object' && value !== null;
  return asMap ? schema.options.find((option) => option instanceof z.ZodObject) : undefined;
}

function accepts(option: Schema, discriminator: string, value: unknown): boolean {
  const part = option instanceof z.ZodObject ? option.shape[discriminator] : undefined;
  return part instanceof z.ZodType && part.safeParse(value).success;
}

function descriptionOf(schema: Schema): string | undefined {
  const said = z.globalRegistry.get(schema)?.description;
  const inner = said === undefined ? unwrapped(schema) : undefined;
  return inner === undefined ? said : descriptionOf(inner);
}
