import { z } from 'zod';
import { withoutComments } from '../content/comments.ts';
import { type Diagnostic, diagnose } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { fileStart } from '../content/place.ts';
import type { DocumentResult } from '../content/read-document.ts';
import { isoDate, language, text } from '../content/schema-parts.ts';
import { validate } from '../content/validate.ts';
import { type DeskSettings, defaultDesk } from './desk-settings.ts';
import { hoursFault, parseHours } from './open-hours.ts';

const dayHours = z.string().refine((written) => hoursFault(written) === undefined, {
  error: ({ input }) => hoursFault(String(input)) ?? 'hours such as `"09:00-18:00"`, or `closed`',
});
const day = dayHours.optional();

const mostDays = 3650;
const days = z.number().int().min(1).max(mostDays);

/** The front matter of desk.md; the descriptions are the editors' manual. */
export const deskSchema = z.strictObject({
  name: text.max(100).default(defaultDesk.name).describe("The desk's name"),
  prefix: text
    .refine((prefix) => /^[A-Z]{2,5}$/.test(prefix), '2 to 5 capital letters')
    .default(defaultDesk.prefix)
    .describe('First letters of work-order numbers: 2 to 5 capitals'),
  zone: text
    .refine(isZone, 'a time zone such as `Europe/Berlin`')
    .default(defaultDesk.zone)
    .describe('Time zone of the hours, such as `Europe/Berlin`'),
  lang: language
    .default(defaultDesk.lang)
    .describe('Language of what names none, such as `de`; `en` when left out'),
  hours: z
    .strictObject({ mon: day, tue: day, wed: day, thu: day, fri: day, sat: day, sun: day })
    .optional()
    .describe(
      'When people are there, by day, `mon` to `sun`: `"09:00-18:00"`, `"09:00-12:00, 13:00-18:00"` or `closed`; a day left out is closed. Without any, Monday to Friday `"09:00-18:00"`',
    ),
  holidays: z.array(isoDate).default([]).describe('Dates on which the desk is closed'),
  'half-days': z
    .record(isoDate, dayHours)
    .default({})
    .describe('Hours of single days, such as `"2026-12-23": "09:00-13:00"`'),
  'official-domains': z
    .array(
      text.refine(isDomain, 'a domain such as `help.example.com`').transform((name) => name.toLowerCase()),
    )
    .default([])
    .describe('Domains of your own web pages: a link to one that lacks its `https://` is known by them'),
  synonyms: z.array(z.array(text).min(2)).max(1000).default([]).describe('Lists of words that mean the same'),
  promoted: z.array(text).default([]).describe('Ids of the articles to offer first'),
  caution: z
    .enum(['bold', 'balanced', 'careful'])
    .default(defaultDesk.caution)
    .describe('How sure to be before answering without asking back'),
  'draft-days': days.default(defaultDesk.draftDays).describe('Days until an untouched form is dropped'),
  'close-after-days': days
    .default(defaultDesk.closeAfterDays)
    .describe('Days until a solved work order is closed'),
  'remind-after-days': days
    .default(defaultDesk.remindAfterDays)
    .describe('Days until people are reminded once of a question that they have not answered'),
  'warn-hours': z
    .number()
    .min(0)
    .max(1000)
    .default(defaultDesk.warnHours)
    .describe('Opening hours before a work order is due at which the team is warned'),
  'escalate-on-breach': z
    .boolean()
    .default(defaultDesk.escalateOnBreach)
    .describe('`true` escalates a work order that is overdue'),
  'transcript-days': days
    .default(defaultDesk.transcriptDays)
    .describe('Days until what was said in chats is deleted'),
  'attachment-days': days
    .default(defaultDesk.attachmentDays)
    .describe('Days from the end of a work order until its files are deleted'),
  'keep-days': days
    .default(defaultDesk.keepDays)
    .describe('Days until what people wrote in closed work orders, and the logs, are deleted'),
  'questions-floor': z
    .number()
    .min(0)
    .max(1)
    .default(defaultDesk.questionsFloor)
    .describe('Least share of questions.csv that must be answered right, such as 0.9'),
  'fallback-type': text.optional().describe('Id of the work-order type for what fits no other'),
  'handoff-type': text.optional().describe('Id of the work-order type to file when a person is asked for'),
});

export interface DeskResult {
  readonly desk: DeskSettings;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether all that desk.md says is in it. */
  readonly isWhole: boolean;
}

/** Reads desk.md, as its file was read. A desk always comes out, with the defaults for what is missing or broken. */
export function readDesk(file: DocumentResult | undefined): DeskResult {
  if (file === undefined) return { desk: defaultDesk, diagnostics: [missingDesk], isWhole: true };
  const { document, diagnostics } = file;
  if (document === undefined)
    return { desk: { ...defaultDesk, ...keptLongest }, diagnostics, isWhole: false };
  const { value, diagnostics: faults } = validate(document, deskSchema);
  const desk = toDesk(document, value ?? readable(document));
  return { desk, diagnostics: [...diagnostics, ...faults], isWhole: value !== undefined };
}

const missingDesk = diagnose('desk.md', fileStart, 'desk-missing', {
  found: 'missing file',
  expected: 'a file `desk.md` with name, hours and time zone; defaults are used',
  severity: 'warning',
});

/** What is deleted does not come back: until the file is mended, all is kept that any desk may keep. */
const keptLongest = { transcriptDays: mostDays, attachmentDays: mostDays, keepDays: mostDays };

type Value = z.output<typeof deskSchema>;

/** The keys that are right, though others are not. */
function readable({ data }: Document): Value {
  const longest = { 'transcript-days': mostDays, 'attachment-days': mostDays, 'keep-days': mostDays };
  const { error } = deskSchema.safeParse(data);
  const faulty = new Set(
    error?.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
    ),
  );
  const right = Object.fromEntries(Object.entries(data).filter(([key]) => !faulty.has(key)));
  return deskSchema.parse({ ...longest, ...right });
}

function toDesk(document: Document, value: Value): DeskSettings {
  const { name, prefix, zone, lang, holidays, synonyms, promoted, caution } = value;
  const { 'fallback-type': fallbackType, 'handoff-type': handoffType } = value;
  return {
    ...{ name, prefix, zone, lang, holidays, synonyms, promoted, caution },
    hours: value.hours === undefined ? defaultDesk.hours : week(value.hours),
    halfDays: Object.fromEntries(
      Object.entries(value['half-days']).map(([date, hours]) => [date, parseHours(hours)]),
    ),
    officialDomains: value['official-domains'],
    draftDays: value['draft-days'],
    closeAfterDays: value['close-after-days'],
    remindAfterDays: value['remind-after-days'],
    warnHours: value['warn-hours'],
    escalateOnBreach: value['escalate-on-breach'],
    transcriptDays: value['transcript-days'],
    attachmentDays: value['attachment-days'],
    keepDays: value['keep-days'],
    questionsFloor: value['questions-floor'],
    ...(fallbackType === undefined ? {} : { fallbackType }),
    ...(handoffType === undefined ? {} : { handoffType }),
    welcome: withoutComments(document.body).trim() || defaultDesk.welcome,
  };
}

function week(hours: NonNullable<Value['hours']>): DeskSettings['hours'] {
  const { mon, tue, wed, thu, fri, sat, sun } = hours;
  return {
    mon: parseHours(mon),
    tue: parseHours(tue),
    wed: parseHours(wed),
    thu: parseHours(thu),
    fri: parseHours(fri),
    sat: parseHours(sat),
    sun: parseHours(sun),
  };
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

function isDomain(name: string): boolean {
  return (
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/i.test(name) && name.length <= 253
  );
}
