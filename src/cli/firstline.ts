import { Command, CommanderError } from 'commander';
import { addAsk } from './ask.ts';
import { addBackup } from './backup.ts';
import { addChat } from './chat.ts';
import { addCheck } from './check.ts';
import { addDev } from './dev.ts';
import { addDoctor } from './doctor/doctor.ts';
import { addEvaluate } from './evaluate.ts';
import { withExitStatus } from './exit-status.ts';
import { addGaps } from './gaps.ts';
import { addImport } from './import.ts';
import { addLearn } from './learn.ts';
import { addManual } from './manual.ts';
import { addPrivacy } from './privacy.ts';
import { addReport } from './report.ts';
import { addStaffToken } from './staff-token.ts';
import { addTeamsManifest } from './teams-manifest.ts';
import { addWorkOrders } from './work-orders/work-orders.ts';

/** The whole CLI. `serve` comes from the composition root, which alone may wire a server. */
function createProgram(serve: () => Promise<void>): Command {
  const program = new Command('firstline')
    .description(
      'The first line of a support desk: answers from markdown, files work orders in the conversation.',
    )
    .exitOverride()
    .showHelpAfterError();
  program.command('serve').description('start the server and print the chat page’s address').action(serve);
  const commands = [
    addAsk,
    addChat,
    addCheck,
    addEvaluate,
    addGaps,
    addImport,
    addLearn,
    addManual,
    addReport,
    addWorkOrders,
    addPrivacy,
    addStaffToken,
    addTeamsManifest,
    addBackup,
    addDoctor,
  ];
  for (const add of commands) add(program);
  addDev(program, serve);
  return program;
}

/** Runs the command line; gives the exit status: 0 for success, 1 for findings, 2 for wrong usage. */
export async function runCli(argv: readonly string[], serve: () => Promise<void>): Promise<void> {
  process.stdout.on('error', endWithReader);
  await withExitStatus(async () => {
    try {
      await createProgram(serve).parseAsync([...argv], { from: 'user' });
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error;
      // It has said what is wrong.
      process.exitCode = error.exitCode === 0 ? 0 : 2;
    }
  });
}

/** Whoever reads may have had enough: `check | head`. */
function endWithReader(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit();
  throw error;
}
