import { slug } from 'github-slugger';
import { z } from 'zod';
import { patternFault } from '../content/safe-pattern.ts';
import { scalarText, text } from '../content/schema-parts.ts';
import { sizes } from '../limits.ts';
import type { Choice, Field } from './field.ts';

const kebab = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const oneOrMore = z
  .union([scalarText, z.array(scalarText).min(1)])
  .transform((value) => (Array.isArray(value) ? value : [value]));

const shared = {
  id: text
    .max(50)
    .refine((id) => kebab.test(id), 'small letters and digits, joined by hyphens, such as `sent-at`')
    .describe(
      'Its name in conditions and exports: small letters, digits and hyphens; what is answered to a text with the id `subject` stands in lists',
    ),
  label: text.max(100).describe('Its name in the summary'),
  prompt: text.max(500).describe('The question that the bot asks'),
  hint: text.max(500).optional().describe('Where to find the answer'),
  why: text.max(500).optional().describe('What the team needs it for: said to whoever asks'),
  example: scalarText.optional().describe('An answer as it should look'),
  required: z.boolean().default(true).describe('`false` lets people skip it'),
  sensitive: z.boolean().default(false).describe('`true` keeps it out of cards, mail and exports'),
  when: z
    .record(z.string(), oneOrMore)
    .default({})
    .describe(
      'Ask only if an earlier field has this value, or one of these: `{ what: damaged }`, `{ what: [lost, damaged] }`; of a yes-no, `yes` or `no`',
    ),
};

/** An upload holds a little besides its file. */
const mostFileBytes = Math.floor(sizes.upload / 1_000_000) * 1_000_000;
/** A longer message is read by nobody. */
const length = z.number().int().min(1).max(sizes.message);

const writtenKeys = {
  pattern: z
    .string()
    .optional()
    .describe('What the answer must look like: a regular expression for the whole of it'),
  'pattern-message': text.optional().describe('What to say when it looks otherwise'),
  'min-length': z.number().int().min(0).max(sizes.message).default(0).describe('Fewest characters'),
};

const written = [
  z.strictObject({
    ...shared,
    kind: z.literal('text'),
    ...writtenKeys,
    'max-length': length.default(200).describe('Most characters; 200 when left out'),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('paragraph'),
    ...writtenKeys,
    'max-length': length.default(2000).describe('Most characters; 2000 when left out'),
  }),
] as const;

/** Phrases in which people say one answer. */
export const synonyms = z.array(scalarText.pipe(text.max(100))).max(100);

const choice = z.union([
  scalarText.transform((label) => ({ value: slug(label) || label, label })),
  z
    .strictObject({
      value: scalarText,
      label: scalarText,
      synonyms: synonyms.optional().describe('Other ways in which people say it'),
    })
    .transform(({ value, label, synonyms: others }) => ({
      value,
      label,
      ...(others === undefined ? {} : { synonyms: others }),
    })),
]);

const past = z.boolean().default(true).describe('`false` takes dates to come, too');

/** One member a kind, so that a key of another kind is a fault and not silently ignored. */
const fieldKinds = z.discriminatedUnion('kind', [
  ...written,
  z.strictObject({
    ...shared,
    kind: z.literal('choice'),
    choices: z
      .array(choice)
      .min(1)
      .max(100)
      .describe(
        'What to choose from: texts, or `value`, `label` and, if wanted, `synonyms`; the value of a text is that text in small letters, with `-` for spaces',
      ),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('yes-no'),
    synonyms: z
      .strictObject({ yes: synonyms.default([]), no: synonyms.default([]) })
      .optional()
      .describe('Other ways in which people say `yes` and `no` to it, a list of each'),
  }),
  z.strictObject({ ...shared, kind: z.enum(['phone', 'url', 'address']) }),
  z.strictObject({
    ...shared,
    kind: z.literal('email'),
    contact: z.boolean().default(false).describe('`true` where we write to about the work order'),
  }),
  z.strictObject({ ...shared, kind: z.enum(['date', 'date-time']), past }),
  z.strictObject({
    ...shared,
    kind: z.literal('amount'),
    currencies: z
      .array(text.max(10).transform((code) => code.toUpperCase()))
      .default([])
      .describe('Currencies that are taken; any when left out'),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('number'),
    min: z.number().optional().describe('The least that is taken'),
    max: z.number().optional().describe('The most that is taken'),
    synonyms: synonyms
      .optional()
      .describe('Other names of what is counted: `laptops`, or `family of` where the number comes behind'),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('transaction-id'),
    network: z
      .enum(['bitcoin', 'evm', 'tron', 'solana', 'any'])
      .default('any')
      .describe('Whose ids are taken'),
  }),
  z.strictObject({
    ...shared,
    kind: z.literal('attachment'),
    'max-count': z.number().int().min(1).max(10).default(5).describe('Most files; 5 when left out'),
    'max-bytes': z
      .number()
      .int()
      .min(1)
      .max(mostFileBytes)
      .default(5_000_000)
      .describe('Most bytes of one file; 5 million when left out'),
  }),
]);

