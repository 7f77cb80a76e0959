import type { Command, Receipt } from '../conversation/command.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import type { Act } from '../work-orders/lifecycle.ts';
import { type ActOutcome, applyAct } from './apply-act.ts';
import { awaitAnswer } from './awaited-answers.ts';
import { requestClaim } from './claims.ts';
import type { CommandContext } from './command-context.ts';
import { giveUploads, ownUploads } from './comment-uploads.ts';
import { file } from './filing.ts';
import { followUp } from './follow-up.ts';
import type { CommandRow, Tx } from './schema.ts';

type Amendment = Exclude<Command, { readonly kind: 'file' | 'follow-up' | 'claim' | 'await-answer' }>;

/** Executes a command once by its id; executed before, it gives the receipt of then. */
export async function execute(context: CommandContext, command: Command): Promise<Receipt> {
  const { tx, turn } = context;
  const key = { scope: scopeOf(command, turn), id: command.id };
  // Claimed first: in Postgres a second transaction waits here until this one has ended.
  const claim = await tx
    .insertInto('commands')
    .values({ ...key, requester_id: turn.requesterId, receipt: null })
    .onConflict((conflict) => conflict.columns(['scope', 'id']).doNothing())
    .executeTakeFirst();
  if (claim.numInsertedOrUpdatedRows !== 1n) return earlierReceipt(context, key);
  const receipt = await run(context, command);
  await keepReceipt(tx, key, receipt);
  return receipt;
}

/** A filing's id is random; other ids come from message ids, which are unique in their conversation only. */
function scopeOf(command: Command, turn: TurnRecord): string {
  return command.kind === 'file' ? '' : turn.conversationId;
}

async function keepReceipt(tx: Tx, key: Pick<CommandRow, 'scope' | 'id'>, receipt: Receipt): Promise<void> {
  await tx
    .updateTable('commands')
    .set({ receipt: JSON.stringify(receipt) })
    .where('scope', '=', key.scope)
    .where('id', '=', key.id)
    .execute();
}

/** The receipt tells a work order: it is only for who gave the command. */
async function earlierReceipt(
  { tx, turn }: CommandContext,
  key: Pick<CommandRow, 'scope' | 'id'>,
): Promise<Receipt> {
  const row = await tx
    .selectFrom('commands')
    .select(['receipt', 'requester_id'])
    .where('scope', '=', key.scope)
    .where('id', '=', key.id)
    .executeTakeFirstOrThrow();
  if (row.receipt === null || row.requester_id !== turn.requesterId) return refused(key.id);
  const receipt: Receipt = JSON.parse(row.receipt);
  return receipt;
}

async function run(context: CommandContext, command: Command): Promise<Receipt> {
  const { tx, rules, turn } = context;
  switch (command.kind) {
    case 'file':
      return { kind: 'done', commandId: command.id, workOrder: await file(tx, rules, command, turn) };
    case 'follow-up':
      return receiptOf(command.id, await followUp(context, command));
    case 'claim':
      await requestClaim(tx, command.number, turn);
      // Said in the same words whatever came of it.
      return { kind: 'done', commandId: command.id, workOrder: undefined };
    case 'await-answer':
      await awaitAnswer(tx, command, turn);
      return { kind: 'done', commandId: command.id, workOrder: undefined };
    default:
      return receiptOf(command.id, await amend(context, command));
  }
}

/** Somebody else's number and one that never was get the same answer: numbers cannot be fished for. */
function receiptOf(commandId: string, outcome: ActOutcome): Receipt {
  if (outcome.kind === 'done') return { kind: 'done', commandId, workOrder: outcome.workOrder };
  const workOrder = outcome.kind === 'refused' ? outcome.workOrder : undefined;
  return { kind: 'refused', commandId, workOrder };
}

async function amend(context: CommandContext, command: Amendment): Promise<ActOutcome> {
  const { tx, dialect, rules, turn } = context;
  const act = await actOf(tx, command, turn);
  const outcome = await applyAct(
    tx,
    { dialect, rules: rules.timerRules },
    {
      number: command.number,
      act,
      actor: { role: 'requester', id: turn.requesterId },
      at: turn.at,
      owner: turn.requesterId,
    },
  );
  if (outcome.kind === 'done' && act.kind === 'comment')
    await giveUploads(tx, act.uploads ?? [], command.number);
  return outcome;
}

async function actOf(tx: Tx, command: Amendment, turn: TurnRecord): Promise<Act> {
  switch (command.kind) {
    case 'comment': {
      const uploads = await ownUploads(tx, command.uploads ?? [], turn);
      const comment = { kind: 'comment', text: command.text, audience: 'requester' } as const;
      return uploads.length > 0 ? { ...comment, uploads } : comment;
    }
    case 'escalate':
      return { kind: 'escalate', reason: command.reason };
    case 'withdraw':
      return { kind: 'withdraw' };
    case 'reopen':
      return { kind: 'reopen', ...(command.reason === undefined ? {} : { reason: command.reason }) };
    case 'rate': {
      const { score, comment } = command;
      return { kind: 'rate', score, ...(comment === undefined ? {} : { comment }) };
    }
  }
}

function refused(commandId: string): Receipt {
  return { kind: 'refused', commandId, workOrder: undefined };
}
