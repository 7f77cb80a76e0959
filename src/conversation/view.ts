import type { DeskSettings } from '../desk/desk-settings.ts';
import type { phraseKeys } from '../desk/phrase-keys.ts';
import type { KnowledgeSnapshot } from '../knowledge/answer.ts';
import type { FieldContext } from '../work-orders/fields/field-codecs.ts';
import type { WorkOrder, WorkOrderEvent } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';

export type PhraseKey = keyof typeof phraseKeys;
export type Say = (key: PhraseKey, params?: Readonly<Record<string, string>>) => string;

/** All that a turn may know, read once before it: the same from its beginning to its end. */
export interface View {
  /** Epoch milliseconds. */
  readonly now: number;
  /** IANA zone of the requester, the desk's where the channel says none. */
  readonly zone: string;
  /** The requester's e-mail address, where the channel vouches for it. */
  readonly vouched: string | undefined;
  /** Whether the desk can send mail at all. */
  readonly mails: boolean;
  /** BCP 47. */
  readonly lang: string;
  /** The language that the channel asked for and the desk does not speak; BCP 47. */
  readonly unspoken?: string | undefined;
  readonly desk: DeskSettings;
  readonly say: Say;
  readonly knowledge: KnowledgeSnapshot;
  readonly types: ReadonlyMap<string, WorkOrderType>;
  /** The same answering, over the types' phrasings: an article's id there is a type's id. */
  readonly typeFinder: KnowledgeSnapshot;
  /** The definition the open or dropped form was begun with. */
  readonly pinned: WorkOrderType | undefined;
  /** The requester's own work orders, open ones first. */
  readonly own: readonly WorkOrder[];
  /** Histories of those that the message or the state names. */
  readonly histories: ReadonlyMap<string, readonly WorkOrderEvent[]>;
  readonly newId: () => string;
}

/** What answers are read against. */
export const fieldContext = ({ now, zone, lang }: View): FieldContext => ({ now, zone, lang });
