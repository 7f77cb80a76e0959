import { json } from '../http/answer.ts';
import { HttpProblem } from '../http/problem.ts';
import { bodyOf, type Operation } from './operation.ts';
import type { Privacy } from './ports.ts';
import { erased, personalData, requesterBody } from './schemas.ts';

const leads = {
  method: 'post',
  role: 'lead',
  ifMatch: 'none',
  body: requesterBody,
  problems: [413, 415],
} as const;

/**
 * What is kept of one person, given out and erased. The requester's id is in the body and not in the
 * address, which ends up in access logs. Erasing again erases nothing: it needs no key to happen once.
 */
export const privacyOperations = (privacy: Privacy): readonly Operation[] => [
  {
    ...leads,
    id: 'exportRequester',
    path: '/api/requesters/export',
    summary: 'Everything about one requester, files included (base64)',
    once: false,
    gives: { description: 'Everything.', contentType: 'application/json', schema: personalData },
    problems: [...leads.problems, 404],
    run: async (request) => {
      const { requester } = await bodyOf(request, requesterBody);
      const found = await privacy.export(requester);
      if (found === undefined) throw new HttpProblem(404, 'Nothing is kept of such a requester.');
      return json(200, found);
    },
  },
  {
    ...leads,
    id: 'eraseRequester',
    path: '/api/requesters/erase',
    summary: 'Erases everything about one requester; numbers and figures stay. There is no way back.',
    once: false,
    gives: { description: 'How much was erased.', contentType: 'application/json', schema: erased },
    run: async (request, { name }) => {
      const { requester } = await bodyOf(request, requesterBody);
      return json(200, await privacy.erase(requester, name));
    },
  },
];
