import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from '../../conversation/message.ts';
import type { Reply } from '../../conversation/reply.ts';
import { type Answer, empty, json } from '../../http/answer.ts';
import { HttpProblem } from '../../http/problem.ts';
import { within } from '../../within.ts';
import type { ChannelActivity } from '../activity.ts';
import { abilitiesOf } from '../channel-abilities.ts';
import { toActivities } from '../to-activity.ts';
import type { ChannelTurnsOptions } from './bot-framework.ts';
import { referenceOf } from './channel-reference.ts';
import { conversationIdOf, fromChannel, isCardAction } from './from-channel.ts';
import { keepFiles } from './keep-files.ts';
import { createOnce } from './once.ts';
import { patience } from './patience.ts';
import { filesIn } from './remote-files.ts';
import { whileTyping } from './while-typing.ts';

/** A message whose turn is being taken. */
interface Taking {
  readonly activity: ChannelActivity;
  readonly message: Message;
  readonly turn: Promise<readonly Reply[]>;
}

type Notice = 'turn.failed' | 'turn.slow' | 'turn.too-often';

/** Answers activities that were found to be their channel's. */
export function createChannelTurns(options: ChannelTurnsOptions) {
  const { references, speaker, handOver, log, phrases, server } = options;
  const once = createOnce({ answers: options.answers, log, track: server.track });

  const takeTurn = async (activity: ChannelActivity, message: Message): Promise<readonly Reply[]> => {
    const reference = referenceOf(activity);
    await references.remember(message.conversationId, reference);
    const whole = await withFiles(activity, message, options);
    return whileTyping(
      () => speaker.type(reference),
      () => options.takeMessage(whole),
    );
  };

  /** Says the turn's replies, where they are not heard in the answer; gives them once the channel has them. */
  const say = async ({ activity, message, turn }: Taking): Promise<readonly Reply[]> => {
    const said = await turn;
    if (answersInBody(activity)) return said;
    await once(message, said, async () => {
      const reference = referenceOf(activity);
      const replies = await handOver.passOn(message, reference, said);
      await speaker.say(message.conversationId, reference, replies, activity.id);
    });
    return said;
  };

  const tell = async (activity: ChannelActivity, key: Notice): Promise<void> => {
    const notice = { kind: 'notice' as const, text: phrases(activity.locale).say(key) };
    await speaker
      .say(conversationIdOf(activity), referenceOf(activity), [notice])
      .catch((error: unknown) => log.warn({ err: error, key }, 'A channel did not take a notice'));
  };

  const trySaying = (taking: Taking): Promise<readonly Reply[]> =>
    server.track(
      say(taking).catch(async (error: unknown) => {
        if (isChannels(error)) throw undeliverable(error, options);
        const { conversationId, id } = taking.message;
        // It may be committed all the same, and then whoever the message comes to next answers it.
        void server.track(options.answers.release(conversationId, id)).catch(() => undefined);
        // Nobody waits for nothing.
        await tell(taking.activity, 'turn.failed');
        throw error;
      }),
    );

  /** Its channel was told that the answer comes, and sends the message no more: so it is tried again from here. */
  const sayLate = async (taking: Taking, first: Promise<unknown>): Promise<void> => {
    const { conversationId } = taking.message;
    let trying = first;
    for (const pause of [...(options.lateMs ?? patience.lateMs), undefined]) {
      try {
        return void (await trying);
      } catch (error) {
        if (pause === undefined || !(error instanceof HttpProblem))
          return log.error({ err: error, conversationId }, 'A long turn failed');
      }
      await sleep(pause, undefined, { ref: false });
      trying = trySaying(taking);
    }
  };

  const answer = async (activity: ChannelActivity, message: Message): Promise<Answer> => {
    const taking = { activity, message, turn: takeTurn(activity, message) };
    const saying = trySaying(taking);
    const replies = await within(options.patienceMs ?? patience.turnMs, saying);
    if (replies !== undefined) return answered(activity, replies);
    void sayLate(taking, saying);
    // Whoever hears by the answer alone would never hear it: sent again, the message gets what was recorded.
    if (answersInBody(activity)) throw notYet();
    await within(patience.courtesyMs, server.track(tell(activity, 'turn.slow')));
    return empty(200);
  };

  return {
    /** Says in the conversation what became of a message that is not answered. */
    tell,
    take: async (activity: ChannelActivity): Promise<Answer> => {
      const conversationId = conversationIdOf(activity);
      if (activity.type === 'installationUpdate' && String(activity.action).startsWith('remove')) {
        await references.forget(conversationId);
        return empty(200);
      }
      if (await handOver.takes(activity)) return empty(200);
      const message = fromChannel(activity, options.newId);
      if (activity.type === 'invoke' && (message === undefined || message.kind !== 'choice'))
        return unknownInvoke(activity);
      if (message === undefined) return empty(200);
      const used = await useCard(activity, message, options);
      if (!isCardAction(activity)) return answer(activity, message);
      await answer(activity, message);
      return json(200, cardAnswer(used, message));
    },
  };
}

