import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';

/**
 * Somebody at the web chat, as the page is: says a message again, under its own id, until the desk has it,
 * and reads on from what it has seen.
 */
export interface Visitor {
  /** One try; false where it got no answer or a fault of the server's. */
  readonly tell: (message: Said) => Promise<boolean>;
  /** Until it is taken, and answered; gives the answer. */
  readonly say: (message: Said) => Promise<string>;
  /** Waits for the answer to what was said; bubbles, in order. */
  readonly answerTo: (message: Said) => Promise<string>;
  /** The same, as long as one cares to wait, ms. */
  readonly answerIn: (message: Said, patienceMs: number) => Promise<string | undefined>;
  /** Everything that the desk has said. */
  readonly heard: () => Promise<readonly Bubble[]>;
  /** The same at another server of the desk. */
  readonly at: (url: string) => Visitor;
  readonly requesterId: string;
  readonly conversationId: string;
}

/** A message of the requester's. The same object is the same message. */
export interface Said {
  readonly id: string;
  readonly text: string;
  /** Value of a button. */
  readonly choice?: string;
  readonly file?: Uint8Array;
}

export interface Bubble {
  readonly id: string;
  /** Its card's too, as JSON. */
  readonly text: string;
  readonly replyToId: string | undefined;
  /** Values of the buttons under it, by their labels. */
  readonly choices: Readonly<Record<string, string>>;
}

const granted = z.object({ token: z.string(), conversationId: z.string() });
const action = z.object({ title: z.string(), value: z.unknown() });
const shown = z.object({
  watermark: z.string(),
  activities: z.array(
    z.object({
      id: z.string(),
      from: z.object({ id: z.string(), role: z.string() }),
      text: z.string().default(''),
      replyToId: z.string().optional(),
      channelData: z.looseObject({ clientActivityID: z.string().optional() }).optional(),
      suggestedActions: z.object({ actions: z.array(action) }).optional(),
      attachments: z.array(z.unknown()).optional(),
    }),
  ),
});

/** A file that the desk takes. */
export const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

export const said = (text: string, more: Partial<Said> = {}): Said => ({ id: randomUUID(), text, ...more });

const PATIENCE = 60_000;

export async function newVisitor(url: string): Promise<Visitor> {
  const post = { method: 'POST' };
  const token = granted.parse(await (await fetch(`${url}/v3/directline/tokens/generate`, post)).json());
  const headers = { authorization: `Bearer ${token.token}` };
  await fetch(`${url}/v3/directline/conversations`, { ...post, headers });
  return visitor(url, token);
}

function visitor(url: string, { token, conversationId }: z.infer<typeof granted>): Visitor {
  const headers = { authorization: `Bearer ${token}` };
  const conversation = `${url}/v3/directline/conversations/${conversationId}`;
  const seen: z.infer<typeof shown>['activities'] = [];
  let watermark = '';
  const activities = async () => {
    const answer = await fetch(`${conversation}/activities?watermark=${watermark}`, { headers });
    if (!answer.ok) return seen;
    const set = shown.parse(await answer.json());
    // Two that ask at once see the same.
    seen.push(...set.activities.filter(({ id }) => !seen.some((one) => one.id === id)));
    watermark = set.watermark;
    return seen;
  };
  const heard = async (): Promise<readonly Bubble[]> =>
    (await activities())
      .filter(({ from }) => from.role === 'bot')
      .map(({ id, text, replyToId, attachments, ...rest }) => ({
        ...{ id, replyToId, text: text + textIn(attachments) },
        choices: choicesIn(rest),
      }));
  const answerIn = async (message: Said, patienceMs: number): Promise<string | undefined> => {
    const deadline = performance.now() + patienceMs;
    for (let pause = 10; performance.now() < deadline; pause = Math.min(pause * 1.5, 500)) {
      const all = await activities().catch(() => []);
      const own = all.find(({ channelData }) => channelData?.clientActivityID === message.id);
      const answer = all.filter(({ replyToId }) => own !== undefined && replyToId === own.id);
      if (answer.length > 0)
        return answer.map(({ text, attachments }) => text + textIn(attachments)).join('\n');
      await sleep(pause);
    }
    return undefined;
  };
  const answerTo = async (message: Said): Promise<string> => {
    const answer = await answerIn(message, PATIENCE);
    if (answer === undefined) throw new Error(`Nobody answered "${message.text}"`);
    return answer;
  };
  const tell = async (message: Said): Promise<boolean> => {
    try {
      const path = message.file === undefined ? 'activities' : 'upload';
      return (await fetch(`${conversation}/${path}`, { method: 'POST', ...request(message, headers) })).ok;
    } catch {
      return false;
    }
  };
  return {
    tell,
    heard,
    answerTo,
    answerIn,
    say: async (message) => {
      while (!(await tell(message))) await sleep(100);
      return answerTo(message);
    },
    at: (next) => visitor(next, { token, conversationId }),
    requesterId: `web/${userOf(token)}`,
    conversationId: `web/${conversationId}`,
  };
}

function request({ id, text, choice, file }: Said, headers: Readonly<Record<string, string>>): RequestInit {
  const activity = {
    type: 'message',
    text,
    channelData: { clientActivityID: id },
    ...(choice !== undefined && { value: { choice } }),
  };
  if (file === undefined)
    return { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(activity) };
  const body = new FormData();
  body.set('activity', new Blob([JSON.stringify(activity)]));
  body.set('file', new Blob([new Uint8Array(file)]), 'card.png');
  return { headers, body };
}

/** The token says whose it is; the server alone can make one. */
function userOf(token: string): string {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return z.object({ user: z.string() }).parse(claims).user;
}

const textIn = (attachments: unknown): string =>
  attachments === undefined ? '' : JSON.stringify(attachments);

function choicesIn(shownActivity: unknown): Readonly<Record<string, string>> {
  const pairs = [...JSON.stringify(shownActivity).matchAll(/"title":"([^"]*)"[^{}]*\{"choice":"([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, title = '', choice = '']) => [title, choice]));
}