export type FieldEntry = z.output<typeof fieldKinds>;

/** A field as its file declares it. */
export const fieldSchema = fieldKinds.superRefine((entry, context) => {
  for (const { key, message } of entryFaults(entry))
    context.addIssue({ code: 'custom', path: [key], message });
});

interface EntryFault {
  readonly key: string;
  /** The second half of "Unexpected X, expected Y". */
  readonly message: string;
}

function entryFaults(entry: FieldEntry): EntryFault[] {
  if (
    entry.kind === 'number' &&
    entry.min !== undefined &&
    entry.max !== undefined &&
    entry.min > entry.max
  ) {
    return [{ key: 'max', message: 'no less than `min`' }];
  }
  if (entry.kind === 'choice') return repeatedChoices(entry.choices);
  return entry.kind === 'text' || entry.kind === 'paragraph' ? writtenFaults(entry) : [];
}

function repeatedChoices(choices: readonly Choice[]): EntryFault[] {
  const values = choices.map(({ value }) => value);
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  return repeated === undefined
    ? []
    : [{ key: 'choices', message: `each value once (\`${repeated}\` stands twice)` }];
}

type WrittenEntry = Extract<FieldEntry, { kind: 'text' | 'paragraph' }>;

function writtenFaults(entry: WrittenEntry): EntryFault[] {
  const faults: EntryFault[] = [];
  if (entry['min-length'] > entry['max-length']) {
    faults.push({ key: 'min-length', message: 'no more than `max-length`' });
  }
  if (entry.pattern === undefined) {
    return entry['pattern-message'] === undefined
      ? faults
      : [...faults, { key: 'pattern', message: 'a pattern' }];
  }
  const fault = patternFault(entry.pattern);
  if (fault !== undefined) faults.push({ key: 'pattern', message: fault });
  return faults;
}

/** The field that an entry declares, keys in camel case. */
export function toField(entry: FieldEntry): Field {
  switch (entry.kind) {
    case 'text':
    case 'paragraph':
      return { ...sharedPart(entry), kind: entry.kind, ...writtenPart(entry) };
    case 'email':
      return { ...sharedPart(entry), kind: entry.kind, ...(entry.contact && { contact: true }) };
    case 'choice':
      return { ...sharedPart(entry), kind: entry.kind, choices: entry.choices };
    case 'yes-no':
      return {
        ...sharedPart(entry),
        kind: entry.kind,
        ...(entry.synonyms === undefined ? {} : { synonyms: entry.synonyms }),
      };
    case 'date':
    case 'date-time':
      return { ...sharedPart(entry), kind: entry.kind, past: entry.past };
    case 'amount':
      return { ...sharedPart(entry), kind: entry.kind, currencies: entry.currencies };
    case 'number':
      return {
        ...sharedPart(entry),
        kind: entry.kind,
        ...bounds(entry),
        ...(entry.synonyms === undefined ? {} : { synonyms: entry.synonyms }),
      };
    case 'transaction-id':
      return { ...sharedPart(entry), kind: entry.kind, network: entry.network };
    case 'attachment':
      return {
        ...sharedPart(entry),
        kind: entry.kind,
        maxCount: entry['max-count'],
        maxBytes: entry['max-bytes'],
      };
    default:
      return { ...sharedPart(entry), kind: entry.kind };
  }
}

function sharedPart({ id, label, prompt, hint, why, example, required, sensitive, when }: FieldEntry) {
  const optional = {
    ...(hint !== undefined && { hint }),
    ...(why !== undefined && { why }),
    ...(example !== undefined && { example }),
  };
  return { id, label, prompt, required, sensitive, when, ...optional };
}

function writtenPart(entry: WrittenEntry) {
  const { pattern: source, 'pattern-message': message = entry.hint ?? entry.prompt } = entry;
  return {
    minLength: entry['min-length'],
    maxLength: entry['max-length'],
    ...(source === undefined ? {} : { pattern: { source, message } }),
  };
}

function bounds({ min, max }: { min?: number | undefined; max?: number | undefined }) {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
