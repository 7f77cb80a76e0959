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
