import type { Command } from 'commander';
import { answerQuestion } from '../conversation/answering.ts';
import { plainMarkdown } from '../conversation/plain-markdown.ts';
import { initialState } from '../conversation/state.ts';
import { cleanText } from '../conversation/text.ts';
import type { Answer, Hit } from '../knowledge/answer.ts';
import { type DeskContent, loadDesk } from '../live-desk/live-desk.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { say } from './printed.ts';
import { strangersView } from './strangers-view.ts';
import { tellFaults } from './tell-faults.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly knowledge?: string;
  readonly json?: boolean;
}

export function addAsk(program: Command): void {
  program
    .command('ask')
    .description('answer one question')
    .argument('<question...>')
    .option('--knowledge <dir>', 'knowledge folder')
    .option('--json', 'print one JSON value, with why the article was chosen')
    .action(async (words: string[], options: Options) => {
      const question = cleanText(words.join(' '));
      if (question === '') throw new UsageError('Ask something: firstline ask "when are you open"');
      const desk = await loadDesk(await knowledgeFolder(options.knowledge));
      tellFaults(desk.diagnostics);
      if (options.json) process.stdout.write(`${asJson(question, desk)}\n`);
      else say(asText(question, desk));
    });
}

function asJson(question: string, desk: DeskContent): string {
  const answer = desk.knowledge.answer(question);
  const [best, runnerUp] = answer.hits;
  return JSON.stringify({
    question,
    kind: answer.kind,
    confidence: best?.confidence ?? 0,
    answer: answer.kind === 'confident' && best ? said(best) : null,
    hits: answer.hits.slice(0, 3).map(told),
    runnerUp: runnerUp ? runnerUp.article.id : null,
    revision: answer.revision,
  } satisfies { kind: Answer['kind'] } & Record<string, unknown>);
}

const said = ({ passage, article }: Hit): string => (passage ?? article.passages[0])?.markdown ?? '';

const told = ({ article, passage, confidence, why }: Hit) => ({
  article: article.id,
  title: article.title,
  headings: passage?.headings ?? [],
  confidence,
  why,
});

function asText(question: string, desk: DeskContent): string {
  const { replies } = answerQuestion(initialState, question, strangersView(desk));
  return replies
    .map(({ text, kind, choices = [] }) => {
      const candidates = kind === 'disambiguation' ? choices.slice(0, -1).map((one) => `- ${one.label}`) : [];
      return [plainMarkdown(text), ...candidates].join('\n');
    })
    .join('\n\n');
}
