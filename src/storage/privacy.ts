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
      const { traces, figures } = await database.transaction('full', async (tx) => {
        const traces = await tracesOf(tx, requesterId);
        return { traces, figures: await eraseRequester({ tx, acts, at: now(), actor }, traces) };
      });
      // After the ledger let go of them: a turn meanwhile reads no state, and begins anew.
      for (const id of [...traces.conversations, ...traces.shared]) await snapshots.erase(id);
      return figures;
    },
  };
}
