import type { Command, Receipt } from '../conversation/command.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import type { Act } from '../work-orders/lifecycle.ts';
import { applyAct } from './apply-act.ts';
import { type FilingRules, file } from './filing.ts';
import type { Dialect } from './migrations/migrate.ts';
import type { CommandRow, Tx } from './schema.ts';

export interface CommandContext {
  readonly tx: Tx;
  readonly dialect: Dialect;
  readonly rules: FilingRules;
  readonly turn: TurnRecord;
}

type Amendment = Exclude<Command, { readonly kind: 'file' }>;

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
  if (command.kind !== 'file') return amend(context, command);
  const workOrder = await file(context.tx, context.rules, command, context.turn);
  return { kind: 'done', commandId: command.id, workOrder };
}

/** Somebody else's number and one that never was get the same answer: numbers cannot be fished for. */
async function amend({ tx, dialect, rules, turn }: CommandContext, command: Amendment): Promise<Receipt> {
  const owner = turn.requesterId;
  const actor = { role: 'requester', id: owner } as const;
  const request = { number: command.number, act: actOf(command), actor, at: turn.at, owner };
  const outcome = await applyAct(tx, { dialect, rules: rules.timerRules }, request);
  if (outcome.kind === 'done') return { kind: 'done', commandId: command.id, workOrder: outcome.workOrder };
  const workOrder = outcome.kind === 'refused' ? outcome.workOrder : undefined;
  return { kind: 'refused', commandId: command.id, workOrder };
}

function actOf(command: Amendment): Act {
  switch (command.kind) {
    case 'comment':
      return { kind: 'comment', text: command.text, audience: 'requester' };
    case 'escalate':
      return { kind: 'escalate', reason: command.reason };
    case 'withdraw':
      return { kind: 'withdraw' };
  }
}

function refused(commandId: string): Receipt {
  return { kind: 'refused', commandId, workOrder: undefined };
}
