import type { IncomingMessage } from 'node:http';
import type { Answer } from './answer.ts';

export interface HttpRequest {
  readonly raw: IncomingMessage;
  /** Who calls, for limits. */
  readonly address: string;
  /** Named parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

/** Gives the answer, or throws an HttpProblem; anything else that it throws is answered 500 and logged. */
export type Handler = (request: HttpRequest) => Promise<Answer>;
