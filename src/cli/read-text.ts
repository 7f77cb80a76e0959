import { readFile } from 'node:fs/promises';
import { decode } from '../content/decode.ts';
import { sentence } from '../content/diagnostic.ts';
import { UsageError } from './usage-error.ts';

/** The text of a file that was named; `remedy` ends the sentence "x cannot be read: …". Throws UsageError. */
export async function readText(file: string, remedy: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new UsageError(`${file} cannot be read: ${remedy}.`);
  });
  const decoded = decode(bytes);
  if (decoded.kind === 'text') return decoded.text;
  throw new UsageError(`${file}:${decoded.place.line} ${sentence(decoded.finding)}`);
}