const answersInBody = ({ deliveryMode }: ChannelActivity): boolean => deliveryMode === 'expectReplies';

function answered(activity: ChannelActivity, replies: readonly Reply[]): Answer {
  if (answersInBody(activity)) return json(200, { activities: inBody(activity, replies) });
  if (saysSomething(activity) || filesIn(activity).length > 0) return empty(200);
  // Who sent it was told that there is nothing to read in it; so is the channel.
  throw new HttpProblem(
    415,
    'Unexpected attachment without a text, expected a file at the channel itself. Its sender was told.',
  );
}

const saysSomething = ({ type, text, value, attachments }: ChannelActivity): boolean =>
  type !== 'message' || (text ?? '') !== '' || (value ?? undefined) !== undefined || attachments.length === 0;

function inBody(activity: ChannelActivity, replies: readonly Reply[]): readonly object[] {
  const { bot: from, user: recipient, channelId, serviceUrl, conversation } = referenceOf(activity);
  const to = { from, recipient, channelId, serviceUrl, conversation, replyToId: activity.id };
  return replies.flatMap((reply) =>
    toActivities(reply, abilitiesOf(channelId)).map((one) => ({ ...one, ...to })),
  );
}

async function withFiles(
  activity: ChannelActivity,
  message: Message,
  options: ChannelTurnsOptions,
): Promise<Message> {
  const files = message.kind === 'choice' || activity.type !== 'message' ? [] : filesIn(activity);
  if (files.length === 0) return message;
  return fromChannel(activity, () => message.id, await keepFiles(activity, files, options)) ?? message;
}

/** A button of a card was used: it shows which one, and none can be used again. */
async function useCard(
  activity: ChannelActivity,
  message: Message,
  { speaker, server }: ChannelTurnsOptions,
): Promise<object | undefined> {
  const cardId = activity.replyToId;
  if (message.kind !== 'choice' || typeof cardId !== 'string') return undefined;
  if (!abilitiesOf(activity.channelId).updates) return undefined;
  const marking = speaker.markUsed(message.conversationId, referenceOf(activity), cardId, message.text);
  return within(patience.courtesyMs, server.track(marking));
}

const cardAnswer = (used: object | undefined, message: Message): object =>
  used === undefined
    ? {
        statusCode: 200,
        type: 'application/vnd.microsoft.activity.message',
        value: 'text' in message ? message.text : '',
      }
    : { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: used };

/** The protocol's own word for an invoke that a bot has nothing for. */
function unknownInvoke({ name }: ChannelActivity): never {
  throw new HttpProblem(
    501,
    `Unexpected invoke ${JSON.stringify(String(name ?? '').slice(0, 80))}, expected adaptiveCard/action with a choice.`,
  );
}

const notYet = (): HttpProblem =>
  new HttpProblem(503, 'The answer takes longer than usual. Send the message again, under the same id.', {
    'retry-after': '1',
  });

const isChannels = (error: unknown): error is Error => error instanceof Error && 'statusCode' in error;

/** The turn is committed; that its replies did not arrive makes the channel try again, and get the same. */
function undeliverable(error: unknown, { log }: ChannelTurnsOptions): HttpProblem {
  log.warn({ err: error }, 'A channel did not take a reply');
  return new HttpProblem(502, 'The channel did not take the reply at its serviceUrl.');
}
