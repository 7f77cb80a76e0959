import { pageLanguage } from './words.ts';

/** A conversation that this browser is in, and what lets it come back. */
export interface Session {
  readonly conversationId: string;
  readonly token: string;
  readonly streamUrl: string;
}

interface Kept {
  readonly conversationId: string;
  readonly token: string;
}

const endpoint = '/v3/directline';
const key = 'firstline.session';

/** Back to the conversation of the last visit, or into a new one. Throws when the server cannot be reached. */
export async function openSession(): Promise<Session> {
  const kept = read();
  return (kept && (await comeBack(kept))) ?? begin(undefined);
}

/** A new conversation of the same visitor, so that the work orders stay in reach. */
export const newSession = (): Promise<Session> => begin(read());

async function comeBack({ conversationId, token }: Kept): Promise<Session | undefined> {
  const response = await call('GET', `/conversations/${encodeURIComponent(conversationId)}`, token);
  return response.ok ? response.json() : gone(response);
}

/** Refused for good: the token aged out, or the desk was set up anew. Anything else is worth another try. */
function gone(response: Response): undefined {
  if (response.status >= 500 || response.status === 429)
    throw new Error(`The desk answered ${response.status}.`);
}

async function begin(kept: Kept | undefined): Promise<Session> {
  const { token } = await granted(kept);
  const locale = pageLanguage();
  const localTimezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const response = await call('POST', '/conversations', token, { locale, localTimezone });
  if (!response.ok) throw new Error(`The desk answered ${response.status}.`);
  return response.json();
}

async function granted(kept: Kept | undefined): Promise<Kept> {
  const response = await call('POST', '/tokens/generate', kept?.token);
  if (response.ok) return response.json();
  if (kept === undefined) throw new Error(`The desk answered ${response.status}.`);
  gone(response);
  return granted(undefined);
}

const call = (method: string, path: string, token: string | undefined, body?: object): Promise<Response> =>
  fetch(endpoint + path, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });

/** So that the next visit comes back to it. */
export const keepSession = ({ conversationId, token }: Session): void =>
  store(key, JSON.stringify({ conversationId, token }));

function read(): Kept | undefined {
  try {
    const kept: Partial<Kept> = JSON.parse(localStorage.getItem(key) ?? '{}');
    const { conversationId, token } = kept;
    return conversationId === undefined || token === undefined ? undefined : { conversationId, token };
  } catch {
    return undefined;
  }
}

/** Where the browser keeps nothing, the chat lasts as long as its tab. */
export function store(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {}
}
