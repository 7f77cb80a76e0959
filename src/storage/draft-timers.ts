import type { TurnRecord } from '../conversation/stores.ts';
import { dueRow } from './outbox-rows.ts';
import type { Tx } from './schema.ts';

const HOUR = 3_600_000;

/** What a row of kind `timer.draft-aged` says: the event "draft-aged" in this conversation, under the row's id. */
export interface DraftTimer {
  readonly conversationId: string;
  readonly requesterId: string;
  readonly lang?: string;
  readonly zone?: string;
}

/**
 * Has an open draft looked at when it may have aged. A draft that was touched since is left alone then,
 * since its newer touch made a row of its own; one row an hour of touching, so that a form of
 * twenty turns is not twenty timers.
 */
export async function scheduleDraft(tx: Tx, turn: TurnRecord): Promise<void> {
  if (turn.draft === undefined) return;
  const { formId, agesAt, lang, zone } = turn.draft;
  const hour = Math.ceil(agesAt / HOUR);
  const timer: DraftTimer = {
    conversationId: turn.conversationId,
    requesterId: turn.requesterId,
    ...(lang === undefined ? {} : { lang }),
    ...(zone === undefined ? {} : { zone }),
  };
  await tx
    .insertInto('outbox')
    .values(dueRow(`draft-aged/${formId}/${hour}`, 'timer.draft-aged', timer, hour * HOUR))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
