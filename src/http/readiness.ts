import { within } from '../within.ts';
import { json } from './answer.ts';
import type { HttpServer } from './server.ts';

/** Says what is wrong, without data of anybody; undefined when all is well. A throw counts as wrong. */
export type Check = () => Promise<string | undefined>;

/** A check that says nothing for so long is wrong, ms. */
const patience = 2_000;

/**
 * GET /readyz: 200 when every check is well, else 503, with what each says. Unlike /healthz, which tells
 * whether the process should be restarted, this tells whether it should be sent work.
 */
export function mountReadiness(server: HttpServer, checks: Readonly<Record<string, Check>>): void {
  server.route('get', '/readyz', async () => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await resultOf(check)] as const),
    );
    const ready = results.every(([, result]) => result === 'ok');
    return json(ready ? 200 : 503, {
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(results),
    });
  });
}

async function resultOf(check: Check): Promise<string> {
  try {
    const result = check().then((wrong) => wrong ?? 'ok');
    return (await within(patience, result)) ?? `no answer within ${patience / 1000} s`;
  } catch {
    // The reason is in the log of whatever failed; here it could show an address or a name.
    return 'failed';
  }
}
