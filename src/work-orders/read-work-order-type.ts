import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../content/canonical-json.ts';
import { withoutComments } from '../content/comments.ts';
import type { Diagnostic } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { text } from '../content/schema-parts.ts';
import { validate } from '../content/validate.ts';
import { fieldFaults } from './field-faults.ts';
import { fieldSchema, toField } from './field-schema.ts';
import { priorities } from './work-order.ts';
import type { WorkOrderType } from './work-order-type.ts';

/** Bounded, since a due time is counted day by day. */
function range(unit: string, most: number) {
  const bounded = z.number().positive().max(most);
  return z
    .tuple([bounded, bounded])
    .refine(([least, most]) => least <= most, { error: `the lesser number of ${unit} first` });
}

const firstResponseHours = range('hours', 1000);
/** About a year of business days. */
const resolutionDays = range('days', 250);

const atPriority = z
  .strictObject({
    'first-response-hours': firstResponseHours.describe('Least and most hours to the first answer'),
    'resolution-days': resolutionDays.describe('Least and most days to the solution'),
  })
  .optional();

/** The front matter of a work-order type; the descriptions are the editors' manual. */
export const workOrderTypeSchema = z.strictObject({
  title: text.max(100).describe('The name in menus and on the work order'),
  summary: text.max(200).describe('One line for menus'),
  phrasings: z.array(text.max(300)).max(1000).default([]).describe('What people say who want to file it'),
  prepare: z.array(text).default([]).describe('What to have at hand before beginning'),
  queue: text.default('support').describe('The team that works it'),
  priority: z.enum(priorities).default('normal').describe('The priority it starts with'),
  'first-response-hours': firstResponseHours
    .default([24, 48])
    .describe('Least and most hours to the first answer'),
  'resolution-days': resolutionDays.default([3, 5]).describe('Least and most days to the solution'),
  'service-levels': z
    .strictObject({ low: atPriority, normal: atPriority, high: atPriority, urgent: atPriority })
    .optional()
    .describe('Other hours and days at a priority, as in the example'),
  'escalation-queue': text.optional().describe('The team that works it once it is escalated'),
  tip: text.optional().describe('One sentence told after filing'),
  fields: z.array(fieldSchema).min(1).max(50).describe('What is asked, in this order'),
});

export interface WorkOrderTypeResult {
  /** Undefined for what has errors. */
  readonly type: WorkOrderType | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a work-order type of a document; its id is the file's name without .md. */
export function readWorkOrderType(document: Document): WorkOrderTypeResult {
  const { value, diagnostics } = validate(document, workOrderTypeSchema);
  if (value === undefined) return { type: undefined, diagnostics };
  const fields = value.fields.map(toField);
  const faults = fieldFaults(document, fields);
  if (faults.length > 0) return { type: undefined, diagnostics: faults };
  const definition = { ...definitionOf(document, value), fields };
  return { type: { ...definition, file: document.file, hash: hashOf(definition) }, diagnostics: [] };
}

type Definition = Omit<WorkOrderType, 'file' | 'hash'>;

function definitionOf(
  document: Document,
  value: z.output<typeof workOrderTypeSchema>,
): Omit<Definition, 'fields'> {
  const { title, summary, phrasings, prepare, queue, priority, tip } = value;
  return {
    id: document.file.replace(/^.*\//, '').replace(/\.md$/, ''),
    title,
    summary,
    phrasings,
    prepare,
    queue,
    priority,
    serviceLevel: {
      firstResponseHours: value['first-response-hours'],
      resolutionDays: value['resolution-days'],
    },
    ...serviceLevelsOf(value['service-levels']),
    ...(value['escalation-queue'] === undefined ? {} : { escalationQueue: value['escalation-queue'] }),
    ...(tip === undefined ? {} : { tip }),
    intro: withoutComments(document.body).trim(),
  };
}

/** Empty where no priority has its own, so that the definition's hash stays what it was. */
function serviceLevelsOf(
  written: z.output<typeof workOrderTypeSchema>['service-levels'],
): Pick<WorkOrderType, 'serviceLevels'> {
  if (written === undefined) return {};
  const levels = Object.entries(written).flatMap(([priority, level]) =>
    level === undefined
      ? []
      : [
          [
            priority,
            { firstResponseHours: level['first-response-hours'], resolutionDays: level['resolution-days'] },
          ] as const,
        ],
  );
  return { serviceLevels: Object.fromEntries(levels) };
}

/** Over the definition alone, so that moving the file changes no form that is pinned to it. */
function hashOf(definition: Definition): string {
  return createHash('sha256').update(canonicalJson(definition)).digest('hex');
}
