import type { OpenHours } from './desk-settings.ts';

const span = /^(0?\d|1\d|2[0-4]):([0-5]\d)\s*[-–]\s*(0?\d|1\d|2[0-4]):([0-5]\d)$/;

/** `09:00-18:00`, several split by commas, or `closed`; what is written otherwise is left out. */
export function parseHours(written = 'closed'): OpenHours[] {
  if (written.trim() === 'closed') return [];
  return written.split(',').flatMap((part) => parseSpan(part.trim()) ?? []);
}

/** What is wrong with a day's hours, as the rest of "expected …"; undefined when nothing is. */
export function hoursFault(written: string): string | undefined {
  if (written.trim() === 'closed') return undefined;
  const spans = written.split(',').map((part) => parseSpan(part.trim()));
  if (spans.includes(undefined)) return 'hours such as `"09:00-18:00"`, or `closed`';
  const hours = parseHours(written);
  if (hours.some(({ opens, closes }) => closes <= opens || closes > 24 * 60)) {
    return 'hours that end after they begin, at `24:00` at the latest';
  }
  const apart = hours.every(({ opens }, index) => opens > (hours[index - 1]?.closes ?? -1));
  return apart ? undefined : 'hours in order, apart from each other';
}

function parseSpan(written: string): OpenHours | undefined {
  const match = span.exec(written);
  if (match === null) return undefined;
  const [, fromHour, fromMinute, toHour, toMinute] = match.map(Number);
  if (fromHour === undefined || fromMinute === undefined) return undefined;
  if (toHour === undefined || toMinute === undefined) return undefined;
  return { opens: fromHour * 60 + fromMinute, closes: toHour * 60 + toMinute };
}
