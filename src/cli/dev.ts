import type { Command } from 'commander';
import { startPreview } from './dev/preview-server.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly knowledge?: string;
  readonly port: string;
  readonly chat: boolean;
}

/** `serve` comes from the composition root, which alone may wire a server. */
export function addDev(program: Command, serve: () => Promise<void>): void {
  program
    .command('dev')
    .description('serve the chat and a preview of unsaved articles, both live while files are saved')
    .option('--knowledge <dir>', 'knowledge folder of the preview')
    .option('--port <port>', 'port of the preview; 0 takes a free one', '3979')
    .option('--no-chat', 'the preview alone')
    .action(async ({ knowledge, port, chat }: Options) => {
      const number = Number(port);
      if (!/^\d{1,5}$/.test(port) || number > 65_535)
        throw new UsageError(`--port ${port}: name a port from 0 to 65535.`);
      const preview = await startPreview(await knowledgeFolder(knowledge), number).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
          throw new UsageError(`Port ${port} is taken: name another one with --port, or 0 for a free one.`);
        throw error;
      });
      process.stdout.write(`The preview is at ${preview.url}\n`);
      if (chat) await serve();
      else
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void preview.close());
    });
}
