import * as z from 'zod';
import { Recent } from '../../recent.ts';
import { guardSecrets } from '../../work-orders/secret-guard.ts';
import type { ChannelActivity } from '../activity.ts';
import type { ReferenceStore } from '../ports.ts';

const account = z.looseObject({ id: z.string(), name: z.string().optional() });

const shape = z.object({
  channelId: z.string(),
  serviceUrl: z.string(),
  /** As the channel wrote it: Teams' tenant and type of conversation are in it. */
  conversation: z.looseObject({ id: z.string() }),
  bot: account,
  user: account,
  locale: z.string().optional(),
});

/** How a conversation is reached when the desk speaks first; nothing of the SDK's. */
export type ChannelReference = z.infer<typeof shape>;

export const referenceOf = (activity: ChannelActivity): ChannelReference => ({
  channelId: activity.channelId,
  serviceUrl: activity.serviceUrl,
  conversation: { ...activity.conversation, ...named(activity.conversation) },
  bot: { ...named(activity.recipient), id: activity.recipient?.id ?? 'firstline' },
  user: { ...named(activity.from), id: activity.from.id },
  ...(activity.locale !== undefined && { locale: activity.locale }),
});

/** What people call themselves or their group may hold what they should not have written anywhere. */
const named = ({ name }: Readonly<Record<string, unknown>> = {}) =>
  typeof name === 'string' ? { name: guardSecrets(name).text } : {};

/** Undefined for a shape of another version, which is as good as none. */
const readReference = (json: string): ChannelReference | undefined => shape.safeParse(JSON.parse(json)).data;

export interface References {
  /** Kept for when the desk speaks first; written where it changed, and once a day, so that its age tells. */
  readonly remember: (conversationId: string, reference: ChannelReference) => Promise<void>;
  readonly of: (conversationId: string) => Promise<ChannelReference | undefined>;
  readonly forget: (conversationId: string) => Promise<void>;
}

const dayMs = 86_400_000;

/** So many conversations' references are known to be written; the rest are written again. */
const remembered = 10_000;

/** `now` in epoch ms. */
export function createReferences(store: ReferenceStore, now: () => number): References {
  const written = new Recent<string, string>(remembered);
  return {
    remember: async (conversationId, reference) => {
      const json = JSON.stringify(reference);
      const today = `${Math.floor(now() / dayMs)} ${json}`;
      if (written.get(conversationId) === today) return;
      await store.put(conversationId, json);
      written.put(conversationId, today);
    },
    of: async (conversationId) => {
      const json = await store.get(conversationId);
      return json === undefined ? undefined : readReference(json);
    },
    forget: async (conversationId) => {
      written.delete(conversationId);
      await store.remove(conversationId);
    },
  };
}
