import { sql } from 'kysely';
import type { AnswerStore } from '../chat/ports.ts';
import { Recent } from '../recent.ts';
import type { Database } from './database.ts';
import type { Instance } from './instance.ts';
import { lightWrite } from './light-write.ts';
import type { Placeholder } from './prepared.ts';

/** What the ledger needs of it: whoever commits a turn is the one to send its replies. */
export interface TurnSender {
  /** Of this process, for the turn's row. */
  readonly id: number;
  /** This process committed the turn. */
  readonly committed: (conversationId: string, messageId: string) => void;
}

interface Turn {
  readonly conversationId: string;
  readonly messageId: string;
}

/** So many turns are known to be this process's own without asking. */
const RECENT = 1000;

export function createChannelAnswers(
  database: Database,
  { id, others }: Instance,
): AnswerStore & { readonly sender: TurnSender } {
  const { db } = database;
  const recent = new Recent<string, true>(RECENT);
  const of = (conversationId: string, messageId: string) => {
    const update = db.updateTable('turns').where('conversation_id', '=', conversationId);
    return update.where('message_id', '=', messageId).where('sent', '=', 0);
  };
  const sentOf = async (conversationId: string, messageId: string): Promise<number | undefined> => {
    const turn = db.selectFrom('turns').select('sent').where('conversation_id', '=', conversationId);
    return (await turn.where('message_id', '=', messageId).executeTakeFirst())?.sent;
  };
  const mark = lightWrite(database, (value: Placeholder<Turn>) =>
    db
      .updateTable('turns')
      .set({ sent: 1 })
      .where('conversation_id', '=', value('conversationId'))
      .where('message_id', '=', value('messageId')),
  );
  return {
    sender: {
      id,
      committed: (conversationId, messageId) => recent.put(keyOf(conversationId, messageId), true),
    },
    claim: async (conversationId, messageId) => {
      if (recent.delete(keyOf(conversationId, messageId))) return 'mine';
      // Also from a server that is gone; whether it sent anything nobody knows, and an answer twice beats none.
      const taken = await of(conversationId, messageId)
        .set({ sender: id })
        .where((where) => where.or([where('sender', 'is', null), sql<boolean>`sender not in ${others}`]))
        .executeTakeFirst();
      if (taken.numUpdatedRows > 0n) return 'mine';
      const sent = await sentOf(conversationId, messageId);
      // A channel's retry under a new id is no turn of its own, and comes to nobody else.
      if (sent === undefined) return 'mine';
      return sent === 1 ? 'answered' : 'busy';
    },
    takeOver: async (conversationId, messageId) => {
      await of(conversationId, messageId).set({ sender: id }).execute();
      return (await sentOf(conversationId, messageId)) === 1 ? 'answered' : 'mine';
    },
    markAnswered: (conversationId, messageId) => mark({ conversationId, messageId }),
    release: async (conversationId, messageId) => {
      recent.delete(keyOf(conversationId, messageId));
      await of(conversationId, messageId).set({ sender: null }).where('sender', '=', id).execute();
    },
  };
}

const keyOf = (conversationId: string, messageId: string): string => `${conversationId}\n${messageId}`;
