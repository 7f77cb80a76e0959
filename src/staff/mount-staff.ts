import { json } from '../http/answer.ts';
import type { Limits } from '../http/limits.ts';
import type { HttpServer } from '../http/server.ts';
import { admit, authorise, type StaffToken } from './access.ts';
import { acts, type PinType } from './acts.ts';
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
  readonly limits: Pick<Limits, 'strangers'>;
}

/** Mounts the staff API on the server, before it listens. */
export function mountStaff({ server, store, privacy, pinType, tokens, limits }: StaffOptions): void {
  const operations = [...readings(store), ...acts(store, pinType), ...privacyOperations(privacy)];
  for (const { method, path, role, run } of operations)
    server.route(method, path, async (request) => {
      // Before anything else of the request is looked at: who has no token learns nothing from the answer.
      const staff = await admit(tokens, request, limits.strangers);
      authorise(staff, role);
      return run(request, staff);
    });
  const document = openApi(operations);
  server.route('get', '/api/openapi.json', async () => json(200, document));
}
