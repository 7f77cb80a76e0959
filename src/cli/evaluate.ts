import type { Command } from 'commander';
import { sentence } from '../content/diagnostic.ts';
import { type Evaluation, evaluate } from '../knowledge/evaluate.ts';
import { type GoldenQuestion, readQuestionFile } from '../knowledge/question-file.ts';
import { loadDesk } from '../live-desk/live-desk.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { print } from './printed.ts';
import { readText } from './read-text.ts';
import { tellFaults } from './tell-faults.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly knowledge?: string;
  readonly questions: string;
  readonly json?: boolean;
}

export function addEvaluate(program: Command): void {
  program
    .command('evaluate')
    .description('ask a file of questions with known answers, and show what goes wrong')
    .requiredOption(
      '--questions <file>',
      'CSV with the columns question,article; an empty article is out of scope',
    )
    .option('--knowledge <dir>', 'knowledge folder; articles/ is enough')
    .option('--json', 'print one JSON value')
    .action(async (options: Options) => {
      const questions = await readQuestions(options.questions);
      const began = performance.now();
      // Anew each time: how long learning takes is one of the figures.
      const { knowledge, diagnostics } = await loadDesk(await knowledgeFolder(options.knowledge), {
        anew: true,
      });
      const result = evaluate(knowledge, questions, {
        now: () => performance.now(),
        loadMs: performance.now() - began,
        peakRssMb: () => process.resourceUsage().maxRSS / 1024,
      });
      tellFaults(diagnostics);
      print(options.json, result, () => table(result));
    });
}

async function readQuestions(file: string): Promise<readonly GoldenQuestion[]> {
  const read = readQuestionFile(
    await readText(file, '--questions names a CSV file with the columns question,article'),
  );
  if (read.kind === 'unexpected') throw new UsageError(`${file}:${read.line} ${sentence(read.finding)}`);
  return read.questions;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function table(result: Evaluation): string {
  const rows: readonly (readonly [string, string])[] = [
    ['questions', String(result.questions)],
    ['articles', String(result.articles)],
    ['right article first', percent(result.top1)],
    ['right article among the first 3', percent(result.top3)],
    ['mean reciprocal rank', result.mrr.toFixed(3)],
    ['in scope, right and not refused', percent(result.inScopeAccuracy)],
    ['out of scope, refused', percent(result.outOfScopeRecall)],
    ['answered alone', `${percent(result.confidentShare)}, right ${percent(result.confidentPrecision)}`],
    [
      '"did you mean"',
      `${percent(result.disambiguationShare)}, right ${percent(result.disambiguationRecall)}`,
    ],
    [
      'a question takes',
      `${result.latencyMs.p50.toFixed(2)} ms, 1 in 100 over ${result.latencyMs.p99.toFixed(2)} ms`,
    ],
    ['loading took', `${Math.round(result.loadMs)} ms, at most ${Math.round(result.peakRssMb)} MB`],
  ];
  const worst = result.worst.map(
    ({ expected, got, count, example }) =>
      `  ${count} x  ${expected || '(out of scope)'} -> ${got || '(no answer)'}   "${example}"`,
  );
  return [
    ...rows.map(([name, value]) => `${name.padEnd(34)}${value}`),
    '',
    'worst confusions',
    ...worst,
  ].join('\n');
}
