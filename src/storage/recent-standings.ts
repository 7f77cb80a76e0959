import type { Standing } from '../conversation/stores.ts';

/** So many conversations are known at hand. */
const RECENT = 1000;

/**
 * Where conversations stand, as far as this process moved them last. Whoever else moves one makes what is
 * known here stale, which the commit finds out; so it is worth having where one process takes all turns.
 */
export class RecentStandings {
  readonly #recent = new Map<string, Standing>();

  of(conversationId: string): Standing | undefined {
    return this.#recent.get(conversationId);
  }

  keep(conversationId: string, standing: Standing): void {
    this.#recent.set(conversationId, standing);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > RECENT && oldest !== undefined) this.#recent.delete(oldest);
  }

  forget(conversationId: string): void {
    this.#recent.delete(conversationId);
  }
}
