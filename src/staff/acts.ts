import { HttpProblem } from '../http/problem.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import type { Operation } from './operation.ts';
import type { StaffStore } from './ports.ts';
import {
  askBody,
  assignBody,
  commentBody,
  nothing,
  priorityBody,
  queueBody,
  referenceBody,
  statusBody,
  typeBody,
} from './schemas.ts';
import { writing } from './writing.ts';

/** Gives a type of the knowledge folder, kept from now on for the work orders that are of it. */
export type PinType = (id: string) => Promise<WorkOrderType | undefined>;

/** What staff do with a work order. */
export const acts = (store: StaffStore, pinType: PinType): readonly Operation[] => [
  writing(store, {
    id: 'takeWorkOrder',
    path: 'take',
    summary: 'Assigns it to the holder of the token; a new one is open then',
    body: nothing,
    ifMatch: 'required',
    act: () => ({ kind: 'take' }),
  }),
  writing(store, {
    id: 'assignWorkOrder',
    path: 'assign',
    summary: 'Assigns it to somebody, or to nobody',
    body: assignBody,
    ifMatch: 'required',
    act: ({ assignee }) => ({ kind: 'assign', to: assignee ?? undefined }),
  }),
  writing(store, {
    id: 'commentOnWorkOrder',
    path: 'comments',
    summary: 'Writes to the requester, or a note for staff',
    body: commentBody,
    ifMatch: 'optional',
    act: ({ text, audience }) => ({ kind: 'comment', text, audience }),
  }),
  writing(store, {
    id: 'askRequester',
    path: 'questions',
    summary: 'Asks the requester; the work order waits for the answer',
    body: askBody,
    ifMatch: 'optional',
    act: ({ text }) => ({ kind: 'ask', text }),
  }),
  writing(store, {
    id: 'moveWorkOrder',
    path: 'status',
    summary: 'Changes the status',
    body: statusBody,
    ifMatch: 'required',
    act: ({ status, reason }) => ({ kind: 'move', to: status, ...because(reason) }),
  }),
  writing(store, {
    id: 'prioritiseWorkOrder',
    path: 'priority',
    summary: 'Changes the priority, and with it what the desk promises',
    body: priorityBody,
    ifMatch: 'required',
    act: ({ priority, reason }) => ({ kind: 'prioritise', priority, ...because(reason) }),
  }),
  writing(store, {
    id: 'routeWorkOrder',
    path: 'queue',
    summary: 'Gives it to another queue',
    body: queueBody,
    ifMatch: 'required',
    act: ({ queue, reason }) => ({ kind: 'route', queue, ...because(reason) }),
  }),
  writing(store, {
    id: 'retypeWorkOrder',
    path: 'type',
    summary: 'Makes it one of another type; its fields stay',
    body: typeBody,
    ifMatch: 'required',
    act: async ({ type: id }) => {
      const type = await pinType(id);
      if (type === undefined)
        throw new HttpProblem(400, 'type: Expected the id of a work-order type of the desk.');
      return { kind: 'retype', type: type.id, typeTitle: type.title, typeHash: type.hash };
    },
  }),
  writing(store, {
    id: 'referToOtherSystem',
    path: 'references',
    summary: 'Keeps what another system calls it, for the requester to see',
    body: referenceBody,
    ifMatch: 'optional',
    act: ({ system, reference }) => ({ kind: 'refer', system, reference }),
  }),
];

const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });
