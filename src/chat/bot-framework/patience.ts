/**
 * Who waits how long, ms. A channel that hears nothing for 15 s sends its message again, under another id
 * perhaps; so it has its answer before, and a call to it that hangs is known to hang before that.
 */
export const patience = {
  /** A call to a channel, with all its tries. */
  silenceMs: 5_000,
  /** A channel's message, until its channel is told that the answer comes later. */
  turnMs: 8_000,
  /** What is nice to have before a message is answered, or told to wait. */
  courtesyMs: 1_000,
  /** Before each further try of an answer that nobody will ask for again. */
  lateMs: [2_000, 10_000, 30_000],
} as const;
