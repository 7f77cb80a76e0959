import { ConfigError } from '../config.ts';
import { StorageError } from '../storage/storage-error.ts';
import { plain } from './printed.ts';
import { UsageError } from './usage-error.ts';

/** Runs a command. What its caller can mend is told on stderr, with exit status 2; other faults are thrown. */
export async function withExitStatus(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StorageError || error instanceof UsageError))
      throw error;
    process.stderr.write(`${plain(error.message)}\n`);
    process.exitCode = 2;
  }
}
