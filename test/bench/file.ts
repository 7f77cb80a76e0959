/** Work orders filed and durable a second, beside bare inserts of the same rows into the same tables. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { openStorage } from '../../src/storage/storage.ts';
import { defaults } from '../storage/defaults.ts';
import { aFiling, aTurn } from '../storage/turns.ts';
import { type Figure, figures, interleave } from './rounds.ts';

const perRound = 300;
/** As many turns wait together as conversations file at once. */
const atOnce = 50;

type Row = Readonly<Record<string, unknown>>;

export async function benchFile({ rounds }: { readonly rounds: number }): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-bench-'));
  const file = join(folder, 'ledger.sqlite');
  const storage = await openStorage(defaults(`sqlite:${file}`));
  const fileOne = async (): Promise<void> => {
    const id = randomUUID();
    const turn = aTurn({ conversationId: id, requesterId: id, commands: [aFiling(id)] });
    const { kind } = await storage.ledger.commit(turn);
    if (kind !== 'committed') throw new Error(`A filing of the benchmark ended as ${kind}`);
  };
  try {
    await fileOne();
    const bare = await bareInserts(file);
    const limit = 'bare inserts (limit)';
    const contenders = [
      { name: limit, run: () => perSecond(async () => bare.insert()) },
      { name: 'firstline', run: () => perSecond(fileOne) },
    ];
    await interleave(contenders, 1);
    const measured = figures(await interleave(contenders, rounds), limit, (one) => one);
    bare.close();
    return measured;
  } finally {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let done = 0; done < perRound; done += atOnce) await Promise.all(Array.from({ length: atOnce }, work));
  return (perRound / (performance.now() - start)) * 1000;
}

/** Every row that one filing wrote, again under other keys, in a transaction as durable as a filing's. */
async function bareInserts(file: string) {
  const database = new Libsql(file, { timeout: 5_000 });
  database.exec('pragma synchronous = full');
  const inserts = tablesOf(database).flatMap((table) =>
    rowsOf(database, table).map((row) => {
      const columns = Object.keys(row);
      const statement = database.prepare(
        `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`,
      );
      return { statement, row };
    }),
  );
  return {
    insert: (): void => {
      const fresh = freshKeys();
      database.exec('begin immediate');
      for (const { statement, row } of inserts) statement.run(Object.values(row).map(fresh));
      database.exec('commit');
    },
    close: () => void database.close(),
  };
}

const uuid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const number = /WO-TEST-\d+/g;

/** The same key for the same key, so that the rows go on belonging together. */
function freshKeys(): (value: unknown) => unknown {
  const [id, named] = [randomUUID(), `WO-BARE-${randomUUID()}`];
  return (value) => (typeof value === 'string' ? value.replace(uuid, id).replace(number, named) : value);
}

function tablesOf(database: Libsql.Database): readonly string[] {
  const kept = new Set(['schema_version', 'install_secrets']);
  return rowsOf(database, "sqlite_master where type = 'table' and name not like 'sqlite_%'")
    .map(({ name }) => String(name))
    .filter((name) => !kept.has(name));
}

function rowsOf(database: Libsql.Database, from: string): readonly Row[] {
  return database
    .prepare(`select * from ${from}`)
    .all()
    .filter((row): row is Row => typeof row === 'object' && row !== null);
}
