import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { fromCsv } from './import/from-csv.ts';
import { fromHtml } from './import/from-html.ts';
import { articleText, fileOf, handworkFor, type Imported } from './import/imported.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { say } from './printed.ts';
import { readText } from './read-text.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly from: 'csv' | 'html';
  readonly into: string;
  readonly knowledge?: string;
  readonly publish?: boolean;
}

export function addImport(program: Command): void {
  program
    .command('import')
    .description('turn an existing FAQ into articles: a CSV of question,answer, or saved HTML pages')
    .argument('<files...>')
    .addOption(
      new Option('--from <kind>', 'what the files are').choices(['csv', 'html']).makeOptionMandatory(),
    )
    .option('--into <folder>', 'folder below articles', 'imported')
    .option('--knowledge <dir>', 'knowledge folder')
    .option('--publish', 'not as drafts')
    .action(async (files: string[], { from, into, knowledge, publish = false }: Options) => {
      if (!/^[\w-]+(?:\/[\w-]+)*$/.test(into))
        throw new UsageError(`--into ${into}: name a folder below articles, such as imported or help/fees.`);
      const folder = await knowledgeFolder(knowledge);
      const articles: Imported[] = [];
      for (const file of files)
        articles.push(...readAs(from, file, await readText(file, 'name files that are there')));
      const results: Result[] = [];
      for (const article of articles) results.push(await write(article, folder, { into, draft: !publish }));
      const written = results.filter(({ kind }) => kind === 'written').length;
      const summary = `Articles written: ${written}; not taken over: ${results.length - written}.`;
      say([...results.flatMap(({ lines }) => lines), summary].join('\n'));
    });
}

const readAs = (from: Options['from'], file: string, text: string): Imported[] =>
  from === 'csv' ? fromCsv(file, text) : fromHtml(file, text);

interface Target {
  readonly into: string;
  readonly draft: boolean;
}

interface Result {
  readonly kind: 'written' | 'left';
  readonly lines: readonly string[];
}

/** Writes one article, never over another; gives what to tell about it. */
async function write(article: Imported, folder: string, { into, draft }: Target): Promise<Result> {
  const file = fileOf(article, into);
  if (article.answer.trim() === '' || article.questions.length === 0)
    return left(article, article.faults.join(', '));
  const full = path.join(folder, file);
  await mkdir(path.dirname(full), { recursive: true });
  try {
    await writeFile(full, articleText(article, draft), { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return left(article, `${file} is there already`);
    throw error;
  }
  const lines = [`${file} from ${article.source}`, ...handworkFor(article).map((work) => `  ${work}`)];
  return { kind: 'written', lines };
}

const left = ({ source }: Imported, why: string): Result => ({
  kind: 'left',
  lines: [`${source}: not taken over, ${why}`],
});
