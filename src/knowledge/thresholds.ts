/** How cautious the desk is, as desk.md says it. */
export const cautions = ['bold', 'balanced', 'careful'] as const;
export type Caution = (typeof cautions)[number];

/** From where on an answer is given alone, and below which none is given. */
export interface Thresholds {
  /** Probability that the first article is right. */
  readonly confident: number;
  /** Probability that the article asked for exists. */
  readonly fallback: number;
}

interface Judged {
  readonly right: number;
  readonly inScope: number;
  readonly outcome: 'right' | 'wrong' | 'out-of-scope';
}

/** precision: of answers given alone, how many must be right; lost: of right firsts, how many may fall back. */
const aims: Readonly<Record<Caution, { readonly precision: number; readonly lost: number }>> = {
  bold: { precision: 0.88, lost: 0.01 },
  balanced: { precision: 0.93, lost: 0.025 },
  careful: { precision: 0.96, lost: 0.05 },
};
/** Where so few questions could be kept back, the aims themselves are the thresholds. */
const fewest = 30;
const unlearned: Readonly<Record<Caution, Thresholds>> = {
  bold: { confident: 0.5, fallback: 0.2 },
  balanced: { confident: 0.6, fallback: 0.3 },
  careful: { confident: 0.75, fallback: 0.45 },
};

/**
 * Thresholds read off the questions kept back: the lowest confidence above which `precision` of them are
 * right, and the share `lost` of the right ones that may fall back (Neyman and Pearson's way: what is
 * known, the questions in scope, bounds the error; the rest of the power goes to what is not).
 */
export function thresholdsFor(judged: readonly Judged[], caution: Caution): Thresholds {
  const inScope = judged.filter(({ outcome }) => outcome !== 'out-of-scope');
  if (inScope.length < fewest) return unlearned[caution];
  const { precision, lost } = aims[caution];
  return { confident: preciseFrom(inScope, precision), fallback: lossBelow(inScope, lost) };
}

function preciseFrom(judged: readonly Judged[], precision: number): number {
  const surest = [...judged].sort((a, b) => b.right - a.right);
  let right = 0;
  let threshold = 0.99;
  for (const [i, { right: confidence, outcome }] of surest.entries()) {
    if (outcome === 'right') right++;
    if (right >= precision * (i + 1)) threshold = confidence;
  }
  return Math.min(threshold, 0.99);
}

function lossBelow(judged: readonly Judged[], lost: number): number {
  const right = judged.filter(({ outcome }) => outcome === 'right').sort((a, b) => a.inScope - b.inScope);
  return right[Math.floor(lost * right.length)]?.inScope ?? 0.5;
}
