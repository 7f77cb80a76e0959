import type { HttpRequest } from '../http/handler.ts';

/** The language that a page asks for, else the one that its browser likes best. */
export function languageOf({ query, raw }: HttpRequest): string | undefined {
  const wanted = query.get('lang') ?? raw.headers['accept-language']?.split(/[,;]/)[0];
  return wanted !== undefined && /^[a-z]{2,3}(?:-\w{2,8})*$/i.test(wanted) ? wanted : undefined;
}
