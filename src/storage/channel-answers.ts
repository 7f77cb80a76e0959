import { sql } from 'kysely';
import type { Instance } from './instance.ts';
import type { Db } from './schema.ts';

/** Lets one server alone send the answer to a message of a channel, which may come to several. */
export interface ChannelAnswers {
  /** mine: send it, nobody else does. answered: it was sent. busy: another living server is at it. */
  readonly claim: (conversationId: string, messageId: string) => Promise<'mine' | 'answered' | 'busy'>;
  readonly markAnswered: (conversationId: string, messageId: string) => Promise<void>;
  /** It could not be sent: whoever the message comes to next may. */
  readonly release: (conversationId: string, messageId: string) => Promise<void>;
  /** Forgets what no channel sends again. */
  readonly sweep: () => Promise<void>;
}

/** Channels send again within a minute, ms. */
const KEPT = 86_400_000;

/** `now` in epoch ms. */
export function createChannelAnswers(db: Db, instance: Instance, now: () => number): ChannelAnswers {
  const rows = db.selectFrom('channel_answers');
  return {
    claim: async (conversation_id, message_id) => {
      if (await claim(db, instance, { conversation_id, message_id, at: now() })) return 'mine';
      const of = rows.select('answered').where('conversation_id', '=', conversation_id);
      const row = await of.where('message_id', '=', message_id).executeTakeFirst();
      return row?.answered === 1 ? 'answered' : 'busy';
    },
    markAnswered: async (conversationId, messageId) => {
      const update = db.updateTable('channel_answers').set({ answered: 1 });
      await update
        .where('conversation_id', '=', conversationId)
        .where('message_id', '=', messageId)
        .execute();
    },
    release: async (conversationId, messageId) => {
      const mine = db
        .deleteFrom('channel_answers')
        .where('owner', '=', instance.id)
        .where('answered', '=', 0);
      await mine.where('conversation_id', '=', conversationId).where('message_id', '=', messageId).execute();
    },
    sweep: async () => {
      await db
        .deleteFrom('channel_answers')
        .where('at', '<', now() - KEPT)
        .execute();
    },
  };
}

/** Also from a server that is gone; whether it sent anything nobody knows, and an answer twice beats none. */
async function claim(
  db: Db,
  { id, others }: Instance,
  of: { readonly conversation_id: string; readonly message_id: string; readonly at: number },
): Promise<boolean> {
  const claimed = await db
    .insertInto('channel_answers')
    .values({ ...of, owner: id, answered: 0 })
    .onConflict((conflict) =>
      conflict
        .columns(['conversation_id', 'message_id'])
        .doUpdateSet({ owner: id })
        .where('channel_answers.answered', '=', 0)
        .where(sql<boolean>`channel_answers.owner not in ${others}`),
    )
    .returning('owner')
    .executeTakeFirst();
  return claimed !== undefined;
}
