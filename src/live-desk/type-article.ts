import type { Article } from '../knowledge/article.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';

/** A type is found by its phrasings just as an article is. */
export const typeArticle = (type: WorkOrderType): Article => ({
  id: type.id,
  file: type.file,
  title: type.title,
  questions: type.phrasings,
  tags: [],
  workOrder: type.id,
  followUps: [],
  lang: type.lang ?? 'en',
  passages: [{ headings: [], anchor: '', markdown: type.summary, text: type.summary, line: 1 }],
  places: { questions: [] },
});
