/** Resident memory after a start and after many turns, beside a process that only imports the SDK and restify. */
import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeArticles } from './article-folder.ts';
import { load } from './load.ts';
import { openReplyTaker } from './reply-taker.ts';
import { startServer } from './server-process.ts';
import { deskEnvironment } from './turn.ts';

export interface MemoryFigure {
  readonly name: string;
  readonly residentMb: number;
  readonly ofLimit: number;
}

const settleMs = 3_000;
const conversations = 1_000;

export async function benchMemory({ turns }: { readonly turns: number }): Promise<readonly MemoryFigure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-bench-'));
  try {
    const limit = await residentOf(['test/bench/servers/listen.mjs'], {});
    const sizes = [];
    for (const articles of [36, 1_000, 10_000])
      sizes.push({
        name: `firstline, ${articles} articles`,
        residentMb: await withArticles(folder, articles),
      });
    sizes.push({ name: 'firstline, 36 articles, first start', residentMb: await atFirst(folder, 36) });
    const all = [
      { name: 'import and listen (limit)', residentMb: limit },
      ...sizes,
      ...(await grown(folder, turns)),
    ];
    return all.map((one) => ({ ...one, ofLimit: one.residentMb / limit }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function residentOf(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<number> {
  const server = await startServer(args, environment);
  await sleep(settleMs);
  const resident = server.residentMb();
  await server.stop();
  return resident;
}

async function withArticles(folder: string, count: number): Promise<number> {
  const knowledge = join(folder, `knowledge-${count}`);
  await writeArticles(knowledge, count);
  return residentOf(['dist/main.js', 'serve'], { ...deskEnvironment(folder), KNOWLEDGE_DIR: knowledge });
}

/** Of a folder that was never learned: what the benchmark writes otherwise, an earlier run of it learned. */
async function atFirst(folder: string, count: number): Promise<number> {
  const knowledge = join(folder, 'knowledge-first');
  await writeArticles(knowledge, count);
  await appendFile(join(knowledge, 'articles', 'article-0.md'), `\n${randomUUID()}\n`);
  return residentOf(['dist/main.js', 'serve'], { ...deskEnvironment(folder), KNOWLEDGE_DIR: knowledge });
}

/**
 * After the first tenth of the turns and after all of them: what grows between them is a leak. The replies
 * are heard apart, since the desk has more to remember then.
 */
async function grown(folder: string, turns: number): Promise<readonly Omit<MemoryFigure, 'ofLimit'>[]> {
  const server = await startServer(['dist/main.js', 'serve'], deskEnvironment(folder));
  const texts = ['how long does a withdrawal take', 'my code does not arrive', 'what are the fees'];
  const replyTaker = await openReplyTaker();
  const how = { name: 'memory', conversations, texts, replyTaker };
  const say = (turns: number) => load(server.url, { ...how, turns });
  await say(turns / 10);
  await sleep(settleMs);
  const early = server.residentMb();
  await say(turns - turns / 10);
  await sleep(settleMs);
  const late = server.residentMb();
  await server.stop();
  replyTaker.close();
  return [
    { name: `firstline, after ${turns / 10} turns`, residentMb: early },
    { name: `firstline, after ${turns} turns`, residentMb: late },
  ];
}
