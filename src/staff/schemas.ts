import * as z from 'zod';
import { priorities, statuses } from '../work-orders/work-order.ts';

const status = z.enum(statuses);
const priority = z.enum(priorities);
const time = z.iso.datetime().describe('UTC');

/** What both engines can keep, and no empty words. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'Expected one line without control characters');
const text = z
  .string()
  .trim()
  .min(1)
  .max(10_000)
  .regex(/^[^\0]*$/, 'Expected no NUL character');
const reason = text.max(2000).optional().describe('Told in the history');
const name = line(64).regex(/^[\w.-]+$/, 'Expected letters, digits, dots, dashes and underscores');

/** Several values, split by commas. */
const several = <Item extends z.ZodType<unknown, string>>(item: Item) =>
  z
    .string()
    .max(1000)
    .transform((given) => given.split(',').map((one) => one.trim()))
    .pipe(z.array(item).min(1).max(50));

const filters = {
  status: several(status).optional(),
  queue: several(line(100)).optional(),
  priority: several(priority).optional(),
  type: several(line(200)).optional(),
  assignee: several(name).optional().describe('Names; `none` finds what nobody has taken'),
  requester: line(512).optional().describe('Id of a requester'),
  overdue: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .optional()
    .describe('A promise is past its due time and the clock runs'),
  q: line(200)
    .optional()
    .describe('All words, in number, subject, comments and fields that are not sensitive'),
};

export const sorts = ['newest', 'oldest', 'due'] as const;

export const listQuery = z.strictObject({
  ...filters,
  sort: z.enum(sorts).default('newest').describe('By filing, or by due time of the solution'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional().describe('`next` of the page before; keep the other parameters'),
});

export const exportQuery = z.strictObject({ ...filters, sort: z.enum(sorts).default('newest') });

const summaryShape = {
  number: z.string(),
  version: z.int().describe('Changes with every change; the ETag'),
  status,
  priority,
  queue: z.string(),
  type: z.string(),
  typeTitle: z.string(),
  assignee: z.string().nullable(),
  requester: z.string(),
  subject: z.string(),
  filedAt: time,
  updatedAt: time,
  firstResponseDue: time,
  resolutionDue: time,
  respondedAt: time.nullable(),
  resolvedAt: time.nullable(),
  overdue: z.boolean(),
};

const summary = z.strictObject(summaryShape).meta({ id: 'WorkOrderSummary' });

export const page = z
  .strictObject({
    workOrders: z.array(summary),
    next: z.string().nullable().describe('Cursor of the next page; null at the end'),
  })
  .meta({ id: 'Page' });

export const exported = z.strictObject({ workOrders: z.array(summary) }).meta({ id: 'Export' });

const reference = z.strictObject({ system: z.string(), reference: z.string() }).meta({ id: 'Reference' });

const field = z
  .strictObject({
    id: z.string(),
    label: z.string(),
    sensitive: z.boolean(),
    value: z.string().nullable().describe('null where it is sensitive and the token is read-only'),
  })
  .meta({ id: 'FieldValue' });

const attachment = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    contentType: z.string(),
    bytes: z.int(),
    href: z.string().describe('With a token'),
    link: z.string().describe('For a browser, without a token: opens this one file for 5 minutes'),
  })
  .meta({ id: 'Attachment' });

const event = z
  .strictObject({
    version: z.int(),
    at: time,
    actor: z.strictObject({ role: z.enum(['requester', 'staff', 'desk']), id: z.string() }),
    change: z.looseObject({
      kind: z.string().describe('filed, status, comment, asked, escalated, assigned, …'),
    }),
  })
  .meta({ id: 'Event' });

const continuity = z
  .strictObject({
    question: z.string().describe('Empty where the token is read-only'),
    shown: z.array(
      z.strictObject({
        article: z.string(),
        confidence: z.number(),
        vote: z.enum(['helped', 'not-quite']).nullable(),
      }),
    ),
    revision: z.string().nullable(),
    removed: z.array(z.string()).describe('Kinds of secrets that were taken out'),
    transcript: z
      .array(z.strictObject({ at: time, by: z.enum(['requester', 'desk']), text: z.string() }))
      .describe('Empty where the token is read-only'),
  })
  .meta({ id: 'Continuity' });

export const workOrder = z
  .strictObject({
    ...summaryShape,
    fields: z.array(field),
    contact: z.strictObject({ address: z.string(), verifiedAt: time.nullable() }).nullable(),
    rating: z.strictObject({ score: z.int(), comment: z.string().nullable() }).nullable(),
    followUpOf: z.string().nullable(),
    references: z.array(reference),
    breached: z.array(z.enum(['first-response', 'resolution'])),
    allowed: z
      .strictObject({ deeds: z.array(z.string()), moves: z.array(status) })
      .describe('What staff may do with it as it stands'),
    attachments: z.array(attachment),
    timeline: z.array(event),
    continuity: continuity.nullable().describe('What led to it in the conversation'),
  })
  .meta({ id: 'WorkOrder' });

/** What became of a write; without personal data, since it is kept for retries. */
export const receipt = z
  .strictObject({
    number: z.string(),
    version: z.int(),
    status,
    priority,
    queue: z.string(),
    type: z.string(),
    assignee: z.string().nullable(),
    updatedAt: time,
  })
  .meta({ id: 'Receipt' });

export const nothing = z.strictObject({});
export const assignBody = z.strictObject({
  assignee: name
    .refine((one) => one !== 'none', 'Expected a name; null gives it back')
    .nullable()
    .describe('null gives it back'),
});
export const commentBody = z.strictObject({
  text,
  audience: z.enum(['requester', 'staff']).describe('`staff`: a note that the requester never sees'),
});
export const askBody = z.strictObject({ text });
export const statusBody = z.strictObject({ status, reason });
export const priorityBody = z.strictObject({ priority, reason });
export const queueBody = z.strictObject({ queue: line(100), reason });
export const typeBody = z.strictObject({ type: line(200).describe('Id of a type of the knowledge folder') });
export const referenceBody = z.strictObject({ system: line(100), reference: line(200) });
export const requesterBody = z.strictObject({ requester: line(512) });

export const erased = z
  .strictObject({
    workOrders: z.int(),
    attachments: z.int(),
    conversations: z.int(),
    questions: z.int().describe('Questions of the log that nobody can be found by any more'),
  })
  .meta({ id: 'Erased' });

export const personalData = z
  .looseObject({
    requester: z.string(),
    exportedAt: time,
    workOrders: z.array(z.looseObject({ number: z.string() })),
    attachments: z.array(z.looseObject({ name: z.string(), content: z.base64() })),
    conversations: z.array(z.looseObject({ id: z.string() })),
  })
  .meta({ id: 'PersonalData' });
