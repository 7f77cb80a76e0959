const LONGEST = 24 * 3_600_000;

/** How long a Retry-After header asks to wait, ms: seconds or a date, at most a day. 0 where it says neither. */
export function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const written = header.trim();
  const wait = /^\d{1,9}$/.test(written) ? Number(written) * 1000 : Date.parse(written) - now;
  return Number.isFinite(wait) ? Math.min(LONGEST, Math.max(0, wait)) : 0;
}
