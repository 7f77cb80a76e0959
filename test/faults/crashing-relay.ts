/**
 * A server's relay that is killed at a labelled point of a delivery of one kind; run by deliveries.test.ts
 * as a process of its own.
 */
import { openStorage } from '../../src/storage/storage.ts';
import { defaults } from '../storage/defaults.ts';
import { smallRelay } from './small-relay.ts';

const [url = '', smtp = '', webhook = '', point = '', kind = ''] = process.argv.slice(2);

const storage = await openStorage({ ...defaults(url), role: 'server' });
smallRelay(
  storage,
  { smtp, webhook },
  {
    now: Date.now,
    atPoint: (at, delivery) => {
      if (at === point && delivery.kind === kind) process.kill(process.pid, 'SIGKILL');
    },
  },
);
