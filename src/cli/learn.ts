import type { Command } from 'commander';
import { loadDesk } from '../live-desk/live-desk.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { counted, print } from './printed.ts';
import { tellFaults } from './tell-faults.ts';

interface Options {
  readonly knowledge?: string;
  readonly json?: boolean;
}

export function addLearn(program: Command): void {
  program
    .command('learn')
    .description('learn the knowledge folder ahead, so that a server starts at once')
    .option('--knowledge <dir>', 'knowledge folder')
    .option('--json', 'print one JSON value')
    .action(async ({ knowledge: named, json }: Options) => {
      const { knowledge, diagnostics } = await loadDesk(await knowledgeFolder(named));
      tellFaults(diagnostics);
      const articles = knowledge.articles.size;
      print(
        json,
        { articles, revision: knowledge.revision },
        () => `Learned ${counted(articles, 'article')}.`,
      );
    });
}
