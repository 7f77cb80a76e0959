import * as z from 'zod';
import { HttpProblem } from '../http/problem.ts';

// Channels write null where they mean absent.
const optionalText = (max: number) =>
  z
    .string()
    .max(max)
    .nullish()
    .transform((value) => value ?? undefined);

/** Postgres refuses a NUL, and would fail the turn. */
const id = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, 'Expected no NUL character');

const account = z.looseObject({ id: id(512).min(1), name: optionalText(512) });

const attachment = z.looseObject({
  contentType: z.string().min(1).max(256),
  name: optionalText(512),
  contentUrl: z.string().nullish(),
});

const entity = z.looseObject({
  type: z.string().nullish(),
  text: z.string().nullish(),
  mentioned: z.looseObject({ id: z.string().nullish() }).nullish(),
});

const list = <T extends z.ZodType>(item: T, max: number) =>
  z
    .array(item)
    .max(max)
    .nullish()
    .transform((value) => value ?? []);

/** What every channel's activity may say of itself, the Direct Line's too. */
const said = {
  type: z.string().min(1).max(100),
  id: id(1024)
    .nullish()
    .transform((value) => value ?? undefined),
  // The engine refuses what is too long, in words; this only bounds what it has to look at.
  text: optionalText(200_000),
  value: z.unknown().optional(),
  locale: optionalText(64),
  localTimezone: optionalText(64),
  attachments: list(attachment, 20),
  entities: list(entity, 100),
  membersAdded: list(account, 100),
  recipient: account
    .partial()
    .nullish()
    .transform((value) => value ?? undefined),
};

export const saidActivity = z.looseObject(said).superRefine(requireSomethingSaid);

export const channelActivity = z
  .looseObject({
    ...said,
    // It becomes a part of ids, before a slash; `web` is the desk's own chat.
    channelId: z
      .string()
      .regex(/^[\w.-]{1,64}$/)
      .refine((id) => id !== 'web', 'reserved'),
    serviceUrl: z.url({ protocol: /^https?$/ }),
    from: account,
    // The SDK sends it to the channel as a header, too: what no header may carry could not be answered.
    conversation: z.looseObject({
      id: z
        .string()
        .max(1024)
        .regex(/^[\t\x20-\x7e\x80-\xff]+$/, 'Expected characters that a header may carry'),
    }),
  })
  .superRefine(requireSomethingSaid);

export type SaidActivity = z.infer<typeof saidActivity>;
export type ChannelActivity = z.infer<typeof channelActivity>;

function requireSomethingSaid(activity: z.infer<z.ZodObject<typeof said>>, context: z.RefinementCtx): void {
  const silent = activity.text === undefined && activity.attachments.length === 0;
  const noValue = activity.value === undefined || activity.value === null;
  if (activity.type !== 'message' || !silent || !noValue) return;
  context.addIssue({
    code: 'custom',
    path: ['text'],
    message: 'a message needs a text, a value or an attachment',
  });
}

/** The activity in a body from outside, or 400 that names each part that is wrong. */
export function readActivity<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const faults = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw new HttpProblem(400, `The activity is not valid. ${faults.join('; ')}.`);
}
