import type { TurnRecord } from '../conversation/stores.ts';
import type { FilingRules } from './filing.ts';
import type { Dialect } from './migrations/migrate.ts';
import type { Tx } from './schema.ts';

/** What a command is executed in: its turn's transaction. */
export interface CommandContext {
  readonly tx: Tx;
  readonly dialect: Dialect;
  readonly rules: FilingRules;
  readonly turn: TurnRecord;
}
