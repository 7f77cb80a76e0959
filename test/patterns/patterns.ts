import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { cpuMs as processMs } from '../cpu-time.ts';

export interface Pattern {
  /** Below src; `built` where it was put together while a module loaded. */
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file, text: readFileSync(`src/${file}`, 'utf8') }));

const comment = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;
/** As Biome formats them, a slash behind one of these begins an expression. */
const literal =
  /(?<=(?:[(,=:[!&|?{;]|=>|\breturn|^)\s*)\/((?:\[(?:\\.|[^\]\\\n])*\]|\\.|[^/\\\n[])+)\/([dgimsuvy]*)(?![\w/])/gm;

/** Every expression that is written in the program. */
export const written = (): readonly Pattern[] =>
  sources.flatMap(({ file, text }) =>
    [...text.replace(comment, '').matchAll(literal)].flatMap(([, source = '', flags = '']) =>
      compiles(source, flags) ? [{ file, source, flags }] : [],
    ),
  );

function compiles(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags).source !== '';
  } catch {
    return false;
  }
}

/** Every expression that a module puts together while it loads. */
export async function built(): Promise<readonly Pattern[]> {
  const modules = sources.filter(({ text }) => /^const[^\n]*(?:\n {2})?.*new RegExp\(/m.test(text));
  const program = fileURLToPath(new URL('built.ts', import.meta.url));
  const files = modules.map(({ file }) => pathToFileURL(`src/${file}`).href);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', program, ...files], {
    maxBuffer: 16 * 1024 * 1024,
  });
  const ours: readonly Pattern[] = JSON.parse(stdout);
  return ours.map((one) => ({ ...one, file: 'built' }));
}

/** What expressions are about, alone and in pairs. */
const characters = [...' aA1-.,"\n/_=:@[]()+<>|#*{}\\?!'];
const pairs = [
  'a ',
  '1 ',
  'a,',
  '1,',
  'a.',
  '1.',
  '1-',
  'a-',
  'a@',
  'a"',
  '<a',
  '[a',
  '{a',
  'a=',
  ' \n',
  '\r\n',
  '12:',
  'é',
  '…',
];

/**
 * What an expression may stumble over: what it is about, again and again, and then not the end that it waits
 * for. Longer than any message is when it is read.
 */
export function attacks({ source, flags }: Pattern, length: number): readonly string[] {
  const words = [...new Set(source.replace(/\\[a-zA-Z]/g, ' ').match(/[A-Za-z]{2,}/g) ?? [])].slice(0, 12);
  const examples = examplesOf(source, flags);
  const pumps = [...characters, ...pairs, ...words.flatMap((word) => [word, `${word} `]), ...examples];
  const pumped = pumps.map(
    (pump) => `${pump.repeat(Math.ceil(length / pump.length)).slice(0, length)}\u0001`,
  );
  const begun = examples.flatMap((one) =>
    [' ', 'a', '1', 'a '].map((pump) => `${one.slice(0, -1)}${pump.repeat(length / pump.length)}\u0001`),
  );
  return [...pumped, ...begun];
}

/** Texts that fit it, as far as they can be made: with them an attack gets past its beginning. */
function examplesOf(source: string, flags: string): readonly string[] {
  try {
    // Classes of all Unicode take seconds to choose from, and look-around cannot be made to fit.
    const plain = source
      .replace(/\(\?<?[!=](?:[^()]|\([^()]*\))*\)/g, '')
      .replace(/\\p\{N\w?\}/g, '\\d')
      .replace(/\\[pP]\{\w+\}/g, '\\w');
    const bare = new RegExp(plain, flags.replace(/[gydvu]/g, ''));
    return fc
      .sample(fc.stringMatching(bare), { numRuns: 3, seed: 7 })
      .filter((one) => one.length > 0 && one.length < 200);
  } catch {
    return [];
  }
}

/** Goes over a text as the program does: all matches of one with `g`, else the first. Gives ms of this process. */
export function cpuMs({ source, flags }: Pattern, text: string): number {
  const pattern = new RegExp(source, flags);
  const before = processMs();
  if (pattern.global) for (const _ of text.matchAll(pattern));
  else pattern.test(text);
  return processMs() - before;
}
