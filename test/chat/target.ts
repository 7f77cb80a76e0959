import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { deskFolder, openTestDesk, type TestDesk } from './desk.ts';
import { generateToken } from './direct-line/client.ts';

export interface Target {
  readonly desk: TestDesk;
  readonly folder: string;
  readonly given: { readonly token: string; readonly conversationId: string };
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Response>;
  readonly activities: () => string;
}

/**
 * One desk and one conversation in it for a file of tests that throw bad things at it. Whatever came, it
 * must be there for the next one, and nothing may have failed inside.
 */
export function target(): Target {
  const opened: { desk?: TestDesk; folder?: string; given?: Target['given'] } = {};
  const at = <K extends keyof typeof opened>(key: K): NonNullable<(typeof opened)[K]> => {
    const value = opened[key];
    if (value === undefined) throw new Error('The desk is not open yet.');
    return value;
  };
  let remove = async (): Promise<void> => {};
  const made: Target = {
    get desk() {
      return at('desk');
    },
    get folder() {
      return at('folder');
    },
    get given() {
      return at('given');
    },
    activities: () => `/conversations/${made.given.conversationId}/activities`,
    call: (method, path, body, headers = {}) =>
      fetch(`${made.desk.url}/v3/directline${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${made.given.token}`,
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
  };
  beforeAll(async () => {
    const { path, remove: rm } = await deskFolder();
    remove = rm;
    opened.folder = path;
    opened.desk = await openTestDesk(path);
    opened.given = await generateToken(opened.desk.url);
    await made.call('POST', '/conversations', {});
  });
  afterAll(async () => {
    await made.desk.stop();
    await remove();
  });
  afterEach(async () => {
    expect((await fetch(`${made.desk.url}/healthz`)).status).toBe(200);
    expect(made.desk.logged.filter((line) => line.startsWith('error'))).toEqual([]);
  });
  return made;
}

/** A refusal as RFC 9457 has it, with words for people and nothing of the inside; gives the words. */
export async function expectProblem(response: Response, status: number): Promise<string> {
  const body: unknown = await response.json();
  expect({ status: response.status, body }).toMatchObject({ status, body: { status, error: {} } });
  expect(response.headers.get('content-type')).toMatch('application/problem+json');
  const detail = String(new Map(Object.entries(Object(body))).get('detail'));
  expect(detail).toMatch(/\w.*\.$/);
  expect(detail).not.toMatch(/node_modules|\.ts|at \w+ \(/);
  return detail;
}
