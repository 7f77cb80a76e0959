import type { Reply } from '../conversation/reply.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import type { TurnRow } from './schema.ts';
import { storable } from './text.ts';

export const turnColumns = [
  'conversation_id',
  'message_id',
  'at',
  'version',
  'replies',
  'requester_id',
  'said',
  'sender',
] as const satisfies readonly (keyof TurnRow)[];

/** A turn as it is recorded, with its replies as sent, and which server sends them. */
export const turnRow = (turn: TurnRecord, replies: readonly Reply[], sender: number): TurnRow => ({
  conversation_id: turn.conversationId,
  message_id: turn.messageId,
  at: turn.at,
  version: turn.readVersion + 1,
  replies: JSON.stringify(replies),
  requester_id: turn.requesterId,
  said: turn.said === undefined ? null : storable(turn.said),
  sender,
});
