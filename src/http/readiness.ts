import { within } from '../within.ts';
import { json } from './answer.ts';
import type { HttpServer } from './server.ts';

/** Says what is wrong, without data of anybody; undefined when all is well. A throw counts as wrong. */
export type Check = () => Promise<string | undefined>;

/** What each check said: `ok`, or what is wrong. */
export type Checked = Readonly<Record<string, string>>;

/** A check that says nothing for so long is wrong, ms. */
const patience = 2_000;
/** What was found holds for so long, so that many who ask cost no more than one, ms. */
const holds = 1_000;

export interface ReadinessOptions {
  readonly checks: Readonly<Record<string, Check>>;
  /** Called when it is no longer ready, when another check is not well, and when it is ready again. */
  readonly onChange: (ready: boolean, checked: Checked) => void;
}

/**
 * GET /readyz: 200 when every check is well, else 503, with what each says. Unlike /healthz, which tells
 * whether the process should be restarted, this tells whether it should be sent work.
 *
 * @returns how to look when nobody asks
 */
export function mountReadiness(server: HttpServer, options: ReadinessOptions): () => Promise<void> {
  const look = looker(options);
  server.route('get', '/readyz', async () => {
    const checks = await look();
    const ready = wrongOf(checks).length === 0;
    return json(ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks });
  });
  return async () => void (await look());
}

const wrongOf = (checked: Checked): readonly string[] =>
  Object.keys(checked).filter((name) => checked[name] !== 'ok');

function looker({ checks, onChange }: ReadinessOptions): () => Promise<Checked> {
  let looking: Promise<Checked> | undefined;
  let until = 0;
  let told = '';
  return () => {
    if (looking !== undefined && performance.now() < until) return looking;
    until = performance.now() + patience + holds;
    looking = allOf(checks).then((checked) => {
      until = performance.now() + holds;
      // Which, and not what they say: a count in it would change each time.
      const wrong = wrongOf(checked).join();
      if (wrong !== told) onChange(wrong === '', checked);
      told = wrong;
      return checked;
    });
    return looking;
  };
}

async function allOf(checks: ReadinessOptions['checks']): Promise<Checked> {
  const results = Object.entries(checks).map(async ([name, check]) => [name, await resultOf(check)] as const);
  return Object.fromEntries(await Promise.all(results));
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
