/**
 * Text as both engines can keep it: Postgres refuses a NUL, SQLite's binding cuts the text there.
 * For columns that hold what people wrote; JSON columns escape it by themselves.
 */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
