import { type Diagnostic, located } from '../content/diagnostic.ts';
import { counted, plain } from './printed.ts';

/** So many say what is wrong; `check` says all. */
const most = 3;

/** Says on stderr which files are not as they are written: who edits one and asks would wonder. */
export function tellFaults(diagnostics: readonly Diagnostic[]): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const lines = errors.slice(0, most).map((one) => `${located(one.file, one)} ${one.message}`);
  const count = counted(errors.length, 'error');
  const end = `${count} in the knowledge folder: a broken file is left out, or is what it was before. firstline check shows all.`;
  process.stderr.write(`${plain([...lines, end].join('\n'))}\n\n`);
}
