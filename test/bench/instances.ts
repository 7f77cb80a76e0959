/**
 * One, two and four servers on one Postgres, each message to any of them and its replies heard apart:
 * messages a second, and what a message costs all servers together. What is above one server's is what more
 * processors give; the load and Postgres take theirs from the same ones.
 */
import { loadContent } from '../../src/check/load-content.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { load } from './load.ts';
import { openReplyTaker, type ReplyTaker } from './reply-taker.ts';
import { figures, interleave, median, quantile } from './rounds.ts';
import { familyCpuMs, type ServerProcess, startServer } from './server-process.ts';

export interface InstancesFigures {
  readonly servers: number;
  readonly perSecond: number;
  /** Of one server's. */
  readonly ofOne: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of all servers for one message, ms. */
  readonly cpuMs: number;
  /** And of Postgres, ms. */
  readonly postgresCpuMs: number;
}

const counts = [1, 2, 4];
const conversations = 50;
const forMs = 3_000;

export async function benchInstances({
  rounds,
}: {
  readonly rounds: number;
}): Promise<readonly InstancesFigures[]> {
  const postgres = await startPostgres();
  const servers: ServerProcess[] = [];
  const replyTaker = await openReplyTaker();
  try {
    const DATABASE_URL = await postgres.createDatabase();
    const settings = { PORT: '0', LOG_LEVEL: 'error', DATABASE_URL };
    for (let n = 0; n < Math.max(...counts); n++)
      servers.push(await startServer(['dist/main.js', 'serve'], settings));
    const { articles } = await loadContent('./knowledge');
    const texts = articles.flatMap(({ questions }) => questions.slice(0, 2));
    const contenders = counts.map((count) => ({
      name: String(count),
      run: () => measured(servers.slice(0, count), postgres, { texts, replyTaker }),
    }));
    await interleave(contenders, 1);
    return rowsOf(await interleave(contenders, rounds));
  } finally {
    replyTaker.close();
    await Promise.all(servers.map(({ stop }) => stop()));
    await postgres.stop();
  }
}

async function measured(
  servers: readonly ServerProcess[],
  postgres: Postgres,
  how: { readonly texts: readonly string[]; readonly replyTaker: ReplyTaker },
) {
  const cpu = (): readonly [number, number] => [
    servers.reduce((sum, server) => sum + server.cpuMs(), 0),
    familyCpuMs(postgres.pid()),
  ];
  const any = (): string => servers[Math.floor(Math.random() * servers.length)]?.url ?? '';
  let before = cpu();
  const onStart = (): void => {
    before = cpu();
  };
  const { perSecond, times } = await load(any, { ...how, conversations, forMs, onStart });
  const [cpuMs, postgresCpuMs] = cpu().map((ms, at) => (ms - (before[at] ?? 0)) / times.length);
  return { perSecond, times, cpuMs: cpuMs ?? 0, postgresCpuMs: postgresCpuMs ?? 0 };
}

type Measured = Awaited<ReturnType<typeof measured>>;

const rowsOf = (all: ReadonlyMap<string, readonly Measured[]>): readonly InstancesFigures[] =>
  figures(all, '1', ({ perSecond }) => perSecond).map(({ name, value, ofLimit }) => {
    const rounds = all.get(name) ?? [];
    return {
      servers: Number(name),
      perSecond: value,
      ofOne: ofLimit,
      p50Ms: median(rounds.map(({ times }) => median(times))),
      p99Ms: median(rounds.map(({ times }) => quantile(times, 0.99))),
      cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
      postgresCpuMs: median(rounds.map(({ postgresCpuMs }) => postgresCpuMs)),
    };
  });
