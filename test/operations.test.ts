import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { converse } from './converse.ts';
import { startPostgres } from './postgres.ts';
import { type Served, serveDesk } from './served.ts';

const token = 'a token of the tests, long enough to be one';
/** As if it came through a proxy, so from another machine. */
const fromElsewhere = { 'x-forwarded-for': '203.0.113.7' };

describe('what an operator sees', () => {
  let folder = '';
  let served: Served | undefined;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-operations-'));
  });
  afterEach(async () => {
    await served?.stop();
    served = undefined;
    await rm(folder, { recursive: true, force: true });
  });

  const startDesk = async (more: Readonly<Record<string, string>> = {}): Promise<string> => {
    served = await serveDesk(folder, more);
    return served.url;
  };

  it('is ready once it serves', async () => {
    const answer = await fetch(`${await startDesk()}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: 'ready', checks: { database: 'ok', deliveries: 'ok' } });
  });

  it('is not ready without its database, and lives on', async () => {
    const postgres = await startPostgres();
    const url = await startDesk({ DATABASE_URL: await postgres.createDatabase() });
    await postgres.stop();
    const answer = await fetch(`${url}/readyz`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ status: 'not ready', checks: { database: 'failed' } });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await served?.stop('gone');
    served = undefined;
  });

  it('counts turns by channel and outcome, and what is kept', async () => {
    const url = await startDesk();
    await (await converse(url)).say('how long does a withdrawal take?');
    const figures = async (): Promise<string> => (await fetch(`${url}/metrics`)).text();
    await expect
      .poll(figures)
      .toMatch(/^firstline_turns_total\{channel="web",outcome="(answer|disambiguation)"\} 1$/m);
    const text = await figures();
    expect(text).toMatch(/^firstline_turn_seconds_count\{channel="web"\} [1-9]/m);
    expect(text).toMatch(/^firstline_knowledge\{revision="\w+"\} 1$/m);
    expect(text).toMatch(/^firstline_deliveries\{state="dead"\} 0$/m);
  });

  it('shows figures elsewhere only to who bears the token', async () => {
    const url = await startDesk({ METRICS_TOKEN: token });
    const asked = async (authorization: string): Promise<number> =>
      (await fetch(`${url}/metrics`, { headers: { ...fromElsewhere, authorization } })).status;
    expect(await asked(`Bearer ${token}`)).toBe(200);
    expect(await asked('Bearer another token')).toBe(401);
    expect((await fetch(`${url}/metrics`, { headers: fromElsewhere })).status).toBe(401);
  });

  it('shows figures to nobody elsewhere without a token set', async () => {
    const url = await startDesk();
    const headers = { ...fromElsewhere, authorization: 'Bearer undefined' };
    expect((await fetch(`${url}/metrics`, { headers })).status).toBe(401);
  });
});
