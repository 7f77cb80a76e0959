/**
 * Files a work order in a conversation of its own over and over until it is told to stop on stdin, and
 * prints how many were committed: a process of its own beside others on one database.
 * Arguments: the URL, the role, and the first letters of the conversations.
 */
import { openStorage } from '../../src/storage/storage.ts';
import { defaults } from './defaults.ts';
import { aFiling, aTurn } from './turns.ts';

const [url = '', role = '', name = ''] = process.argv.slice(2);
const storage = await openStorage({
  ...defaults(url),
  role: role === 'server' ? 'server' : 'cli',
  newNumber: () => `WO-${crypto.randomUUID()}`,
});
let stopped = false;
process.stdin.once('data', () => {
  stopped = true;
});
let committed = 0;
while (!stopped) {
  const id = `${name}-${committed}`;
  await storage.snapshots.write(`${id}@1`, { said: id });
  const turn = aTurn({ conversationId: id, snapshot: `${id}@1`, commands: [aFiling(id)] });
  const { kind } = await storage.ledger.commit(turn);
  if (kind !== 'committed') throw new Error(`A turn ended as ${kind}`);
  committed++;
  if (committed === 20) process.stdout.write('writing\n');
}
await storage.close();
process.stdout.write(`${committed}\n`, () => process.exit(0));
