import { z } from 'zod';
import type { Handler } from './handler.ts';

const timer = z.object({
  conversationId: z.string(),
  requesterId: z.string(),
  lang: z.string().optional(),
  zone: z.string().optional(),
});

/** A draft that may have aged, for the chat in which it was begun. */
export type AgedDraft = Readonly<z.infer<typeof timer>> & { readonly id: string };

/** Has the engine look at a draft that may have aged; where there is something to say, `tell` says it. */
export const draftHandler =
  (tell: (draft: AgedDraft) => Promise<void>): Handler =>
  async ({ id, payload }) => {
    await tell({ id, ...timer.parse(payload) });
    return { kind: 'done' };
  };
