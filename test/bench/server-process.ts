import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server in a process of its own, so that it and the load do not share an event loop. */
export interface ServerProcess {
  readonly url: string;
  /** From the start of the process to the address on its stdout, ms. */
  readonly startedMs: number;
  /** Resident memory now, MB. Linux only. */
  readonly residentMb: () => number;
  /** Processor time used so far, ms. Linux only. */
  readonly cpuMs: () => number;
  /** Resolves when the process does nothing for a second: a desk goes on learning when it listens. Linux only. */
  readonly atRest: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Starts `node` with the arguments; the process prints its address, http://…, when it listens.
 * Throws with what it printed when it ends before that.
 */
export async function startServer(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const before = performance.now();
  const child = spawn(process.execPath, [...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  const url = await address(child);
  return {
    url,
    startedMs: performance.now() - before,
    residentMb: () => residentMb(child.pid ?? 0),
    cpuMs: () => cpuMs(child.pid ?? 0),
    atRest: () => atRest(child.pid ?? 0),
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function address(child: ChildProcess): Promise<string> {
  const faults: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => void faults.push(chunk.toString()));
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    const found = /http:\/\/[\w.:[\]-]+/.exec(line)?.[0];
    if (found !== undefined) return found;
  }
  throw new Error(`A server of the benchmark ended before it listened: ${faults.join('')}`);
}

/** Pages that are the process's own or shared with it, as Linux counts them. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** Linux counts in ticks, 100 a second, in the user's part and the kernel's. */
function cpuMs(pid: number): number {
  const fields = statOf(pid);
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Processor time of a process and its children so far, ms. Linux only. */
export function familyCpuMs(parent: number): number {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  const family = pids.filter((pid) => pid === parent || Number(statOf(pid)[1]) === parent);
  return family.reduce((sum, pid) => sum + cpuMs(pid), 0);
}

/** What Linux tells of a process after the name in brackets; empty where it has ended. */
function statOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  } catch {
    return [];
  }
}

async function atRest(pid: number): Promise<void> {
  for (let before = Number.NEGATIVE_INFINITY; cpuMs(pid) - before > 50; ) {
    before = cpuMs(pid);
    await sleep(1000);
  }
}
