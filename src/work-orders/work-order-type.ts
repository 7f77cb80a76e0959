import type { Field } from './field.ts';
import type { Priority, ServiceLevel } from './work-order.ts';

/** What can be filed: one markdown file below knowledge/work-orders. */
export interface WorkOrderType {
  /** File name without .md. */
  readonly id: string;
  readonly file: string;
  readonly title: string;
  /** One line for menus. */
  readonly summary: string;
  /** Phrases by which people ask to file this type. */
  readonly phrasings: readonly string[];
  readonly prepare: readonly string[];
  readonly queue: string;
  readonly priority: Priority;
  readonly serviceLevel: ServiceLevel;
  /** Where a priority has its own. */
  readonly serviceLevels?: Readonly<Partial<Record<Priority, ServiceLevel>>>;
  /** The team that escalations go to. */
  readonly escalationQueue?: string;
  /** One sentence after filing. */
  readonly tip?: string;
  readonly fields: readonly Field[];
  /** Body: shown before the first question. */
  readonly intro: string;
  /** Where it is shown in another language than the desk's: BCP 47, and its title in the desk's. */
  readonly lang?: string;
  readonly deskTitle?: string;
  /** SHA-256, hex, of the definition: a form pins it. */
  readonly hash: string;
}
