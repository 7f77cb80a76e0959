import type { z } from 'zod';
import { type Diagnostic, diagnose } from './diagnostic.ts';
import type { Document } from './document.ts';
import { type Explained, explainIssue } from './explain-issue.ts';

export interface Validated<Value> {
  /** Undefined when there is any diagnostic. */
  readonly value: Value | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks a document's front matter; each zod issue becomes a diagnostic at the place it is about. */
export function validate<Schema extends z.ZodType>(
  document: Document,
  schema: Schema,
): Validated<z.output<Schema>> {
  const result = schema.safeParse(document.data);
  if (result.success) return { value: result.data, diagnostics: [] };
  const explained = result.error.issues.flatMap((issue) => explainIssue(issue, schema, document.data));
  return { value: undefined, diagnostics: explained.map((one) => toDiagnostic(document, one)) };
}

function toDiagnostic(document: Document, { path, at, finding }: Explained): Diagnostic {
  const place = at === 'key' ? document.placeOfKey(path) : document.placeOf(path);
  return diagnose(document.file, place, 'front-matter', finding);
}
