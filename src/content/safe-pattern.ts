import { RE2JS } from 're2js';
import { Recent } from '../recent.ts';

/** Longest pattern, characters: with it and RE2's own limit on repeats no match takes longer than a turn may. */
const maxPattern = 500;

/**
 * What is wrong with an editor's pattern, as the rest of "expected …"; undefined when it can be used.
 *
 * A pattern is a regular expression of RE2 (https://github.com/google/re2/wiki/Syntax), matched against
 * the whole text: letters, classes (`[A-Z]`, `\d`, `\p{L}`), groups, alternatives (`a|b`) and repeats (`?`,
 * `*`, `+`, `{2,4}`). It may not look back or ahead, nor refer back to a group: what is left takes time
 * in proportion to the text, whatever the text is.
 */
export function patternFault(source: string): string | undefined {
  if (source.length > maxPattern) return `a pattern of at most ${maxPattern} characters`;
  const compiled = compile(source);
  if (compiled.kind === 'pattern') return undefined;
  if (/\(\?<?[=!]/.test(source)) return 'a pattern without `(?=`, `(?!`, `(?<=` or `(?<!`';
  if (/\\(?:[1-9]|k<)/.test(source)) return 'a pattern that does not refer back to a group';
  return `a pattern that compiles (${compiled.why})`;
}

/**
 * Whether a pattern matches a whole text. One that does not compile (of a work-order type that an earlier
 * version pinned) refuses nothing.
 */
export function matchesWhole(source: string, text: string): boolean {
  const compiled = compile(source);
  return compiled.kind === 'fault' || compiled.pattern.matches(text);
}

type Compiled =
  | { readonly kind: 'pattern'; readonly pattern: RE2JS }
  | { readonly kind: 'fault'; readonly why: string };

// Compiling takes a thousand times what matching does.
const known = new Recent<string, Compiled>(200);

function compile(source: string): Compiled {
  const before = known.get(source);
  if (before !== undefined) return before;
  const compiled = compileAnew(source);
  known.put(source, compiled);
  return compiled;
}

function compileAnew(source: string): Compiled {
  try {
    return { kind: 'pattern', pattern: RE2JS.compile(source) };
  } catch (error) {
    const said = error instanceof Error ? error.message : 'it does not';
    return { kind: 'fault', why: said.replace('error parsing regexp: ', '') };
  }
}
