import { z } from 'zod';
import { showField } from '../../work-orders/fields/field-codecs.ts';
import type { WorkOrder, WorkOrderEvent } from '../../work-orders/work-order.ts';
import type { ChangedWorkOrder } from '../changes.ts';
import { type WebhookEventType, webhookEventTypes } from './event-types.ts';

const time = z.iso.datetime().describe('ISO 8601, UTC');
const fromTo = { from: z.unknown().optional(), to: z.unknown().optional() };

/** What a webhook carries: the body of the POST. Deliveries may come twice or out of order; versions tell. */
export const webhookPayload = z.object({
  type: z.enum(webhookEventTypes).describe('What happened'),
  timestamp: time.describe('When it happened'),
  data: z.object({
    workOrder: z
      .object({
        number: z.string().describe('As the requester was told it'),
        type: z.string().describe("The type's id"),
        typeTitle: z.string(),
        subject: z.string().describe('One line about it'),
        status: z.enum(['new', 'open', 'pending', 'on-hold', 'resolved', 'closed', 'withdrawn']),
        priority: z.enum(['low', 'normal', 'high', 'urgent']),
        queue: z.string().describe('The team it waits for'),
        assignee: z.string().optional().describe('Who works on it'),
        fields: z
          .array(z.object({ id: z.string(), label: z.string(), value: z.string() }))
          .describe(
            'What the requester filled in, as read by people; sensitive fields and files are left out',
          ),
        filedAt: time,
        firstResponseDue: time,
        resolutionDue: time,
        references: z
          .array(z.object({ system: z.string(), reference: z.string() }))
          .describe('What other help desks call it'),
        version: z.number().int().describe('Counts its changes; what it was when this was sent'),
      })
      .describe('As it stands when this is sent'),
    changes: z
      .array(
        z.looseObject({
          version: z.number().int(),
          at: time,
          by: z.enum(['requester', 'staff', 'desk']).describe('desk: by a timer'),
          kind: z.string().describe('filed, comment, asked, status, escalated, assigned, …'),
          text: z.string().optional(),
          reason: z.string().optional(),
          ...fromTo,
        }),
      )
      .describe('What changed, in order; notes for staff are left out'),
  }),
});
export type WebhookPayload = z.infer<typeof webhookPayload>;

export function payloadOf(type: WebhookEventType, changed: ChangedWorkOrder, zone: string): WebhookPayload {
  const { workOrder } = changed;
  const events = changed.events.filter(
    ({ change }) => change.kind !== 'comment' || change.audience === 'requester',
  );
  return {
    type,
    timestamp: iso(events[0]?.at ?? workOrder.updatedAt),
    data: { workOrder: outside(workOrder, changed, zone), changes: events.map(changeOutside) },
  };
}

function outside(
  workOrder: WorkOrder,
  { type }: ChangedWorkOrder,
  zone: string,
): WebhookPayload['data']['workOrder'] {
  const { number, typeTitle, subject, status, priority, queue, assignee, version } = workOrder;
  const fields = (type?.fields ?? []).flatMap((field) => {
    const value = workOrder.fields[field.id];
    if (value === undefined || value === '' || field.sensitive || field.kind === 'attachment') return [];
    return [{ id: field.id, label: field.label, value: showField(field, value, zone) }];
  });
  return {
    ...{ number, type: workOrder.type, typeTitle, subject, status, priority, queue, fields, version },
    ...(assignee !== undefined && { assignee }),
    filedAt: iso(workOrder.filedAt),
    firstResponseDue: iso(workOrder.firstResponseDue),
    resolutionDue: iso(workOrder.resolutionDue),
    references: [...(workOrder.references ?? [])],
  };
}

const changeOutside = ({ version, at, actor, change }: WorkOrderEvent) => ({
  ...change,
  version,
  at: iso(at),
  by: actor.role,
});

const iso = (at: number): string => new Date(at).toISOString();
