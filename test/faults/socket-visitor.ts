import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import * as z from 'zod';

/** Somebody at the web chat who hears by a WebSocket alone, as most clients do, and comes back when it ends. */
export interface SocketVisitor {
  readonly conversationId: string;
  /** Says it, again under its own id until a server has it, and waits for what answers it; gives the match. */
  readonly say: (text: string, answer: RegExp) => Promise<string>;
  /** Waits for something that nobody asked for; gives the match. */
  readonly hear: (text: RegExp) => Promise<string>;
  /** Everything that was shown, in order. */
  readonly shown: readonly Shown[];
  readonly leave: () => void;
}

const shownActivity = z.object({
  id: z.string(),
  type: z.string(),
  from: z.object({ role: z.string() }),
  text: z.string().default(''),
  replyToId: z.string().optional(),
  attachments: z.unknown().optional(),
  channelData: z.looseObject({ clientActivityID: z.string().optional() }).optional(),
});
export type Shown = z.infer<typeof shownActivity>;

const set = z.object({ activities: z.array(shownActivity), watermark: z.string().optional() });
const granted = z.object({ token: z.string(), conversationId: z.string() });
const connected = z.object({ streamUrl: z.string() });

/** How long an answer may take while servers die and come back, ms. */
const patience = 90_000;

/** `address` is what the proxy before the desk says of whose it is. */
export async function socketVisitor(url: string, address: string): Promise<SocketVisitor> {
  const call = caller(url, address);
  const { token, conversationId } = granted.parse(await call('POST', 'tokens/generate'));
  await call('POST', 'conversations', { token });
  const conversation = `conversations/${conversationId}`;
  const shown: Shown[] = [];
  const waiting = new Set<() => void>();
  let watermark = '';
  let socket: WebSocket | undefined;
  let left = false;

  const listen = async (): Promise<void> => {
    while (!left) {
      const path = `${conversation}?watermark=${watermark}`;
      const { streamUrl } = connected.parse(await call('GET', path, { token }));
      const opened = new WebSocket(streamUrl, { headers: { 'x-forwarded-for': address } });
      socket = opened;
      opened.on('message', (data) => {
        const { activities, watermark: next } = set.parse(JSON.parse(String(data)));
        shown.push(...activities.filter(({ type }) => type === 'message'));
        watermark = next ?? watermark;
        for (const look of waiting) look();
      });
      opened.on('error', () => undefined);
      await new Promise((resolve) => opened.once('close', resolve));
    }
  };
  const listening = listen();
  const found = <T>(what: string, look: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const heard = (): string => shown.map(({ text }) => text.slice(0, 60)).join(' | ');
      const late = setTimeout(
        () => reject(new Error(`${conversationId} waited in vain for ${what}; heard: ${heard()}`)),
        patience,
      );
      const again = (): void => {
        const result = look();
        if (result === undefined) return;
        clearTimeout(late);
        waiting.delete(again);
        resolve(result);
      };
      waiting.add(again);
      listening.catch(reject);
      again();
    });
  return {
    conversationId,
    shown,
    say: async (text, answer) => {
      const clientActivityID = randomUUID();
      const body = { type: 'message', text, channelData: { clientActivityID } };
      await call('POST', `${conversation}/activities`, { token, body });
      const isOwn = (one: Shown): boolean => one.channelData?.clientActivityID === clientActivityID;
      return found(`${answer} to "${text}"`, () => {
        const own = shown.find(isOwn);
        return (
          own &&
          matching(
            answer,
            shown.filter(({ replyToId }) => replyToId === own.id),
          )
        );
      });
    },
    hear: (text) => found(String(text), () => matching(text, shown)),
    leave: () => {
      left = true;
      socket?.close();
    },
  };
}

/** In a text or a card. */
const matching = (text: RegExp, shown: readonly Shown[]): string | undefined =>
  text.exec(JSON.stringify(shown))?.[0];

interface Call {
  readonly token?: string;
  readonly body?: object;
}

/** Tries until a server answers, however many are away meanwhile. */
const caller =
  (url: string, address: string) =>
  async (method: string, path: string, { token, body }: Call = {}): Promise<unknown> => {
    const headers = {
      'x-forwarded-for': address,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const request = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
    for (const deadline = performance.now() + patience; performance.now() < deadline; await sleep(100)) {
      const answer = await fetch(`${url}/v3/directline/${path}`, request).catch(() => undefined);
      if (answer?.ok) return await answer.json().catch(() => undefined);
      if (answer !== undefined && answer.status < 500)
        throw new Error(`${method} ${path} was answered ${answer.status}: ${await answer.text()}`);
    }
    throw new Error(`${method} ${path} was not answered`);
  };
