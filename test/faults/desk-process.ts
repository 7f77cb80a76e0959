import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programs } from './bundled.ts';
import type { Fault } from './injected/injected.ts';

/** A program of its own process, in which faults can be injected. */
export interface Faulty {
  readonly child: ChildProcess;
  /** Resolves when the fault is in its place. */
  readonly inject: (fault: Fault) => Promise<void>;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** What it wrote until now. */
  readonly said: { out: string; err: string };
}

export interface DeskProcess extends Faulty {
  readonly url: string;
}

export type Settings = Readonly<Record<string, string>>;

export interface StartOptions {
  readonly settings: Settings;
  readonly fault?: Fault;
}

/** `program` is a path and arguments, such as `['dist/main.js', 'backup', 'folder']`. */
export function startFaulty(program: readonly string[], { settings, fault = {} }: StartOptions): Faulty {
  const args = ['--import', pathToFileURL(resolve(programs.injected)).href, ...program];
  const env = { PATH: process.env.PATH, FAULT: JSON.stringify(fault), ...settings };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const said = { out: '', err: '' };
  child.stdout?.on('data', (part) => {
    said.out += String(part);
  });
  child.stderr?.on('data', (part) => {
    said.err += String(part);
  });
  const ended = once(child, 'close').then(([code, signal]) => code ?? signal);
  return {
    child,
    said,
    ended,
    inject: async (next) => {
      const done = once(child, 'message');
      child.send(next);
      await Promise.race([done, endedEarly(ended, said)]);
    },
  };
}

/** A server; resolves when it serves. Throws with what it said when it ends before. */
export async function startDeskProcess(
  program: readonly string[],
  options: StartOptions,
): Promise<DeskProcess> {
  const faulty = startFaulty(program, options);
  return { ...faulty, url: await Promise.race([served(faulty), endedEarly(faulty.ended, faulty.said)]) };
}

async function endedEarly(ended: Faulty['ended'], said: Faulty['said']): Promise<never> {
  throw new Error(`A process ended with ${await ended}: ${said.err}`);
}

function served({ child, said }: Faulty): Promise<string> {
  return new Promise((resolve) => {
    const look = (): void => {
      const url = /http:\S+/.exec(said.out)?.[0];
      if (url === undefined) return;
      child.stdout?.off('data', look);
      resolve(url);
    };
    child.stdout?.on('data', look);
    look();
  });
}
