export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** Minutes since midnight in the desk's zone; `closes` may be 1440. */
export interface OpenHours {
  readonly opens: number;
  readonly closes: number;
}

/** How sure the desk must be before it answers without asking back. */
export type Caution = 'bold' | 'balanced' | 'careful';

/** The desk, as knowledge/desk.md sets it up. */
export interface DeskSettings {
  readonly name: string;
  /** First letters of work-order numbers. */
  readonly prefix: string;
  /** IANA zone of the hours and the holidays. */
  readonly zone: string;
  /** BCP 47: the language of articles and conversations that name none. */
  readonly lang: string;
  /** In order, apart from each other; an empty list is a day on which the desk is closed. */
  readonly hours: Readonly<Record<Weekday, readonly OpenHours[]>>;
  /** ISO dates on which the desk is closed. */
  readonly holidays: readonly string[];
  /** By ISO date: when the desk is open on a day that is shorter than usual. */
  readonly halfDays: Readonly<Record<string, readonly OpenHours[]>>;
  /** In small letters: a link elsewhere that claims to be the desk's is not. */
  readonly officialDomains: readonly string[];
  /** Each list holds words that mean the same. */
  readonly synonyms: readonly (readonly string[])[];
  /** Ids of the articles that are offered first. */
  readonly promoted: readonly string[];
  readonly caution: Caution;
  /** A form that nobody touches for so many days is dropped. */
  readonly draftDays: number;
  /** A resolved work order that nobody answers is closed after so many days. */
  readonly closeAfterDays: number;
  /** A requester who was asked is reminded once, after so many days. */
  readonly remindAfterDays: number;
  /** Staff are warned so many opening hours before a work order is due. */
  readonly warnHours: number;
  /** Whether a work order that is overdue escalates by itself. */
  readonly escalateOnBreach: boolean;
  /** What was said in chats is kept for so many days. */
  readonly transcriptDays: number;
  /** The files of a work order are kept for so many days after its end. */
  readonly attachmentDays: number;
  /** Closed work orders and logs are kept for so many days; of a work order, figures stay. */
  readonly keepDays: number;
  /** Least share, of 1, of the golden questions that must be answered right. */
  readonly questionsFloor: number;
  /** Id of the work-order type for what fits no other. */
  readonly fallbackType?: string;
  /** Id of the work-order type filed when a person is asked for. */
  readonly handoffType?: string;
  /** Markdown: the first words of a conversation. */
  readonly welcome: string;
}

const officeDay: readonly OpenHours[] = [{ opens: 9 * 60, closes: 18 * 60 }];

/** A desk that has set nothing up. */
export const defaultDesk: DeskSettings = {
  name: 'Support desk',
  prefix: 'WO',
  zone: 'UTC',
  lang: 'en',
  hours: { mon: officeDay, tue: officeDay, wed: officeDay, thu: officeDay, fri: officeDay, sat: [], sun: [] },
  holidays: [],
  halfDays: {},
  officialDomains: [],
  synonyms: [],
  promoted: [],
  caution: 'balanced',
  draftDays: 7,
  closeAfterDays: 7,
  remindAfterDays: 3,
  warnHours: 4,
  escalateOnBreach: false,
  transcriptDays: 90,
  attachmentDays: 180,
  keepDays: 365,
  questionsFloor: 0.9,
  welcome: 'Hello. What can I help you with?',
};
