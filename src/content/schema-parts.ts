import { z } from 'zod';

/** Text with something in it. */
export const text = z.string().trim().min(1);

/** Front matter may write `2024` or `true` where text is meant as one of several values. */
export const scalarText = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** A calendar date that exists. */
export const isoDate = z.string().refine(isCalendarDate, 'a date such as `2026-12-31`');

/** BCP 47, made canonical: `EN-us` becomes `en-US`. */
export const language = z
  .string()
  .refine((tag) => canonicalTag(tag) !== undefined, 'a language such as `en` or `pt-BR`')
  .transform((tag) => canonicalTag(tag) ?? tag);

function isCalendarDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const parsed = new Date(`${date}T00:00:00Z`);
  // 2026-02-30 parses as 2 March, so the date must come back as it went in.
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(date);
}

/** Longer names are well-formed too, and no language: an article in `english` would be found by nobody. */
function canonicalTag(tag: string): string | undefined {
  if (!/^[a-z]{2,3}(?:-|$)/i.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}
