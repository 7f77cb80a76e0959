import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';

/** The type of what aFiling files. */
export const lostCard: WorkOrderType = {
  id: 'card-lost',
  file: 'work-orders/card-lost.md',
  title: 'Lost card',
  summary: 'A card is lost',
  phrasings: [],
  prepare: [],
  queue: 'cards',
  priority: 'normal',
  serviceLevel: { firstResponseHours: [1, 4], resolutionDays: [1, 2] },
  serviceLevels: { high: { firstResponseHours: [1, 1], resolutionDays: [1, 1] } },
  escalationQueue: 'seniors',
  fields: [
    {
      id: 'where',
      kind: 'text',
      label: 'Where',
      prompt: 'Where was it lost?',
      required: true,
      sensitive: false,
      when: {},
      minLength: 0,
      maxLength: 200,
    },
    {
      id: 'proof',
      kind: 'attachment',
      label: 'Proof',
      prompt: 'A picture?',
      required: false,
      sensitive: false,
      when: {},
      maxCount: 5,
      maxBytes: 1000,
    },
  ],
  intro: '',
  hash: 'abc',
};
