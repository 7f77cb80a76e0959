import type { Place } from './place.ts';

/** A fault in a file, said so that its editor can mend it: "Unexpected X, expected Y". */
export interface Diagnostic {
  /** Path below the knowledge folder, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The rule's name in kebab-case. */
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  readonly expected?: string;
}

/** The two halves of a diagnostic's sentence, and how grave it is (an error when left out). */
export interface Finding {
  readonly found: string;
  readonly expected: string;
  readonly severity?: Diagnostic['severity'];
}

/** The one grammar. */
export const sentence = ({ found, expected }: Finding): string => `Unexpected ${found}, expected ${expected}`;

/** Puts a finding into the one grammar that all diagnostics share. */
export function diagnose(file: string, place: Place, rule: string, finding: Finding): Diagnostic {
  const { expected, severity = 'error' } = finding;
  return {
    file,
    line: place.line,
    column: place.column,
    rule,
    severity,
    message: sentence(finding),
    expected,
  };
}

/** How a place is named inside a sentence: `articles/fees.md:4:3`. */
export function located(file: string, place: Place): string {
  return `${file}:${place.line}:${place.column}`;
}

/** By file, line, column and rule, so that two runs over one folder read the same. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted(
    (a, b) =>
      compareText(a.file, b.file) || a.line - b.line || a.column - b.column || compareText(a.rule, b.rule),
  );
}

/** By code unit, since a locale's order differs between machines. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
