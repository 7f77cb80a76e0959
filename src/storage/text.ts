/**
 * Text as both engines can keep it: Postgres refuses a NUL, SQLite's binding cuts the text there; half an emoji
 * is no text to Postgres' JSON.
 * For columns that hold what people wrote; JSON columns escape it by themselves.
 */
export function storable(text: string): string {
  return text.replace(/[\0\p{Surrogate}]/gu, '\uFFFD');
}
