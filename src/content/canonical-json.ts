/**
 * JSON with sorted keys and nothing undefined, so that equal data has equal text and equal hashes.
 * Takes plain data only: strings, finite numbers, booleans, null, lists and maps of these.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  // By code unit: a locale's order would give other hashes on other machines.
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
