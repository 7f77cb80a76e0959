import type { TurnContext } from 'botbuilder';
import type { Message } from '../../conversation/message.ts';
import { type Answer, empty, json } from '../../http/answer.ts';
import { readJson } from '../../http/body.ts';
import type { HttpRequest } from '../../http/handler.ts';
import { isLocalRequest, isLoopback } from '../../http/origin.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { HttpServer } from '../../http/server.ts';
import { type ChannelActivity, channelActivity, readActivity } from '../activity.ts';
import { abilitiesOf } from '../channel-abilities.ts';
import type { ChatLog, TakeMessage } from '../ports.ts';
import { toActivity } from '../to-activity.ts';
import { toMessage } from '../to-message.ts';
import { authenticationFault } from './authentication-fault.ts';
import type { BotRegistration, DeskAdapter } from './desk-adapter.ts';
import { filesIn } from './remote-files.ts';
import { routeSdkConsole } from './sdk-console.ts';

export interface BotFrameworkOptions {
  readonly server: HttpServer;
  readonly takeMessage: TakeMessage;
  readonly log: ChatLog;
  readonly newId: () => string;
  /** Undefined: no token is asked for, and only this machine is heard. */
  readonly registration: BotRegistration | undefined;
}

/** A Bot Framework activity with what it needs; a channel's own maximum is 256 KB. */
const bodyLimit = 256 * 1024;

/** POST /api/messages: any Bot Framework channel. Throws where the registration cannot be used. */
export async function mountBotFramework(options: BotFrameworkOptions): Promise<void> {
  const { server, registration } = options;
  let loaded: Promise<DeskAdapter> | undefined;
  const adapter = (): Promise<DeskAdapter> => {
    loaded ??= loadAdapter(registration);
    return loaded;
  };
  // A desk without channels starts without the SDK, which takes longer to load than all the rest.
  if (registration !== undefined) await adapter();
  const sdk = routeSdkConsole(options.log);
  server.onDrained(sdk.restore);
  server.route('post', '/api/messages', async (request) => {
    if (registration === undefined) requireLocal(server.host, request);
    const activity = readActivity(channelActivity, await readJson(request.raw, bodyLimit));
    const ready = await adapter();
    return sdk.run(() => answer(ready, request.raw.headers.authorization ?? '', activity, options));
  });
}

async function loadAdapter(registration: BotRegistration | undefined): Promise<DeskAdapter> {
  const sdk = await import('./desk-adapter.ts');
  return new sdk.DeskAdapter(registration);
}

function requireLocal(host: string, { raw }: HttpRequest): void {
  if (isLoopback(host) && isLocalRequest(raw.headers, raw.socket.remoteAddress)) return;
  throw new HttpProblem(
    403,
    'Without a Bot Framework app id this desk hears only its own machine. Set the app id to connect channels.',
  );
}

async function answer(
  adapter: DeskAdapter,
  authorization: string,
  activity: ChannelActivity,
  options: BotFrameworkOptions,
): Promise<Answer> {
  let heard = false;
  const turn = async (context: TurnContext): Promise<void> => {
    heard = true;
    await takeTurn(context, activity, options);
  };
  try {
    const response = await adapter.take(authorization, activity, turn);
    if (response === undefined) return taken(activity);
    return response.body === undefined ? empty(response.status) : json(response.status, response.body);
  } catch (error) {
    if (heard) throw error;
    options.log.warn({ err: error, channel: activity.channelId }, 'An activity was refused');
    throw authenticationFault(error);
  }
}

/** Who sent it was told that there is nothing to read in it; so is the channel. */
function taken(activity: ChannelActivity): Answer {
  if (saysSomething(activity) || filesIn(activity).length > 0) return empty(200);
  throw new HttpProblem(
    415,
    'Unexpected attachment without a text, expected a file at the channel itself. Its sender was told.',
  );
}

const saysSomething = ({ type, text, value, attachments }: ChannelActivity): boolean =>
  type !== 'message' || (text ?? '') !== '' || (value ?? undefined) !== undefined || attachments.length === 0;

async function takeTurn(
  context: TurnContext,
  activity: ChannelActivity,
  options: BotFrameworkOptions,
): Promise<void> {
  const message = toMessage(activity, identityOf(activity, options.newId));
  if (message === undefined) return;
  const replies = await options.takeMessage(message);
  const abilities = abilitiesOf(activity.channelId);
  try {
    for (const reply of replies) await context.sendActivity(toActivity(reply, abilities));
  } catch (error) {
    throw undeliverable(error, options.log);
  }
}

/** Ids are unique in their channel only. */
function identityOf(
  { channelId, conversation, from, id, membersAdded, recipient, type }: ChannelActivity,
  newId: () => string,
): Pick<Message, 'id' | 'conversationId' | 'requester'> {
  const joined =
    type === 'conversationUpdate' ? membersAdded.find(({ id }) => id !== recipient?.id) : undefined;
  const requester = joined ?? from;
  return {
    id: id ?? (joined === undefined ? newId() : `joined:${joined.id}`),
    conversationId: `${channelId}/${conversation.id}`,
    requester: {
      id: `${channelId}/${requester.id}`,
      ...(requester.name !== undefined && { name: requester.name }),
    },
  };
}

/** The turn is committed; that its replies did not arrive makes the channel try again, and get the same. */
function undeliverable(error: unknown, log: ChatLog): HttpProblem {
  log.warn({ err: error }, 'A channel did not take a reply');
  return new HttpProblem(502, 'The channel did not take the reply at its serviceUrl.');
}
