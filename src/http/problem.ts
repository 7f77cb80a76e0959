import { STATUS_CODES } from 'node:http';
import type { Answer } from './answer.ts';

/**
 * A request refused, as RFC 9457 tells it. Thrown, because a refusal may come from deep in the reading
 * of a body, and the server has one place that answers it. Its detail is shown to the caller: no secrets.
 */
export class HttpProblem extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  /** `detail` says what was wrong and what was expected. */
  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.headers = headers;
  }
}

/** What any thrown thing becomes outside: only a problem's own words leave the house. */
export function problemAnswer(error: unknown): Answer {
  const problem = error instanceof HttpProblem ? error : undefined;
  const status = problem?.status ?? 500;
  const title = STATUS_CODES[status] ?? 'Error';
  const detail =
    problem?.message ?? 'This request could not be carried out. The fault is ours and was logged.';
  return {
    status,
    headers: { ...problem?.headers, 'content-type': 'application/problem+json; charset=utf-8' },
    // Direct Line clients read `error.message`; everyone else the RFC's members.
    body: JSON.stringify({
      type: 'about:blank',
      title,
      status,
      detail,
      error: { code: title.replaceAll(' ', ''), message: detail },
    }),
  };
}

export const stopping = (): HttpProblem =>
  new HttpProblem(503, 'The desk is starting or stopping. Try again in a moment.', { 'retry-after': '2' });
