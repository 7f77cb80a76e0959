import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readFileIn } from '../content/read-folder.ts';
import { readDesk } from '../desk/read-desk.ts';
import { readLogged, sinceTime } from './desk-log.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { print, say } from './printed.ts';
import { figuresOf } from './report/figures.ts';
import { reportHtml } from './report/html.ts';
import { reportText } from './report/text.ts';

interface Options {
  readonly since: string;
  readonly knowledge?: string;
  readonly json?: boolean;
  readonly html?: string | true;
}

export function addReport(program: Command): void {
  program
    .command('report')
    .description("the desk's own figures: what was answered, what became of it, and the service level")
    .option('--since <time>', 'how far to look back: days such as 30d, or a date', '30d')
    .option('--knowledge <dir>', 'knowledge folder, for the name on the page')
    .option('--json', 'print one JSON value')
    .option('--html [file]', 'one page with plots, to a file or to stdout')
    .action(async ({ since, knowledge, json, html }: Options) => {
      const now = Date.now();
      const from = sinceTime(since, now);
      const figures = figuresOf(await readLogged(from), from, now);
      if (html === undefined) return print(json, figures, () => reportText(figures));
      const page = reportHtml(figures, await deskName(knowledge));
      if (html === true) return say(page);
      await writeFile(html, page);
      say(`Written: ${html}`);
    });
}

async function deskName(knowledge: string | undefined): Promise<string> {
  const file = await readFileIn(await knowledgeFolder(knowledge), 'desk.md');
  return readDesk(file).desk.name;
}
