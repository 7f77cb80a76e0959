import { expect, it } from 'vitest';
import { authenticationFault } from '../../../src/chat/bot-framework/authentication-fault.ts';

const error = (name: string, message: string, more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

it.each([
  [error('AuthenticationError', 'Unauthorized. No valid identity.'), 401],
  [error('JsonWebTokenError', 'invalid signature'), 401],
  [error('TokenExpiredError', 'jwt expired'), 401],
  [error('SyntaxError', 'Unexpected token'), 401],
  ['not even an error', 401],
  [error('FetchError', 'request to https://login.botframework.com failed', { code: 'ENOTFOUND' }), 503],
  [error('Error', 'Failed to load openID config: 502'), 503],
])('%s is %i', (thrown, status) => {
  const problem = authenticationFault(thrown);
  expect(problem.status).toBe(status);
  expect(problem.message).not.toMatch(/jwt|signature|https/);
});
