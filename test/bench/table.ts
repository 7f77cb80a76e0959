/** Rows as aligned columns, named as in the rows: numbers with three digits that count, to the right. */
export function asTable(rows: readonly object[]): string {
  const names = Object.keys(rows[0] ?? {});
  const cells = [names, ...rows.map((row) => Object.values(row).map(shown))];
  const widths = names.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  return cells
    .map((line) => line.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}

const shown = (value: unknown): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(3))) : String(value);
