import type { Change, Target, WorkOrder, WorkOrderEvent } from './work-order.ts';

/** The work order after an event: the projection, one step. */
export function project(workOrder: WorkOrder, { version, at, actor, change }: WorkOrderEvent): WorkOrder {
  const touched = { ...workOrder, version, updatedAt: at };
  const answers =
    actor.role === 'staff' &&
    workOrder.respondedAt === undefined &&
    (isAnswer(change) || (change.kind === 'status' && isOver(change.to)));
  return changed(answers ? { ...touched, respondedAt: at } : touched, change, at);
}

const isAnswer = (change: Change): boolean =>
  change.kind === 'asked' || (change.kind === 'comment' && change.audience === 'requester');

const isOver = (status: WorkOrder['status']): boolean => status === 'resolved' || status === 'closed';

function changed(workOrder: WorkOrder, change: Change, at: number): WorkOrder {
  switch (change.kind) {
    case 'status':
      return moved(workOrder, change.to, at);
    case 'escalated':
      return { ...workOrder, priority: change.to, queue: change.queue?.to ?? workOrder.queue };
    case 'assigned':
      return { ...workOrder, assignee: change.to };
    case 'prioritised':
      return { ...workOrder, priority: change.to };
    case 'routed':
      return { ...workOrder, queue: change.to };
    case 'retyped':
      return { ...workOrder, type: change.to, typeTitle: change.typeTitle, typeHash: change.typeHash };
    case 'rated':
      return { ...workOrder, rating: { score: change.score, ...commentOf(change.comment) } };
    case 'referred':
      return { ...workOrder, references: referred(workOrder, change) };
    case 'due':
      return {
        ...workOrder,
        firstResponseDue: change.firstResponseDue,
        resolutionDue: change.resolutionDue,
      };
    case 'warned':
      return { ...workOrder, warned: withTarget(workOrder.warned, change.target) };
    case 'breached':
      return { ...workOrder, breached: withTarget(workOrder.breached, change.target) };
    case 'filed':
      return change.followUpOf === undefined ? workOrder : { ...workOrder, followUpOf: change.followUpOf };
    case 'comment':
    case 'asked':
    case 'followed-up':
    case 'reminded':
      return workOrder;
  }
}

/** The service level stands still while nobody of the desk has to act. */
const stands: readonly WorkOrder['status'][] = ['pending', 'resolved', 'closed', 'withdrawn'];

function moved(workOrder: WorkOrder, to: WorkOrder['status'], at: number): WorkOrder {
  const pausedAt = stands.includes(to) ? (workOrder.pausedAt ?? at) : undefined;
  const resolvedAt = isOver(to) ? (workOrder.resolvedAt ?? at) : undefined;
  return { ...workOrder, status: to, pausedAt, resolvedAt };
}

const commentOf = (comment: string | undefined) => (comment === undefined ? {} : { comment });

/** One reference a system: the newest. */
const referred = (
  { references = [] }: WorkOrder,
  { system, reference }: Change & { readonly kind: 'referred' },
) => [...references.filter((one) => one.system !== system), { system, reference }];

const withTarget = (targets: readonly Target[] = [], target: Target): readonly Target[] => [
  ...targets.filter((one) => one !== target),
  target,
];
