/** Clocks are trimmed by less than that all the time, ms. */
const TRIMMED = 1000;

/**
 * Says whether the clock was set back since it was asked before. `now` in epoch ms, `ticks` in ms of a clock
 * that nobody sets.
 */
export function noticeSetBack(now: () => number, ticks: () => number): () => boolean {
  let ahead = now() - ticks();
  return () => {
    const before = ahead;
    ahead = now() - ticks();
    return ahead < before - TRIMMED;
  };
}
