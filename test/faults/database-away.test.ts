import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStorage } from '../../src/storage/storage.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { defaults } from '../storage/defaults.ts';
import { aFiling, nthTurn } from '../storage/turns.ts';
import { swallowingProxy } from './swallowing-proxy.ts';

let folder = '';
let postgres: Postgres;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'firstline-faults-'));
  postgres = await startPostgres();
});
afterAll(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
});

const filing = (n: number) => nthTurn(n, [aFiling(`form-${n}`)]);

describe('a database that goes away', () => {
  it('a Postgres that crashes between turns: the next ones work, and nothing that was told is lost', async () => {
    const storage = await openStorage(defaults(await postgres.createDatabase()));
    await storage.ledger.commit(filing(1));
    await postgres.crashAndRestart();
    // A pooled connection that died fails the first turn that takes it; the same message comes again.
    const again = async () => storage.ledger.commit(filing(2)).catch(() => storage.ledger.commit(filing(2)));
    expect(await again()).toMatchObject({ kind: 'committed' });
    expect(await storage.ledger.list('web/ann')).toHaveLength(2);
    await storage.close();
  });

  it('a connection that swallows everything: the turn fails within 10 s and the next one works', async () => {
    const url = new URL(await postgres.createDatabase());
    const proxy = await swallowingProxy(Number(url.port));
    url.port = String(proxy.port);
    const storage = await openStorage(defaults(url.href));
    await storage.ledger.commit(filing(1));
    proxy.swallow();
    const start = performance.now();
    await expect(storage.ledger.commit(filing(2))).rejects.toThrow();
    expect(performance.now() - start).toBeLessThan(10_000);
    proxy.pass();
    expect(await storage.ledger.commit(filing(2))).toMatchObject({ kind: 'committed' });
    expect(await storage.ledger.list('web/ann')).toHaveLength(2);
    await storage.close();
    await proxy.close();
  });

  it('a full disk: the turn fails, and when there is room again the same turn works once', async () => {
    const storage = await openStorage(defaults(`sqlite:${join(folder, 'full.sqlite')}`));
    const { db } = storage.database;
    await storage.ledger.commit(filing(1));
    const { rows } = await sql<{ readonly page_count: number }>`pragma page_count`.execute(db);
    await sql`pragma max_page_count = ${sql.lit(rows[0]?.page_count ?? 0)}`.execute(db);
    const large = { ...filing(2), replies: [{ kind: 'notice' as const, text: 'x'.repeat(100_000) }] };
    await expect(storage.ledger.commit(large)).rejects.toThrow(/full/);
    expect(await storage.ledger.list('web/ann')).toHaveLength(1);
    await sql`pragma max_page_count = 1000000`.execute(db);
    expect(await storage.ledger.commit(large)).toMatchObject({ kind: 'committed' });
    expect(await storage.ledger.commit(large)).toMatchObject({ kind: 'seen' });
    expect(await storage.ledger.list('web/ann')).toHaveLength(2);
    await storage.close();
  });
});
