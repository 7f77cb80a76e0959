import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { frontMatterSchemas } from '../check/manual/json-schemas.ts';
import { manual } from '../check/manual/manual.ts';
import { knowledgeFolder } from './knowledge-folder.ts';

interface Options {
  readonly knowledge?: string;
}

export function addManual(program: Command): void {
  program
    .command('manual')
    .description("write the editors' manual and the JSON Schemas into the knowledge folder")
    .option('--knowledge <dir>', 'knowledge folder')
    .action(async ({ knowledge }: Options) => {
      const folder = await knowledgeFolder(knowledge);
      const files = await manualFiles();
      await mkdir(path.join(folder, 'schemas'), { recursive: true });
      for (const [name, text] of files) await writeFile(path.join(folder, name), text);
      process.stdout.write(`Written: ${[...files.keys()].join(', ')}\n`);
    });
}

/** The manual and the schemas, by their paths below the knowledge folder. */
export async function manualFiles(): Promise<ReadonlyMap<string, string>> {
  const schemas = Object.entries(frontMatterSchemas).map(
    ([kind, schema]) => [`schemas/${kind}.json`, `${JSON.stringify(schema, undefined, 2)}\n`] as const,
  );
  return new Map([['README.md', await manual()], ...schemas]);
}
