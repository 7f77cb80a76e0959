/** FAULTS=short tries each fault a few times, as CI has patience for; else as often as the promises say. */
export const effort: 'short' | 'long' = process.env.FAULTS === 'short' ? 'short' : 'long';

/** FIRSTLINE_RUNS asks for a number of its own. */
const runs = process.env.FIRSTLINE_RUNS;

export const upTo = (efforts: { readonly short: number; readonly long: number }): number =>
  runs === undefined ? efforts[effort] : Number(runs);
