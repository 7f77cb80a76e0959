/**
 * Loaded into a process before its program (`node --import`), so that a test can have it killed at a
 * labelled point and can move its clock: at its start by the variable FAULT, later by messages.
 */
import { movableClock } from './clock.ts';
import { crashing } from './crash.ts';

/** JSON. */
export interface Fault {
  /** Label of a crash point. */
  readonly dieAt?: string;
  /** How far the clock is off, ms. */
  readonly clockMs?: number;
}

const dieAt = crashing();
const moveClock = movableClock();

function inject(fault: Fault): void {
  dieAt(fault.dieAt);
  moveClock(fault.clockMs ?? 0);
}

inject(JSON.parse(process.env.FAULT ?? '{}'));
process.on('message', (fault: Fault) => {
  inject(fault);
  process.send?.('injected');
});
// A program that has done its work ends, whoever may still want to say something to it.
process.channel?.unref();
