import type { Command } from 'commander';
import { checkKnowledge } from '../check/check.ts';
import type { Diagnostic } from '../content/diagnostic.ts';
import { knowledgeFolder } from './knowledge-folder.ts';

interface Options {
  readonly knowledge?: string;
  readonly json?: boolean;
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('lint the knowledge folder; exit status 1 when there are errors')
    .option('--knowledge <dir>', 'knowledge folder')
    .option('--json', 'print one JSON value: { diagnostics: [...] }')
    .action(async (options: Options) => {
      const diagnostics = await checkKnowledge(await knowledgeFolder(options.knowledge));
      process.stdout.write(`${options.json ? JSON.stringify({ diagnostics }) : pretty(diagnostics)}\n`);
      if (diagnostics.some((one) => one.severity === 'error')) process.exitCode = 1;
    });
}

const pretty = (diagnostics: readonly Diagnostic[]): string =>
  [...diagnostics.map(line), summary(diagnostics)].join('\n');

const line = ({ file, line: at, column, severity, message, rule }: Diagnostic): string =>
  `${file}:${at}:${column} ${severity} ${message} [${rule}]`;

function summary(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return 'Nothing to mend.';
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  return `${errors} errors, ${diagnostics.length - errors} warnings and notes.`;
}
