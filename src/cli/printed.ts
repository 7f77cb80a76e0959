/** One JSON value, or the words for people. */
export const print = (json: boolean | undefined, value: unknown, words: () => string): void => {
  if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
  else say(words());
};

/** For people: whatever others wrote in it steers no terminal. */
export const say = (words: string): void => void process.stdout.write(`${plain(words)}\n`);

/** What people wrote, without what would steer the terminal that shows it; line ends stay. */
export const plain = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '\uFFFD');

/** On one line. */
export const plainLine = (text: string): string => plain(text).replace(/\s+/g, ' ').trim();

/** `1 gap`, `2 gaps`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** To the minute, in the zone in which the desk promises: such as 2026-11-24 10:05 CET. */
export function deskTime(iso: string, zone: string): string {
  const at = new Date(iso);
  const time = at.toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' });
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'short' }).formatToParts(at);
  return `${time} ${parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone}`;
}

/** Columns as wide as their widest cell; the last one is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
