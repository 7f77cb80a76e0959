import type { IncomingMessage } from 'node:http';
import { sizes } from '../limits.ts';
import { HttpProblem } from './problem.ts';

/**
 * The whole body, at most `limit` bytes; `hold` is asked for each part of it, and may refuse it. Our own reader,
 * since restify's leaves a broken gzip body uncaught and uploads in the temp folder.
 */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  hold?: (bytes: number) => void,
): Promise<Buffer> {
  refuseEncoding(request);
  const kept: Buffer[] = [];
  let bytes = 0;
  let refused: unknown;
  const keep = (part: Buffer): void => {
    if (bytes > limit || refused !== undefined) return;
    try {
      hold?.(part.length);
      kept.push(part);
    } catch (error) {
      refused = error;
      kept.length = 0;
    }
  };
  try {
    for await (const chunk of request) {
      const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      bytes += part.length;
      if (bytes > sizes.drained) break;
      keep(part);
    }
  } catch {
    throw new HttpProblem(400, 'The body ended before it was complete.');
  }
  if (bytes > limit) throw tooLarge(limit);
  if (refused !== undefined) throw refused;
  return Buffer.concat(kept);
}

export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  requireJson(request);
  return parseJson((await readBody(request, limit)).toString('utf8'));
}

/** Parses text from outside: 400 where it is not JSON or nested deeper than any honest body. */
export function parseJson(text: string): unknown {
  if (tooDeep(text))
    throw new HttpProblem(400, `Unexpected nesting, expected at most ${sizes.nesting} levels.`);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'The body is not JSON.');
  }
}

function refuseEncoding(request: IncomingMessage): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new HttpProblem(415, `Unexpected content-encoding "${encoding.slice(0, 40)}", expected none.`);
  }
}

function requireJson(request: IncomingMessage): void {
  const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (!/^application\/(?:[\w.+-]+\+)?json$/.test(type)) {
    throw new HttpProblem(415, `Unexpected content-type "${type.slice(0, 80)}", expected application/json.`);
  }
}

const tooLarge = (limit: number): HttpProblem =>
  new HttpProblem(413, `The body is too large, expected at most ${limit} bytes.`, { connection: 'close' });

function tooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (inString) {
      if (char === '\\') at++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      if (++depth > sizes.nesting) return true;
    } else if (char === '}' || char === ']') depth--;
  }
  return false;
}
