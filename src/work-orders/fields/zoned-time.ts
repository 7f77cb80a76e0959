import { Recent } from '../../recent.ts';

/** Time as a clock on the wall shows it in some zone. `month` and `day` count from 1. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

// Making a formatter costs a thousand times what using one does. A zone comes from a client: names without end
// must not fill the memory.
const formatters = new Recent<string, Intl.DateTimeFormat>(500);

/** Whether this runtime knows the IANA zone: channels also send Windows names and nonsense. */
function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}

/** What the clock shows at `at` (epoch ms). A zone nobody knows reads as UTC. */
export function wallTime(at: number, zone: string): WallTime {
  const parts = new Map(
    formatter(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
  };
}

/**
 * The moment (epoch ms) at which the clock shows `wall`: the first of two when the clock is set back.
 * A time that a clock set forward skips is read as if it had not been set yet. Days past a month's end
 * and hours past midnight roll over.
 */
export function instantOf(wall: WallTime, zone: string): number {
  const utc = utcOf(wall);
  const [before, after] = [offsetMinutes(utc - dayMs, zone), offsetMinutes(utc + dayMs, zone)];
  const shown = [before, after]
    .map((offset) => utc - offset * minuteMs)
    .filter((at) => utcOf(wallTime(at, zone)) === utc);
  return shown.length > 0 ? Math.min(...shown) : utc - before * minuteMs;
}

/** Minutes that the zone is ahead of UTC at `at` (epoch ms). */
export function offsetMinutes(at: number, zone: string): number {
  const minute = Math.floor(at / minuteMs) * minuteMs;
  return (utcOf(wallTime(minute, zone)) - minute) / minuteMs;
}

/** YYYY-MM-DD. */
export const dayText = ({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>): string =>
  `${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}`;

/** YYYY-MM-DDTHH:MM with the zone's offset at that moment. */
export function momentText(at: number, zone: string): string {
  const wall = wallTime(at, zone);
  const offset = offsetMinutes(at, zone);
  const sign = offset < 0 ? '-' : '+';
  const [hours, minutes] = [Math.floor(Math.abs(offset) / 60), Math.abs(offset) % 60];
  return `${dayText(wall)}T${twoDigits(wall.hour)}:${twoDigits(wall.minute)}${sign}${twoDigits(hours)}:${twoDigits(minutes)}`;
}

/** Whether there is such a day: 30 February is none. */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

const utcOf = ({ year, month, day, hour, minute }: WallTime): number =>
  Date.UTC(year, month - 1, day, hour, minute);

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: isZone(zone) ? zone : 'UTC',
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formatters.put(zone, made);
  return made;
}
