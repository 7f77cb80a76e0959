/**
 * A turn beside its limit and its peer, in one run: questions through restify, the adapter and durable
 * state, as messages a second and times, with 1, 50 and 500 conversations at once, heard in the answer and
 * apart, as most channels do.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadContent } from '../../src/check/load-content.ts';
import { type LoadOptions, load } from './load.ts';
import { openReplyTaker } from './reply-taker.ts';
import { figures, interleave, median, quantile } from './rounds.ts';
import { type ServerProcess, startServer } from './server-process.ts';

export interface TurnFigures {
  /** How the replies are heard: in the answer to the message, or posted to its serviceUrl. */
  readonly replies: Replies;
  readonly conversations: number;
  readonly name: string;
  readonly perSecond: number;
  /** Of the echo bot's, which is the limit. */
  readonly ofLimit: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p99OfLimit: number;
  /**
   * Processor time of the server for one message, ms: what the throughput comes to where the load has
   * processors of its own.
   */
  readonly cpuMs: number;
  /** Of the echo bot's; its inverse is the throughput's share there. */
  readonly cpuOfLimit: number;
}

type Replies = 'in the answer' | 'apart';

const forMs = 3_000;
const warmingTurns = 4_000;

export async function benchTurn({ rounds }: { readonly rounds: number }): Promise<readonly TurnFigures[]> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-bench-'));
  const servers = await openServers(folder);
  const replyTaker = await openReplyTaker();
  try {
    const { articles } = await loadContent('./knowledge');
    const texts = articles.flatMap(({ questions }) => questions.slice(0, 2));
    const heard = { 'in the answer': undefined, apart: replyTaker } as const;
    for (const server of servers.values()) await server.atRest();
    const all: TurnFigures[] = [];
    for (const replies of ['in the answer', 'apart'] as const) {
      const hearing = { texts, rounds, replies, replyTaker: heard[replies] };
      for (const server of servers.values()) await warm(server, hearing);
      for (const conversations of [1, 50, 500])
        all.push(...(await atOnce(servers, { ...hearing, conversations })));
    }
    return all;
  } finally {
    replyTaker.close();
    await Promise.all([...servers.values()].map(({ stop }) => stop()));
    await rm(folder, { recursive: true, force: true });
  }
}

async function openServers(folder: string): Promise<ReadonlyMap<string, ServerProcess>> {
  const sdkBot = (name: string) => ['--import', 'tsx', `test/bench/servers/${name}.ts`];
  return new Map([
    ['echo (limit)', await startServer(sdkBot('echo'))],
    ['firstline', await startServer(['dist/main.js', 'serve'], deskEnvironment(folder))],
    ['waterfall (peer)', await startServer(sdkBot('waterfall'), { STATE_FILE: join(folder, 'peer.sqlite') })],
  ]);
}

/** A desk of its own, on a port of its own. */
export const deskEnvironment = (folder: string): Readonly<Record<string, string>> => ({
  PORT: '0',
  LOG_LEVEL: 'error',
  DATABASE_URL: `sqlite:${join(folder, 'firstline.sqlite')}`,
});

async function atOnce(
  servers: ReadonlyMap<string, ServerProcess>,
  options: Loaded & { readonly replies: Replies; readonly rounds: number },
): Promise<readonly TurnFigures[]> {
  const contenders = [...servers].map(([name, server]) => ({ name, run: () => measure(server, options) }));
  const measured = await interleave(contenders, options.rounds);
  const of = (measure: (one: Measured) => number) => figures(measured, 'echo (limit)', measure);
  const [p50s, p99s, cpus] = [of((one) => one.p50Ms), of((one) => one.p99Ms), of((one) => one.cpuMs)];
  return of(({ perSecond }) => perSecond).map(({ name, value, ofLimit }, index) => ({
    replies: options.replies,
    conversations: options.conversations,
    name,
    perSecond: value,
    ofLimit,
    p50Ms: p50s[index]?.value ?? Number.NaN,
    p99Ms: p99s[index]?.value ?? Number.NaN,
    p99OfLimit: p99s[index]?.ofLimit ?? Number.NaN,
    cpuMs: cpus[index]?.value ?? Number.NaN,
    cpuOfLimit: cpus[index]?.ofLimit ?? Number.NaN,
  }));
}

type Loaded = Pick<LoadOptions, 'conversations' | 'texts' | 'replyTaker'>;

/** Code is compiled as it is used: by turns, not by time. */
async function warm({ url }: ServerProcess, hearing: Omit<Loaded, 'conversations'>): Promise<void> {
  await load(url, { ...hearing, conversations: 50, turns: warmingTurns });
}

interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMs: number;
}

async function measure(
  { url, cpuMs }: ServerProcess,
  { conversations, texts, replyTaker }: Loaded,
): Promise<Measured> {
  let before = 0;
  const onStart = (): void => {
    before = cpuMs();
  };
  const { perSecond, times } = await load(url, { conversations, texts, replyTaker, forMs, onStart });
  return {
    perSecond,
    p50Ms: median(times),
    p99Ms: quantile(times, 0.99),
    cpuMs: (cpuMs() - before) / times.length,
  };
}
