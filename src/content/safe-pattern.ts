import { PatternCost, patternCost } from './pattern-cost.ts';

/** A text that a pattern is matched against may have at most so many characters. */
export const maxPatternText = 256;

/** About a tenth of a second at worst. */
const maxCost = 2 ** 24;

/**
 * What is wrong with an editor's pattern, as the rest of "expected …"; undefined when it is safe.
 *
 * A pattern is a JavaScript regular expression, matched against the whole text, of at most 256
 * characters. It may have letters, classes (`[A-Z]`, `\d`), groups, alternatives (`a|b`) and repeats
 * (`?`, `*`, `+`, `{2,4}`). It may not look back or ahead, nor refer back to a group. And the number of
 * ways in which its repeats and alternatives could be tried must stay below 16 million: three
 * open-ended repeats are fine, a repeat inside a repeat is not. `[\w-]+` says what `(\w|-)+` says.
 */
export function patternFault(source: string): string | undefined {
  try {
    new RegExp(source, 'u');
  } catch (error) {
    const said = error instanceof Error ? error.message.split(': ').at(-1) : undefined;
    return `a pattern that compiles (${said ?? 'it does not'})`;
  }
  const cost = patternCost(source, maxPatternText);
  if (cost === PatternCost.looksAround) return 'a pattern without `(?=`, `(?!`, `(?<=` or `(?<!`';
  if (cost === PatternCost.refersBack) return 'a pattern that does not refer back to a group';
  if (cost > maxCost) return 'fewer repeats, and none inside another; `{1,9}` bounds one';
  return undefined;
}

/** Compiles a pattern that `patternFault` let pass; it matches a whole text or not at all. */
export function compilePattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`, 'u');
}
