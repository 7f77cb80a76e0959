import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { smallKnowledge } from '../../served.ts';

export interface FuzzedServer {
  readonly url: string;
  /** What it wrote on stderr until now: its log, and whatever Node complains of. */
  readonly log: () => string;
  /** Bytes in use after a collection. */
  readonly memory: () => Promise<number>;
  /** How it ended; undefined while it runs. An unhandled rejection ends it. */
  readonly ended: () => number | string | undefined;
  /** Its exit status, after SIGTERM. */
  readonly stop: () => Promise<number | null>;
}

export const staffTokens = {
  'read-only': 'fl_fuzz-reader',
  agent: 'fl_fuzz-agent',
  lead: 'fl_fuzz-lead',
} as const;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The built program as it is served, in a process of its own, with few articles. */
export async function startFuzzed(folder: string, databaseUrl: string): Promise<FuzzedServer> {
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--import', './test/faults/fuzz/probe.mjs', 'dist/main.js', 'serve'],
    {
      env: {
        ...{ PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'info', DATABASE_URL: databaseUrl },
        KNOWLEDGE_DIR: await smallKnowledge(join(folder)),
        // Each visitor comes from an address of its own, or all would soon come too often.
        TRUSTED_PROXIES: '127.0.0.1',
        STAFF_TOKENS: Object.entries(staffTokens)
          .map(([role, token]) => `${role}-fuzz:${role}:${sha256(token)}`)
          .join(),
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  const said = { out: '', err: '' };
  child.stdout?.on('data', (part) => {
    said.out += String(part);
  });
  child.stderr?.on('data', (part) => {
    said.err += String(part);
  });
  const exit = once(child, 'exit');
  let ended: number | string | undefined;
  void exit.then(([code, signal]) => {
    ended = code ?? signal;
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => said.out.includes('Ctrl-C stops') && resolve());
  });
  await Promise.race([ready, exit]);
  if (ended !== undefined) throw new Error(`The server ended (${ended}) before it served: ${said.err}`);
  return {
    url: /http:\S+/.exec(said.out)?.[0] ?? '',
    log: () => said.err,
    ended: () => ended,
    memory: async () => {
      child.send('memory');
      const [answer] = await once(child, 'message');
      return Number(answer.used);
    },
    stop: async () => {
      if (ended === undefined) child.kill('SIGTERM');
      const [code] = await exit;
      return code;
    },
  };
}
