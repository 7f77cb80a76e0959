/** What a check found. `skipped`: the settings do not use it. */
export type Finding =
  | { readonly check: string; readonly status: 'ok' | 'skipped'; readonly detail: string }
  | { readonly check: string; readonly status: 'failed'; readonly detail: string; readonly remedy: string };

/** A check throws what it cannot foresee; the remedy is what most often helps then. */
export interface Check {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
  readonly remedy: string;
}

export type Outcome =
  | { readonly kind: 'ok' | 'skipped'; readonly detail: string }
  | { readonly kind: 'failed'; readonly detail: string; readonly remedy?: string };

export const ok = (detail: string): Outcome => ({ kind: 'ok', detail });
export const skipped = (detail: string): Outcome => ({ kind: 'skipped', detail });
export const failed = (detail: string, remedy?: string): Outcome => ({
  kind: 'failed',
  detail,
  ...(remedy !== undefined && { remedy }),
});

/** Runs a check to its finding. What a server said is left out: it may repeat an address or a password. */
export async function findingOf({ name, run, remedy }: Check): Promise<Finding> {
  const outcome = await run().catch((error: unknown) => failed(saidOf(error)));
  if (outcome.kind !== 'failed') return { check: name, status: outcome.kind, detail: outcome.detail };
  return { check: name, status: 'failed', detail: outcome.detail, remedy: outcome.remedy ?? remedy };
}

/** What the commonest codes mean to who set the desk up. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'nobody knows this host',
  EDNS: 'nobody knows this host',
  EAI_AGAIN: 'this machine reaches no name server',
  ETIMEDOUT: 'it does not answer',
  TimeoutError: 'it does not answer',
  ECONNRESET: 'it hung up',
  EHOSTUNREACH: 'this machine has no way there',
  ENETUNREACH: 'this machine has no way there',
  ESOCKET: 'it cannot be reached, or hung up',
  EAUTH: 'it does not take this user and password',
  EPRIVATE: 'it is in a private network, which only WEBHOOKS_ALLOW_PRIVATE=true lets webhooks go to',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
};

function saidOf(error: unknown): string {
  const code = codeOf(error);
  return meanings[code] === undefined ? code : `${meanings[code]} (${code})`;
}

/** A fetch that failed says in its cause why. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'It failed';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error.cause instanceof Error ? codeOf(error.cause) : error.name;
}
