import { z } from 'zod';
import type { Diagnostic } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { language, scalarText, text } from '../content/schema-parts.ts';
import { validate } from '../content/validate.ts';
import type { Field } from './field.ts';
import type { WorkOrderType } from './work-order-type.ts';

/** The words of a work-order type in another language than the desk's; what it asks is the type's own. */
export interface TypeTranslation {
  readonly file: string;
  /** Id of the type. */
  readonly of: string;
  /** BCP 47. */
  readonly lang: string;
  readonly title: string;
  readonly summary: string;
  readonly phrasings: readonly string[];
  readonly prepare: readonly string[];
  readonly tip?: string;
  readonly intro: string;
  /** By the field's id. */
  readonly fields: Readonly<Record<string, FieldWords>>;
}

/** What a field that has none of these in the translation says in the desk's language. */
export interface FieldWords {
  readonly label: string;
  readonly prompt: string;
  readonly hint?: string | undefined;
  readonly example?: string | undefined;
  readonly patternMessage?: string | undefined;
  /** Labels by the choice's value. */
  readonly choices: Readonly<Record<string, string>>;
}

const fieldWords = z.strictObject({
  label: text.max(100).describe('Its name in the summary'),
  prompt: text.max(500).describe('The question that the bot asks'),
  hint: text.max(500).optional().describe('Where to find the answer'),
  example: scalarText.optional().describe('An answer as it should look'),
  'pattern-message': text.optional().describe('What to say when the answer looks otherwise'),
  choices: z.record(z.string(), scalarText).default({}).describe('A label for each choice, by its value'),
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
    intro: document.body.replace(/<!--[\s\S]*?(?:-->|$)/g, '').trim(),
    fields: Object.fromEntries(
      Object.entries(fields).map(([id, { 'pattern-message': patternMessage, ...field }]) => [
        id,
        { ...field, patternMessage },
      ]),
    ),
  };
  return { translation, diagnostics: [] };
}

/** The type as a requester of that language sees it. Its hash stays: it is the same form. */
export const translated = (type: WorkOrderType, words: TypeTranslation): WorkOrderType => ({
  ...type,
  lang: words.lang,
  deskTitle: type.title,
  title: words.title,
  summary: words.summary,
  phrasings: words.phrasings,
  prepare: words.prepare,
  ...(words.tip !== undefined && { tip: words.tip }),
  intro: words.intro,
  fields: type.fields.map((field) => translatedField(field, words.fields[field.id])),
});

function translatedField(field: Field, words: FieldWords | undefined): Field {
  if (words === undefined) return field;
  const { label, prompt, hint, example } = words;
  const spoken = {
    ...{ label, prompt },
    ...(hint !== undefined && { hint }),
    ...(example !== undefined && { example }),
  };
  if (field.kind === 'choice') {
    const choices = field.choices.map((one) => ({ ...one, label: words.choices[one.value] ?? one.label }));
    return { ...field, ...spoken, choices };
  }
  if ((field.kind === 'text' || field.kind === 'paragraph') && field.pattern !== undefined)
    return { ...field, ...spoken, pattern: patternIn(field.pattern, words) };
  return { ...field, ...spoken };
}

const patternIn = (
  pattern: { readonly source: string; readonly message: string },
  { patternMessage = pattern.message }: FieldWords,
) => ({ ...pattern, message: patternMessage });
