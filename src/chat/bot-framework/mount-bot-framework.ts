import type { Reply } from '../../conversation/reply.ts';
import { readJson } from '../../http/body.ts';
import type { HttpRequest } from '../../http/handler.ts';
import { tooOften } from '../../http/limits.ts';
import { isLocalRequest, isLoopback } from '../../http/origin.ts';
import { HttpProblem } from '../../http/problem.ts';
import { sizes } from '../../limits.ts';
import { type ChannelActivity, channelActivity, readActivity } from '../activity.ts';
import type { ChatLog } from '../ports.ts';
import { authenticationFault } from './authentication-fault.ts';
import type { BotFrameworkOptions } from './bot-framework.ts';
import { createReferences } from './channel-reference.ts';
import { createChannelTurns } from './channel-turns.ts';
import type { DeskAdapter } from './desk-adapter.ts';
import { requesterIdOf } from './from-channel.ts';
import { createHandOver } from './hand-over.ts';
import { routeSdkConsole } from './sdk-console.ts';
import { createSpeaker } from './speaker.ts';

export interface Channels {
  /** Says replies that answer no message; unreachable where the conversation is not known or gone. */
  readonly deliver: (
    conversationId: string,
    replies: readonly Reply[],
  ) => Promise<'delivered' | 'unreachable'>;
}

/** POST /api/messages: any Bot Framework channel. Throws where the registration cannot be used. */
export async function mountBotFramework(options: BotFrameworkOptions): Promise<Channels> {
  const { server, registration, log } = options;
  let loaded: Promise<DeskAdapter> | undefined;
  const adapter = (): Promise<DeskAdapter> => {
    loaded ??= loadAdapter(options);
    return loaded;
  };
  // A desk without channels starts without the SDK, which takes longer to load than all the rest.
  if (registration !== undefined) await adapter();
  server.onDrained(routeSdkConsole(log));
  const references = createReferences(options.references, options.now);
  const speaker = createSpeaker(adapter, options.references, log);
  const turns = createChannelTurns({
    ...options,
    references,
    speaker,
    adapter,
    handOver: createHandOver({ ...options, handoffChannels: options.handoffChannels ?? [], speaker }),
  });
  /** By person, whom the token vouches for: a channel sends everybody's from its own few addresses. */
  const limit = async (activity: ChannelActivity): Promise<void> => {
    const refused = await options.limits.said.count(requesterIdOf(activity));
    if (refused === undefined) return;
    if (refused.first) await turns.tell(activity, 'turn.too-often');
    throw tooOften(refused);
  };
  server.route('post', '/api/messages', async (request) => {
    if (registration === undefined) requireLocal(server.host, request);
    const activity = readActivity(channelActivity, await readJson(request.raw, sizes.activity));
    await authenticate(await adapter(), request, activity, log);
    // Without a registration only this machine is heard, and by no name that it could not change.
    if (registration !== undefined) await limit(activity);
    return turns.take(activity);
  });
  return {
    deliver: async (conversationId, replies) => {
      const reference = await references.of(conversationId);
      if (reference === undefined) return 'unreachable';
      try {
        await speaker.say(conversationId, reference, replies);
        return 'delivered';
      } catch (error) {
        if (!isGone(error)) throw error;
        await references.forget(conversationId);
        return 'unreachable';
      }
    },
  };
}

async function loadAdapter({ registration, silenceMs }: BotFrameworkOptions): Promise<DeskAdapter> {
  const sdk = await import('./desk-adapter.ts');
  return new sdk.DeskAdapter(registration, silenceMs);
}

function requireLocal(host: string, { raw }: HttpRequest): void {
  if (isLoopback(host) && isLocalRequest(raw.headers, raw.socket.remoteAddress)) return;
  throw new HttpProblem(
    403,
    'Without a Bot Framework app id this desk hears only its own machine. Set the app id to connect channels.',
  );
}

async function authenticate(
  adapter: DeskAdapter,
  { raw }: HttpRequest,
  activity: ChannelActivity,
  log: ChatLog,
): Promise<void> {
  try {
    await adapter.check(raw.headers.authorization ?? '', activity);
  } catch (error) {
    log.warn({ err: error, channel: activity.channelId }, 'An activity was refused');
    throw authenticationFault(error);
  }
}

/** The person took the bot out, or the conversation was deleted: trying again changes nothing. */
const isGone = (error: unknown): boolean =>
  error instanceof Error && 'statusCode' in error && [403, 404, 410].includes(Number(error.statusCode));
