import { type Answer, shownOf } from '../knowledge/answer.ts';
import { recogniseFields } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { fieldContext, type View } from './view.ts';

/** The type that fits a question, else the desk's own for what fits no other. */
export const fittingType = (question: string, view: View): WorkOrderType | undefined =>
  likelyType(question, view) ??
  toldType(question, view) ??
  view.types.get(view.desk.fallbackType ?? '') ??
  [...view.types.values()][0];

/** The type whose phrasings are near, else the one that the nearest articles name. */
export function likelyType(question: string, view: View): WorkOrderType | undefined {
  return namedType(question, view) ?? nearType(view.knowledge.answer(question, { lang: view.lang }), view);
}

/** So much more than the next type must have of what the articles are sure of; where none is near, more still. */
const clearlyMore = 1.5;
const [leastShare, muchMore] = [0.15, 2];

/** The type of what answers, else the one that most of what may be meant names. */
export function nearType({ kind, hits }: Answer, view: View): WorkOrderType | undefined {
  if (kind === 'confident') return view.types.get(hits[0]?.article.workOrder ?? '');
  const shares = new Map<string, number>();
  for (const { article, confidence } of shownOf(hits)) {
    const type = article.workOrder ?? '';
    shares.set(type, (shares.get(type) ?? 0) + confidence);
  }
  const [best, next] = [...shares].sort(([, a], [, b]) => b - a);
  const [least, more] = kind === 'fallback' ? [leastShare, muchMore] : [0, clearlyMore];
  return best && best[1] >= least && best[1] > more * (next?.[1] ?? 0) ? view.types.get(best[0]) : undefined;
}

/** The type of the article that surely answers. */
export function answeringType(text: string, view: View): WorkOrderType | undefined {
  const { kind, hits } = view.knowledge.answer(text, { lang: view.lang });
  const type = kind === 'confident' ? hits[0]?.article.workOrder : undefined;
  return type === undefined ? undefined : view.types.get(type);
}

/** What a message must tell for a type before it is taken to be about it. */
const leastTold = 2;

/** So much of a message, characters, is read for every type: its beginning tells what it is about. */
const mostReadForType = 800;

/** The one type that asks for most of what a message tells: a deposit, an amount and a day. */
export function toldType(text: string, view: View): WorkOrderType | undefined {
  const beginning = text.slice(0, mostReadForType);
  const told = (type: WorkOrderType) =>
    Object.keys(recogniseFields(type, beginning, fieldContext(view), {})).length;
  const ranked = [...view.types.values()]
    .map((type) => ({ type, told: told(type) }))
    .toSorted((a, b) => b.told - a.told);
  const [best, next] = ranked;
  return best && best.told >= leastTold && best.told > (next?.told ?? 0) ? best.type : undefined;
}

/** The one type that a wish to file names; undefined where asking is better than being wrong. */
export function namedType(wish: string, view: View): WorkOrderType | undefined {
  const { kind, hits } = view.typeFinder.answer(wish, { lang: view.lang });
  const [best, next] = hits;
  if (!best) return undefined;
  const clear = best.confidence > 0.45 && best.confidence > 3 * (next?.confidence ?? 0);
  return kind === 'confident' || clear ? view.types.get(best.article.id) : undefined;
}
