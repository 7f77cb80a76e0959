import { HttpProblem } from '../../http/problem.ts';

const unreachable = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'ENETUNREACH',
]);

/**
 * What an error before the turn means. The SDK throws the token library's own errors, parse errors and
 * plain ones for a token that it cannot read: all of them are the caller's, except that the signing
 * keys could not be fetched.
 */
export function authenticationFault(error: unknown): HttpProblem {
  if (keysUnreachable(error)) {
    return new HttpProblem(503, 'The signing keys of the Bot Framework cannot be reached.', {
      'retry-after': '5',
    });
  }
  return new HttpProblem(401, 'The Authorization header carries no valid Bot Framework token.', {
    'www-authenticate': 'Bearer',
  });
}

function keysUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && unreachable.has(error.code)) return true;
  return /failed to load openid|getaddrinfo|fetch failed|request to .* failed/i.test(error.message);
}
