import { htmlEscape } from 'escape-goat';
import { type Deflection, deflections } from './deflection.ts';
import type { Day, Figures } from './figures.ts';
import { fates, percent } from './words.ts';

/** Told apart without colour, too: each has its own lightness, in order, and its name beside it. */
const fills: Readonly<Record<Deflection, string>> = {
  confirmed: '#1b6e4b',
  presumed: '#74b597',
  undecided: '#c9cdd2',
  reversed: '#e3a857',
  failed: '#a63d2f',
};

const width = 720;

/** What the colours mean, with the counts: the plots need no other legend. */
export function legend(counts: Figures['deflection'], all: number): string {
  const items = deflections.map((name) => {
    const share = percent(all === 0 ? undefined : counts[name] / all);
    const swatch = `<span class="swatch" style="background:${fills[name]}"></span>`;
    return `<li>${swatch}<b>${fates[name].name}</b> ${counts[name]} (${share}): ${htmlEscape(fates[name].means)}</li>`;
  });
  const dot = '<li><span class="swatch ring"></span><b>work orders</b> of the day</li>';
  return `<ul class="legend">${items.join('')}${dot}</ul>`;
}

/** A column a day, of what became of its questions; a dot for its work orders. */
export function daysPlot(days: readonly Day[]): string {
  const height = 180;
  const totals = days.map(({ deflection }) => deflections.reduce((sum, name) => sum + deflection[name], 0));
  const most = Math.max(1, ...totals, ...days.map(({ workOrders }) => workOrders));
  const step = (width - 40) / Math.max(1, days.length);
  const y = (count: number): number => height - (count / most) * (height - 16);
  const columns = days.map((day, index) => column(day, 40 + index * step, Math.max(1, step * 0.8), y));
  const ticks = [0, most].map(
    (count) => `<text x="34" y="${y(count) + 4}" class="tick" text-anchor="end">${count}</text>`,
  );
  const names = [days[0], days.at(-1)].map((day, index) => {
    const anchor = index === 0 ? `x="40" text-anchor="start"` : `x="${width}" text-anchor="end"`;
    return `<text ${anchor} y="${height + 18}" class="tick">${day?.day ?? ''}</text>`;
  });
  const axis = `<line x1="40" y1="${height}" x2="${width}" y2="${height}" class="axis"/>`;
  return svg(height + 24, 'Questions a day by what became of them, and work orders as dots', [
    ...[axis, ...columns, ...ticks, ...names],
  ]);
}

function column(
  { day, deflection, workOrders }: Day,
  x: number,
  wide: number,
  y: (count: number) => number,
): string {
  let below = 0;
  const parts = deflections.flatMap((name) => {
    const count = deflection[name];
    if (count === 0) return [];
    const [bottom, top] = [y(below), y(below + count)];
    below += count;
    const title = `<title>${day}: ${count} ${fates[name].name}</title>`;
    return `<rect x="${x}" y="${top}" width="${wide}" height="${bottom - top}" fill="${fills[name]}">${title}</rect>`;
  });
  if (workOrders === 0) return parts.join('');
  const title = `<title>${day}: ${workOrders} work orders</title>`;
  return `${parts.join('')}<circle cx="${x + wide / 2}" cy="${y(workOrders)}" r="3" class="dot">${title}</circle>`;
}

export interface Bar {
  readonly name: string;
  readonly counts: Readonly<Partial<Record<Deflection, number>>>;
}

/** A lying bar each, the longest over the whole width. */
export function barsPlot(title: string, bars: readonly Bar[]): string {
  const [names, row] = [300, 24];
  const total = ({ counts }: Bar): number => deflections.reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  const most = Math.max(1, ...bars.map(total));
  const rows = bars.map((bar, index) => {
    let x = names;
    const parts = deflections.map((name) => {
      const wide = ((bar.counts[name] ?? 0) / most) * (width - names - 40);
      x += wide;
      return `<rect x="${x - wide}" y="${index * row + 4}" width="${wide}" height="${row - 8}" fill="${fills[name]}"/>`;
    });
    const label = `<text x="${names - 8}" y="${index * row + 16}" text-anchor="end">${htmlEscape(shortened(bar.name))}</text>`;
    return `${label}${parts.join('')}<text x="${x + 6}" y="${index * row + 16}" class="tick">${total(bar)}</text>`;
  });
  return svg(bars.length * row + 4, title, rows);
}

const shortened = (name: string): string => (name.length > 42 ? `…${name.slice(-41)}` : name);

const svg = (height: number, title: string, parts: readonly string[]): string =>
  `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${htmlEscape(title)}">${parts.join('')}</svg>`;
