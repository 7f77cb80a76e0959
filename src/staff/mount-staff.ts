import { json } from '../http/answer.ts';
import type { HttpRequest } from '../http/handler.ts';
import type { Limits } from '../http/limits.ts';
import { HttpProblem } from '../http/problem.ts';
import type { HttpServer } from '../http/server.ts';
import { admit, authorise, type Staff, type StaffToken } from './access.ts';
import { acts, type PinType } from './acts.ts';
import type { FileLinks } from './file-links.ts';
import { openApi } from './openapi.ts';
import type { Privacy, StaffStore } from './ports.ts';
import { privacyOperations } from './privacy.ts';
import { readings } from './reading.ts';

export interface StaffOptions {
  readonly server: Pick<HttpServer, 'route'>;
  readonly store: StaffStore;
  readonly privacy: Privacy;
  readonly pinType: PinType;
  /** None: nobody is let in. */
  readonly tokens: readonly StaffToken[];
  readonly links: FileLinks;
  readonly limits: Pick<Limits, 'strangers' | 'links'>;
}

/** Mounts the staff API on the server, before it listens. */
export function mountStaff(options: StaffOptions): void {
  const { server, store, privacy, pinType, links, tokens, limits } = options;
  const operations = [...readings(store, links), ...acts(store, pinType), ...privacyOperations(privacy)];
  for (const { method, path, role, byLink = false, run } of operations)
    server.route(method, path, async (request) => {
      // Before anything else of the request is looked at: who has no token learns nothing from the answer.
      const staff =
        byLink && request.query.has('link')
          ? await admitByLink(options, request)
          : await admit(tokens, request, limits.strangers);
      authorise(staff, role);
      return run(request, staff);
    });
  const document = openApi(operations);
  server.route('get', '/api/openapi.json', async () => json(200, document));
}

/** Whoever holds the link that staff were given: it opens what it names, and nothing else. */
async function admitByLink(
  { links, limits }: StaffOptions,
  { raw, query, address }: HttpRequest,
): Promise<Staff> {
  await limits.links.take(address);
  const [path = ''] = (raw.url ?? '').split('?');
  const worth = links.check(path, query.get('link') ?? '');
  // As much as whoever was given it may see.
  if (worth === 'valid') return { name: 'link', role: 'agent' };
  if (worth === 'expired')
    throw new HttpProblem(410, 'This link has expired. Open the work order again for a new one.');
  throw new HttpProblem(401, 'This is no link of this desk.', { 'www-authenticate': 'Bearer realm="staff"' });
}
