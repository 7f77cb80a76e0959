/** Counts how often the event loop comes round until `end`, which gives the count. No clock has a say in it. */
export function countOthersTurns(): { readonly end: () => number } {
  let turns = 0;
  const takeTurn = (): void => {
    turns++;
    next = setImmediate(takeTurn);
  };
  let next = setImmediate(takeTurn);
  return {
    end: () => {
      clearImmediate(next);
      return turns;
    },
  };
}
