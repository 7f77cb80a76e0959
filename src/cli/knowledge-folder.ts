import { stat } from 'node:fs/promises';
import { readConfig } from '../config.ts';
import { UsageError } from './usage-error.ts';

/** The folder named by --knowledge, else by the settings. Throws UsageError when there is none. */
export async function knowledgeFolder(named: string | undefined): Promise<string> {
  const folder = named ?? readConfig(process.env, process.cwd()).KNOWLEDGE_DIR;
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return folder;
  throw new UsageError(`No knowledge folder at ${folder}: name one with --knowledge or KNOWLEDGE_DIR.`);
}
