import { choice } from '../../conversation/choices.ts';
import { type Answer, json } from '../../http/answer.ts';
import type { HttpRequest } from '../../http/handler.ts';
import { shownStatus, type WorkOrder } from '../../work-orders/work-order.ts';
import { languageOf } from '../page-language.ts';
import type { PageSuggestion, PageWorkOrder } from '../page-settings.ts';
import { authenticateReading, type DirectLine } from './direct-line.ts';
import { webId } from './from-client.ts';

/** What is typed is longer only where nobody wants a suggestion any more. */
const maxQuestion = 200;
const minQuestion = 4;
const maxSuggestions = 3;

/** What the page shows beside the conversation: articles while one types, and one's work orders. */
export function mountPageData(line: DirectLine): void {
  line.route('get', '/chat/suggestions', (request) => suggest(line, request));
  line.route('get', '/chat/work-orders', (request) => workOrders(line, request));
}

/** Articles that would answer what is being typed; none rather than a poor one. */
async function suggest(line: DirectLine, request: HttpRequest): Promise<Answer> {
  await line.options.limits.suggestions.take(request.address);
  const question = (request.query.get('q') ?? '').slice(0, maxQuestion).trim();
  if (question.length < minQuestion) return json(200, { suggestions: [] });
  const lang = languageOf(request);
  const { kind, hits } = line.options.desk().knowledge.answer(question, lang === undefined ? {} : { lang });
  const shown = kind === 'fallback' ? [] : hits.slice(0, kind === 'confident' ? 1 : maxSuggestions);
  const suggestions: readonly PageSuggestion[] = shown.map(({ article: { id, title } }) =>
    choice(title, { kind: 'article', article: id }),
  );
  return json(200, { suggestions });
}

async function workOrders(line: DirectLine, request: HttpRequest): Promise<Answer> {
  const { user } = await authenticateReading(line, request);
  const { say } = line.options.phrases(languageOf(request));
  const row = ({ number, subject, status, updatedAt }: WorkOrder): PageWorkOrder => ({
    number,
    subject,
    status: shownStatus(status),
    statusText: say(`status.${shownStatus(status)}`),
    updatedAt,
  });
  return json(200, { workOrders: (await line.options.own.list(webId(user.id))).map(row) });
}
