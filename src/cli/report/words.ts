import type { Deflection } from './deflection.ts';

/** What each fate of a question is called, and what it means. */
export const fates: Readonly<Record<Deflection, { readonly name: string; readonly means: string }>> = {
  confirmed: { name: 'confirmed', means: 'they said that it helped' },
  presumed: { name: 'presumed', means: 'one answer, no further question, no work order' },
  undecided: { name: 'undecided', means: 'another question followed, nobody chose, or it may still go on' },
  reversed: { name: 'reversed', means: 'a work order about it came within 7 days' },
  failed: { name: 'failed', means: 'no answer, "not quite", or a work order' },
};

export const percent = (share: number | undefined): string =>
  share === undefined ? 'none yet' : `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

export const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A time that people wait: "3 min 20 s". */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
