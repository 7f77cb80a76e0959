import type { ColumnDataType } from 'kysely';
import type { Tx } from '../schema.ts';

/** What the engines call differently. */
export interface ColumnTypes {
  readonly blob: ColumnDataType;
  /** Before `table`: a crash may empty it, so that writing to it waits for no disk. */
  readonly unlogged: 'unlogged' | '';
}

/** One step forward; there are none back. A step that was released is never edited. */
export interface Migration {
  readonly version: number;
  readonly up: (db: Tx, types: ColumnTypes) => Promise<void>;
}
