/** What a benchmark measures, and what it is measured beside: all in one run, interleaved. */
export interface Contender<T> {
  readonly name: string;
  readonly run: () => Promise<T>;
}

/**
 * Runs each contender once a round, in turn, so that what the machine does meanwhile falls on all alike.
 * Gives each one's measurements, a round each.
 */
export async function interleave<T>(
  contenders: readonly Contender<T>[],
  rounds: number,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const measured = new Map<string, T[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contenders) measured.get(name)?.push(await run());
  }
  return measured;
}

/** The middle value; of an even number, the lower of the two. NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which `share` of the values lie. NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * (sorted.length - 1)))] ?? Number.NaN;
}

/** A figure of one contender, and what it is of the first one's, the limit's. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly ofLimit: number;
}

/** The median of a measure for each contender, beside the one named as the limit. */
export function figures<T>(
  measured: ReadonlyMap<string, readonly T[]>,
  limit: string,
  measure: (one: T) => number,
): readonly Figure[] {
  const medianOf = (name: string): number => median((measured.get(name) ?? []).map(measure));
  const limitValue = medianOf(limit);
  return [...measured.keys()].map((name) => ({
    name,
    value: medianOf(name),
    ofLimit: medianOf(name) / limitValue,
  }));
}
