import { findNumbers } from '../../work-orders/number.ts';

/** A number as the desk tells it, however it was typed; what is none stays, and is not found. */
export const numberOf = (prefix: string, typed: string): string =>
  findNumbers(prefix, typed)[0]?.number ?? typed.trim().toUpperCase();
