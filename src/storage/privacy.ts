import type { Privacy } from '../staff/ports.ts';
import type { ActContext } from './apply-act.ts';
import type { Database } from './database.ts';
import { eraseRequester } from './privacy-erase.ts';
import { exportRequester } from './privacy-export.ts';
import { tracesOf } from './privacy-traces.ts';
import type { Snapshots } from './snapshots.ts';

/** Everything about one requester, in the ledger and in the states of conversations. `now` in epoch ms. */
export function createPrivacy(
  database: Database,
  snapshots: Snapshots,
  acts: ActContext,
  now: () => number,
): Privacy {
  return {
    export: (requesterId) => exportRequester(database.db, snapshots, requesterId, now()),
    erase: async (requesterId, actor) => {
      const { conversations, shared } = await tracesOf(database.db, requesterId);
      const erased = await database.transaction('full', (tx) =>
        eraseRequester({ tx, acts, at: now(), actor }, requesterId),
      );
      // After the ledger let go of them: a turn meanwhile reads no state, and begins anew.
      for (const id of [...conversations, ...shared]) await snapshots.erase(id);
      return erased;
    },
  };
}
