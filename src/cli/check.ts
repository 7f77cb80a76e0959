import path from 'node:path';
import { type Command, Option } from 'commander';
import { type Checked, checkContent } from '../check/check.ts';
import { type Change, type Comparison, compare, openForAsking, regressions, said } from '../check/compare.ts';
import { type CheckedContent, loadForCheck } from '../check/load-content.ts';
import type { Diagnostic } from '../content/diagnostic.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { counted, say } from './printed.ts';
import { withRevision } from './revision-folder.ts';

const formats = ['pretty', 'json', 'github'] as const;
type Format = (typeof formats)[number];

interface Options {
  readonly knowledge?: string;
  readonly format: Format;
  readonly json?: boolean;
  readonly ranking: boolean;
  readonly notes?: boolean;
  readonly since?: string;
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('lint the knowledge folder; exit status 1 when there are errors')
    .option('--knowledge <dir>', 'knowledge folder')
    .addOption(
      new Option('--format <format>', 'how to print what is found').choices(formats).default('pretty'),
    )
    .option('--json', 'print one JSON value: { diagnostics: [...] }; the same as --format json')
    .option('--no-ranking', 'only the rules that look at the files alone, within a second or two')
    .option('--notes', 'print the notes, too; json and github always have them')
    .option('--since <revision>', 'compare with a git revision; a question that gets worse is an error')
    .action(async ({ knowledge, format, json, ranking, notes, since }: Options) => {
      const folder = await knowledgeFolder(knowledge);
      const content = await loadForCheck(folder);
      // Read first, so that a revision that git does not know is told at once.
      const before = since === undefined ? undefined : await withRevision(folder, since, loadForCheck);
      const checked = await checkContent(content, { ranking });
      const comparison = before && (await compared(before, content, checked));
      const worse = comparison === undefined ? [] : regressions(comparison);
      const diagnostics = [...checked.diagnostics, ...worse];
      const wanted = { folder, notes, comparison };
      say(printed(diagnostics, json ? 'json' : format, wanted));
      if (diagnostics.some((one) => one.severity === 'error')) process.exitCode = 1;
    });
}

/** What the check learned is asked, so that only the other revision is learned anew. */
async function compared(
  before: CheckedContent,
  content: CheckedContent,
  { snapshot }: Checked,
): Promise<Comparison> {
  const after = snapshot ? { content, snapshot } : await openForAsking(content);
  return compare(await openForAsking(before), after);
}

interface Wanted {
  readonly folder: string;
  readonly notes: boolean | undefined;
  readonly comparison: Comparison | undefined;
}

function printed(
  diagnostics: readonly Diagnostic[],
  format: Format,
  { folder, notes, comparison }: Wanted,
): string {
  if (format === 'json') return JSON.stringify({ diagnostics, ...(comparison && { since: comparison }) });
  if (format === 'github') return diagnostics.map((one) => annotation(one, folder)).join('\n');
  const shown = diagnostics.filter(({ severity }) => notes || severity !== 'info');
  const hidden = shown.length < diagnostics.length ? ' --notes shows the notes.' : '';
  const compared = comparison === undefined ? [] : [comparisonText(comparison), ''];
  return [...compared, ...shown.map(line), summary(diagnostics) + hidden].join('\n');
}

function comparisonText({ asked, worse, better, changed }: Comparison): string {
  const list = (title: string, changes: readonly Change[]): readonly string[] =>
    changes.length === 0
      ? []
      : [title, ...changes.map((one) => `  "${one.question}": ${said(one.before)} -> ${said(one.after)}`)];
  return [
    `${counted(asked, 'question')} asked: ${better.length} get better, ${worse.length} get worse, ${changed.length} change.`,
    ...list('worse', worse),
    ...list('better', better),
    ...list('changed', changed),
  ].join('\n');
}

const line = ({ file, line: at, column, severity, message, rule }: Diagnostic): string =>
  `${file}:${at}:${column} ${severity === 'info' ? 'note' : severity} ${message} [${rule}]`;

function summary(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return 'Nothing to mend.';
  const count = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((one) => one.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('info')];
  return `${counted(errors, 'error')}, ${counted(warnings, 'warning')}, ${counted(notes, 'note')}.`;
}

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** A workflow command of GitHub Actions, which shows it at its line of the pull request. */
function annotation({ file, line: at, column, severity, message, rule }: Diagnostic, folder: string): string {
  const named = path.relative(process.cwd(), path.join(folder, file)).split(path.sep).join('/');
  const place = `file=${property(named)},line=${at},col=${column},title=${property(rule)}`;
  return `::${commands[severity]} ${place}::${data(message)}`;
}

/** What would end a workflow command early, escaped as GitHub's own toolkit does. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
