import { vi } from 'vitest';
import { runCli } from '../../src/cli/firstline.ts';
import type { Ran } from './run.ts';

/** The command line in this process: for what a process of its own would only make slower. */
export async function inProcess(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const said = { out: '', err: '' };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.out += String(text);
    return true;
  });
  const err = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.err += String(text);
    return true;
  });
  const before = process.exitCode;
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  try {
    process.exitCode = 0;
    await runCli(args, async () => {});
    return { status: Number(process.exitCode), ...said };
  } finally {
    process.exitCode = before;
    vi.unstubAllEnvs();
    out.mockRestore();
    err.mockRestore();
  }
}
