import { z } from 'zod';
import { withoutComments } from '../content/comments.ts';
import type { Diagnostic } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { language, scalarText, text } from '../content/schema-parts.ts';
import { validate } from '../content/validate.ts';
import { synonyms } from './field-schema.ts';
import type { TypeTranslation } from './translated-type.ts';

const choiceWords = z.union([
  scalarText.transform((label) => ({ label, synonyms: [] })),
  z.strictObject({
    label: scalarText,
    synonyms: synonyms.default([]).describe('Other ways in which people say it in this language'),
  }),
]);

const fieldWords = z.strictObject({
  label: text.max(100).describe('Its name in the summary'),
  prompt: text.max(500).describe('The question that the bot asks'),
  hint: text.max(500).optional().describe('Where to find the answer'),
  why: text.max(500).optional().describe('What the team needs it for: said to whoever asks'),
  example: scalarText.optional().describe('An answer as it should look'),
  'pattern-message': text.optional().describe('What to say when the answer looks otherwise'),
  choices: z
    .record(z.string(), choiceWords)
    .default({})
    .describe('The words of each choice, by its value: a label, or `label` and `synonyms`'),
});

/** The front matter of a translation; the descriptions are the editors' manual. */
export const typeTranslationSchema = z.strictObject({
  'translation-of': text.describe('The type: its file’s name without .md'),
  lang: language.describe('Language of the words, such as `de`'),
  title: text.max(100).describe('The name in menus and on the work order'),
  summary: text.max(200).describe('One line for menus'),
  phrasings: z.array(text.max(300)).max(1000).default([]).describe('What people say who want to file it'),
  prepare: z.array(text).default([]).describe('What to have at hand before beginning'),
  tip: text.optional().describe('One sentence told after filing'),
  fields: z.record(z.string(), fieldWords).describe('The words of each field, by its `id`'),
});

/** Whether a file below work-orders is a translation, and not a type. */
export const isTypeTranslation = ({ data }: Document): boolean => 'translation-of' in data;

export interface TypeTranslationResult {
  /** Undefined for what has errors. */
  readonly translation: TypeTranslation | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Makes a translation of a document; whether its type is there is a rule's matter. */
export function readTypeTranslation(document: Document): TypeTranslationResult {
  const { value, diagnostics } = validate(document, typeTranslationSchema);
  if (value === undefined) return { translation: undefined, diagnostics };
  const { 'translation-of': of, tip, fields, ...words } = value;
  const translation = {
    ...words,
    file: document.file,
    of,
    ...(tip !== undefined && { tip }),
    intro: withoutComments(document.body).trim(),
    fields: Object.fromEntries(
      Object.entries(fields).map(([id, { 'pattern-message': patternMessage, ...field }]) => [
        id,
        { ...field, patternMessage },
      ]),
    ),
  };
  return { translation, diagnostics: [] };
}
