import * as z from 'zod';
import type { Message, Upload } from '../conversation/message.ts';
import { sizes } from '../limits.ts';
import type { Invalid } from '../work-orders/fields/problem.ts';
import type { KeptFile } from '../work-orders/files/keep-file.ts';
import type { Secret } from '../work-orders/secret-guard.ts';
import type { SaidActivity } from './activity.ts';

export type Identity = Pick<Message, 'id' | 'conversationId' | 'requester'>;

/** What became of the files of a message. */
export interface SentFiles {
  readonly uploads: readonly Upload[];
  readonly refused?: readonly Invalid[];
  readonly removed?: readonly Secret[];
}

export function sentFiles(kept: readonly KeptFile[]): SentFiles {
  const refused = kept.flatMap((one) => (one.kind === 'refused' ? [one.why] : []));
  const removed = [...new Set(kept.flatMap((one) => one.removed))];
  return {
    uploads: kept.flatMap((one) => (one.kind === 'kept' ? [one.upload] : [])),
    ...(refused.length > 0 && { refused }),
    ...(removed.length > 0 && { removed }),
  };
}

/** What an activity says to the engine; undefined where it says nothing to it: typing, reactions. */
export function toMessage(
  activity: SaidActivity,
  identity: Identity,
  files?: SentFiles,
): Message | undefined {
  if (activity.type !== 'message') return undefined;
  const common = { ...identity, ...langOf(activity), ...zoneOf(activity) };
  const text = withoutMention(activity);
  const choice = choiceOf(activity.value);
  if (choice !== undefined) return { ...common, kind: 'choice', value: choice, text: text || choice };
  if (files !== undefined) return { ...common, kind: 'attachment', text, ...files };
  if (text === '' && activity.attachments.some(isFile))
    return { ...common, kind: 'attachment', text, uploads: [] };
  return { ...common, kind: 'utterance', text };
}

/** The conversation begins: the desk says its welcome. */
export const beginning = (
  activity: Pick<SaidActivity, 'locale' | 'localTimezone'>,
  identity: Identity,
): Message => ({ ...identity, ...langOf(activity), ...zoneOf(activity), kind: 'event', name: 'started' });

/** What is longer than a message may be is refused in words, so that no more of it need be looked at or kept. */
const longest = 2 * sizes.message;

/** In a group the bot is addressed by name, which is no part of the question. */
function withoutMention({ text = '', entities, recipient }: SaidActivity): string {
  const own = entities.filter(
    (entity) => entity.type === 'mention' && entity.mentioned?.id === recipient?.id,
  );
  return own
    .reduce(
      (rest, { text: mention }) => (mention ? rest.replaceAll(mention, ' ') : rest),
      text.slice(0, longest),
    )
    .trim();
}

// A button gives its value back as it was written into the reply: see to-activity.ts.
const choiceValue = z.union([z.string().min(1).max(2000), z.object({ choice: z.string().min(1).max(2000) })]);

function choiceOf(value: unknown): string | undefined {
  const { data } = choiceValue.safeParse(value);
  return typeof data === 'object' ? data.choice : data;
}

/** Teams repeats every message as text/html, and cards are not files. */
export const isFile = ({ contentType }: { readonly contentType: string }): boolean =>
  contentType !== 'text/html' && !contentType.startsWith('application/vnd.microsoft.card.');

function langOf({ locale }: Pick<SaidActivity, 'locale'>): { lang?: string } {
  if (locale === undefined) return {};
  try {
    const [lang] = Intl.getCanonicalLocales(locale);
    return lang === undefined ? {} : { lang };
  } catch {
    return {};
  }
}

function zoneOf({ localTimezone: zone }: Pick<SaidActivity, 'localTimezone'>): { zone?: string } {
  if (zone === undefined || zone === '') return {};
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return { zone };
  } catch {
    return {};
  }
}
