import * as z from 'zod';
import type { Message } from '../../conversation/message.ts';

/** An activity as clients see it. */
export interface ShownActivity {
  readonly type: string;
  readonly id: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly from: { readonly id: string; readonly name?: string; readonly role: 'user' | 'bot' };
  readonly replyToId?: string;
  readonly [key: string]: unknown;
}

/**
 * One row of the activity log: what clients are shown, and what the engine has to answer. The message
 * is kept as it was understood when it came, so that a restart answers exactly that.
 */
export interface LogEntry {
  readonly shown?: ShownActivity;
  readonly message?: Message;
}

// Written by us alone: the shapes are checked just enough to fail here rather than far away.
const entry = z.object({
  shown: z.custom<ShownActivity>(isObject).optional(),
  message: z.custom<Message>(isObject).optional(),
});

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

export function readEntry(json: string): LogEntry {
  const { shown, message } = entry.parse(JSON.parse(json));
  return { ...(shown && { shown }), ...(message && { message }) };
}
