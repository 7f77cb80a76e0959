import type { TurnRecord } from '../conversation/stores.ts';
import type { Placeholder } from './prepared.ts';
import type { Db } from './schema.ts';

/** Where a turn moves its conversation to. */
export interface Move {
  readonly id: string;
  readonly messageId: string;
  readonly readVersion: number;
  readonly version: number;
  readonly snapshot: string;
}

export const moveOf = ({ conversationId: id, messageId, readVersion, snapshot }: TurnRecord): Move => ({
  ...{ id, messageId, readVersion, snapshot },
  version: readVersion + 1,
});

/**
 * Moves a conversation on, and keeps others from it until the transaction ends; it moves nothing where the
 * conversation has moved since it was read, or the message was recorded before.
 */
export const moving = (db: Db, value: Placeholder<Move>) =>
  db
    .updateTable('conversations')
    .set({ version: value('version'), snapshot: value('snapshot') })
    .where('version', '=', value('readVersion'))
    .where('id', '=', value('id'))
    .where(({ exists, not, selectFrom }) =>
      not(
        exists(
          selectFrom('turns')
            .select('turns.version')
            .where('turns.conversation_id', '=', value('id'))
            .where('turns.message_id', '=', value('messageId')),
        ),
      ),
    );
