/** Costs that stand for constructs which no count can make safe. */
export const PatternCost = { looksAround: -1, refersBack: -2 } as const;

class Refused extends Error {
  readonly cost: number;
  constructor(cost: number) {
    super('refused');
    this.cost = cost;
  }
}

interface Scan {
  readonly source: string;
  readonly longest: number;
  at: number;
  depth: number;
}

/**
 * An upper bound of the ways in which a backtracking engine can try a pattern that compiles: the
 * product of what its repeats may choose, the sum of its alternatives. Nested repeats multiply by
 * themselves, which is how exponential patterns show; so do many `?` in a row.
 *
 * @param longest how many characters an open-ended repeat can take
 */
export function patternCost(source: string, longest: number): number {
  try {
    return alternatives({ source, longest, at: 0, depth: 0 });
  } catch (error) {
    if (error instanceof Refused) return error.cost;
    throw error;
  }
}

function alternatives(scan: Scan): number {
  let cost = sequence(scan);
  while (scan.source[scan.at] === '|') {
    scan.at += 1;
    cost += sequence(scan);
  }
  return cost;
}

function sequence(scan: Scan): number {
  let cost = 1;
  while (scan.at < scan.source.length && !/[|)]/.test(scan.source.charAt(scan.at))) {
    const once = atom(scan);
    cost *= repeated(once, quantifier(scan));
  }
  return cost;
}

function atom(scan: Scan): number {
  const character = scan.source[scan.at];
  if (character === '(') return group(scan);
  if (character === '[') return characterClass(scan);
  if (character === '\\') return escaped(scan);
  scan.at += 1;
  return 1;
}

function group(scan: Scan): number {
  const opening = /^\((?:\?(?:<?[=!]|:|<[^>]*>|[a-z-]*:))?/.exec(scan.source.slice(scan.at))?.[0] ?? '(';
  if (/^\(\?<?[=!]/.test(opening)) throw new Refused(PatternCost.looksAround);
  scan.at += opening.length;
  scan.depth += 1;
  // Deeper than any editor writes; deep enough to exhaust the stack otherwise.
  if (scan.depth > 32) throw new Refused(Number.POSITIVE_INFINITY);
  const cost = alternatives(scan);
  scan.depth -= 1;
  scan.at += 1;
  return cost;
}

function characterClass(scan: Scan): number {
  scan.at += 1;
  while (scan.at < scan.source.length && scan.source[scan.at] !== ']') {
    scan.at += scan.source[scan.at] === '\\' ? 2 : 1;
  }
  scan.at += 1;
  return 1;
}

function escaped(scan: Scan): number {
  const [found = '\\'] = /^\\(?:[pPu]\{[^}]*\}|k<[^>]*>|[\s\S])/.exec(scan.source.slice(scan.at)) ?? [];
  if (/^\\[1-9k]/.test(found)) throw new Refused(PatternCost.refersBack);
  scan.at += found.length;
  return 1;
}

interface Repeat {
  readonly least: number;
  readonly most: number;
}

function quantifier(scan: Scan): Repeat {
  const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(scan.source.slice(scan.at));
  if (match === null) return { least: 1, most: 1 };
  scan.at += match[0].length;
  const [, sign, least = '0', comma, most = ''] = match;
  if (sign === '?') return { least: 0, most: 1 };
  if (sign !== undefined) return { least: 0, most: scan.longest };
  if (comma === '') return { least: Number(least), most: Number(least) };
  return { least: Number(least), most: most === '' ? scan.longest : Number(most) };
}

function repeated(once: number, { least, most }: Repeat): number {
  const choices = Math.max(1, most - least + 1);
  return once <= 1 ? choices : choices * once ** most;
}
