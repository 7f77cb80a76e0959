import type { Command, Receipt } from '../../src/conversation/command.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import type { CommitOutcome, Standing, TurnRecord, TurnStore } from '../../src/conversation/stores.ts';
import type { FileCommand } from '../../src/storage/filing.ts';

export const AT = Date.UTC(2026, 0, 5, 9);

/** What a turn of the tests is like; the replies are what it says before it tells each receipt. */
type Changed = Partial<Omit<TurnRecord, 'replies'>> & { readonly replies?: readonly Reply[] };

/** A turn of the conversation "chat/1" that read version 0 and does nothing; each recorded reply tells a receipt. */
export function aTurn({
  replies = [{ kind: 'notice', text: 'Said.' }],
  ...changed
}: Changed = {}): TurnRecord {
  return {
    conversationId: 'chat/1',
    messageId: 'm1',
    requesterId: 'web/ann',
    at: AT,
    readVersion: 0,
    snapshot: 'chat/1@1',
    commands: [],
    replies: (receipts) => [...replies, ...receipts.map((r) => ({ kind: 'filed' as const, text: told(r) }))],
    questions: [],
    votes: [],
    ...changed,
  };
}

export function aFiling(formId: string, changed: Partial<FileCommand> = {}): FileCommand {
  return {
    kind: 'file',
    id: `file:${formId}`,
    formId,
    type: 'card-lost',
    typeTitle: 'Lost card',
    typeHash: 'abc',
    queue: 'cards',
    priority: 'normal',
    serviceLevel: { firstResponseHours: [1, 4], resolutionDays: [1, 2] },
    subject: 'Lost card in Berlin',
    fields: { where: 'Berlin' },
    ...changed,
  };
}

/** "done WO-… status" or "refused WO-…" or "refused". */
export function told(receipt: Receipt): string {
  const { workOrder } = receipt;
  return workOrder === undefined ? receipt.kind : `${receipt.kind} ${workOrder.number} ${workOrder.status}`;
}

/** The replies' texts after the first. */
export function receiptsOf(outcome: CommitOutcome): readonly string[] {
  return outcome.kind === 'stale' ? [] : outcome.replies.slice(1).map((reply) => reply.text);
}

export function numberIn(outcome: CommitOutcome): string {
  const number = /WO-TEST-\d+/.exec(receiptsOf(outcome).join(' '))?.[0];
  if (number === undefined) throw new Error('Expected a receipt with a number');
  return number;
}

/** The n-th turn of a conversation, in order. */
export function nthTurn(n: number, commands: readonly Command[], changed: Changed = {}): TurnRecord {
  return aTurn({
    messageId: `m${n}`,
    readVersion: n - 1,
    snapshot: `chat/1@${n}`,
    at: AT + n,
    commands,
    ...changed,
  });
}

/** Where a conversation stands, whatever message comes next. */
export async function pointer(
  ledger: Pick<TurnStore, 'standing'>,
  conversationId: string,
): Promise<Omit<Standing, 'recorded'>> {
  const { version, snapshot } = await ledger.standing(conversationId, 'a message never sent');
  return { version, snapshot };
}

export const recorded = async (
  ledger: Pick<TurnStore, 'standing'>,
  conversationId: string,
  messageId: string,
): Promise<Standing['recorded']> => (await ledger.standing(conversationId, messageId)).recorded;
