import { htmlEscape } from 'escape-goat';
import type { Figures } from './figures.ts';
import { barsPlot, daysPlot, legend } from './plots.ts';
import { rowsOf } from './text.ts';
import { isoDay } from './words.ts';

const style = `
:root { color-scheme: light; --ink: #1d2228; --muted: #5b6570; --line: #d9dde2; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 820px; padding: 40px 24px; color: var(--ink); background: #fff;
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 28px; line-height: 1.2; margin: 0; }
h2 { font-size: 19px; margin: 40px 0 12px; }
p { color: var(--muted); margin: 4px 0 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 7px 0; text-align: left; vertical-align: top; }
th { font-weight: 400; color: var(--muted); width: 52%; padding-right: 16px; }
td { font-variant-numeric: tabular-nums; }
svg { display: block; width: 100%; height: auto; margin-top: 8px; font: 13px system-ui, sans-serif; }
svg text { fill: var(--ink); } svg .tick { fill: var(--muted); font-size: 12px; }
.axis { stroke: var(--line); } .dot { fill: #fff; stroke: var(--ink); stroke-width: 1.5; }
.legend { list-style: none; margin: 0; padding: 0; columns: 2; column-gap: 32px; font-size: 14px; }
.legend li { break-inside: avoid; padding: 2px 0 2px 22px; position: relative; }
.swatch { position: absolute; left: 0; top: 8px; width: 13px; height: 13px; border-radius: 2px; }
.ring { width: 11px; height: 11px; border: 1.5px solid var(--ink); border-radius: 50%; }
@media (max-width: 560px) { .legend { columns: 1; } }
@media print { body { padding: 0; max-width: none; font-size: 12px; } section { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;

/** The report as one page: no script, no file and no host besides. Prints on two sheets. */
export function reportHtml(figures: Figures, deskName: string): string {
  const period = `${isoDay(figures.since)} to ${isoDay(figures.until)}`;
  const title = `${htmlEscape(deskName)}: report`;
  const rows = rowsOf(figures).map(
    ([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<h1>${title}</h1>
<p>${period}</p>
${section('Figures', `<table>${rows.join('')}</table>`)}
${section('What became of the questions', legend(figures.deflection, figures.questions) + daysPlot(figures.days))}
${listed('Asked for most', figures.articles, () =>
  barsPlot(
    'Questions by article',
    figures.articles.map((one) => ({ name: one.article, counts: one.deflection })),
  ),
)}
${listed('Forms left unfinished, by the field asked last', figures.forms.abandoned, () =>
  barsPlot(
    'Forms left by field',
    figures.forms.abandoned.map(({ type, field, count }) => ({
      name: `${type}: ${field}`,
      counts: { failed: count },
    })),
  ),
)}
</body>
</html>
`;
}

const section = (title: string, content: string): string => `<section><h2>${title}</h2>${content}</section>`;

const listed = (title: string, rows: readonly unknown[], plot: () => string): string =>
  rows.length === 0 ? '' : section(title, plot());
