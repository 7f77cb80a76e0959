import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReplyTaker } from './reply-taker.ts';

/** What a server did under load. */
export interface Load {
  readonly perSecond: number;
  /** Of each message, from sending it to the whole answer, ms: without the first of each conversation. */
  readonly times: readonly number[];
}

export interface LoadOptions {
  readonly conversations: number;
  /** First letters of the conversations' ids, to go on with earlier ones. Default a random one. */
  readonly name?: string;
  readonly texts: readonly string[];
  /** Takes the replies, as a channel's connector does. Default: they come in the answer (`expectReplies`). */
  readonly replyTaker?: ReplyTaker | undefined;
  /** For so long, ms. Default without end. */
  readonly forMs?: number;
  /** So many messages over all conversations. Default without end. */
  readonly turns?: number;
  /** Called when the clock starts. */
  readonly onStart?: () => void;
}

/**
 * Sends messages to a bot's /api/messages: each conversation sends its next one when the last was answered.
 * The clock starts when each has said a first one: a channel keeps its connections, and Node takes one new
 * connection in each round of its event loop, so that opening 500 at once would measure little else.
 * Throws when a message is not answered with a reply.
 *
 * @param url the bot's, or one for each message, where several serve
 */
export async function load(url: string | (() => string), options: LoadOptions): Promise<Load> {
  const agent = new Agent({
    keepAlive: true,
    maxSockets: options.conversations,
    maxFreeSockets: options.conversations,
  });
  const times: number[] = [];
  const { name = randomUUID(), replyTaker } = options;
  const { forMs = Number.POSITIVE_INFINITY, turns = Number.POSITIVE_INFINITY } = options;
  const said = replyTaker === undefined ? sayAndRead : sayAndTake(replyTaker);
  const sayNth = (index: number, turn: number): Promise<void> => {
    const text = options.texts[(index + turn) % options.texts.length] ?? 'hello';
    return said(typeof url === 'string' ? url : url(), agent, `${name}-${index}`, text);
  };
  const conversations = Array.from({ length: options.conversations }, (_, index) => index);
  await Promise.all(conversations.map((index) => sayNth(index, 0)));
  options.onStart?.();
  const start = performance.now();
  let sent = conversations.length;
  const converse = async (index: number): Promise<void> => {
    for (let turn = 1; performance.now() < start + forMs && sent < turns; turn++) {
      sent++;
      const before = performance.now();
      await sayNth(index, turn);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(conversations.map(converse));
  const tookMs = performance.now() - start;
  agent.destroy();
  return { perSecond: (times.length / tookMs) * 1000, times };
}

type Say = (url: string, agent: Agent, conversation: string, text: string) => Promise<void>;

const sayAndRead: Say = async (url, agent, conversation, text) => {
  const body = JSON.stringify({ ...activity(conversation, text), deliveryMode: 'expectReplies' });
  const answer = await say(url, agent, body);
  if (!answer.includes('"activities":[{')) throw new Error(`No reply in ${answer.slice(0, 300)}`);
};

/** A channel is answered when the bot has said its replies. */
const sayAndTake =
  ({ serviceUrl, repliesIn }: ReplyTaker): Say =>
  async (url, agent, conversation, text) => {
    const before = repliesIn(conversation);
    await say(url, agent, JSON.stringify({ ...activity(conversation, text), serviceUrl }));
    if (repliesIn(conversation) === before) throw new Error(`No reply in ${conversation}`);
  };

/** A message as a channel sends it. */
function activity(conversation: string, text: string): object {
  return {
    type: 'message',
    id: randomUUID(),
    channelId: 'bench',
    serviceUrl: 'http://127.0.0.1:9/',
    conversation: { id: conversation },
    from: { id: `user-${conversation}` },
    recipient: { id: 'bot' },
    text,
  };
}

/** Posts an activity, again while the bot says that the answer takes longer; gives the body of the answer. */
async function say(url: string, agent: Agent, body: string): Promise<string> {
  for (;;) {
    const { status, text } = await post(url, agent, body);
    if (status === 200) return text;
    if (status !== 503) throw new Error(`A message was answered ${status}: ${text.slice(0, 300)}`);
    await sleep(1000);
  }
}

interface Answered {
  readonly status: number | undefined;
  readonly text: string;
}

function post(url: string, agent: Agent, body: string): Promise<Answered> {
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/api/messages`, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
