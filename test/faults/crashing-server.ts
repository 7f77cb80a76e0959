/**
 * A server that is killed where its second argument says; run by filing.test.ts as a process of its own.
 * Its first turn is committed; its second dies before or within the commit.
 */
import { openStorage } from '../../src/storage/storage.ts';
import { defaults } from '../storage/defaults.ts';
import { aFiling, nthTurn } from '../storage/turns.ts';

const [url = '', where = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');

const storage = await openStorage({ ...defaults(url), role: 'server' });
await storage.snapshots.write('chat/1@1', { said: 'one' });
await storage.ledger.commit(nthTurn(1, []));
await storage.snapshots.write('chat/1@2', { said: 'two' });
if (where === 'before-commit') die();
await storage.ledger.commit(
  nthTurn(2, [aFiling('f')], {
    fill: (replies) => {
      if (where === 'within-commit') die();
      return replies;
    },
  }),
);
die();
