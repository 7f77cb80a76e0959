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
  const outcome = await run().catch((error: unknown) => failed(codeOf(error)));
  if (outcome.kind !== 'failed') return { check: name, status: outcome.kind, detail: outcome.detail };
  return { check: name, status: 'failed', detail: outcome.detail, remedy: outcome.remedy ?? remedy };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'It failed';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
