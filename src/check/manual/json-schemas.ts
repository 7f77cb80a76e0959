import { z } from 'zod';
import { deskSchema } from '../../desk/read-desk.ts';
import { phrasesSchema } from '../../desk/read-phrases.ts';
import { articleSchema } from '../../knowledge/read-article.ts';
import { typeTranslationSchema } from '../../work-orders/read-type-translation.ts';
import { workOrderTypeSchema } from '../../work-orders/read-work-order-type.ts';

/** JSON Schema, 2020-12. */
export type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What the front matter of each kind of file may hold, by the kind, for editors' tools and the manual. */
export const frontMatterSchemas: Readonly<
  Record<'article' | 'work-order' | 'work-order-translation' | 'desk' | 'phrases', JsonSchema>
> = {
  article: jsonSchema('An article, in articles/', articleSchema),
  'work-order': jsonSchema('A work-order type, in work-orders/', workOrderTypeSchema),
  'work-order-translation': jsonSchema(
    'The words of a work-order type in another language, in work-orders/',
    typeTranslationSchema,
  ),
  desk: jsonSchema('The desk, in desk.md', deskSchema),
  phrases: jsonSchema('Phrases of a language, in phrases/', phrasesSchema),
};

/** What is written, not what is read: defaults may be left out. Our own refinements have no JSON Schema. */
function jsonSchema(title: string, schema: z.ZodType): JsonSchema {
  return { title, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}
