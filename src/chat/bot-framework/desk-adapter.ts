import { type Activity, CloudAdapter, type ConversationReference, type TurnContext } from 'botbuilder';
import type { ChannelActivity } from '../activity.ts';
import type { ChannelReference } from './channel-reference.ts';
import { authenticationFor, type BotRegistration } from './registration.ts';

/**
 * CloudAdapter without its own HTTP half: `process` prints errors on the console, answers a bad
 * signature with 500, wants a response object, and ends a turn's context with its request, so that a slow
 * answer could not be sent any more. Here a request is checked, and whatever is said is said afterwards.
 */
export class DeskAdapter extends CloudAdapter {
  readonly #appId: string;

  /** `silenceMs` is how long a call to a channel may take. */
  constructor(registration: BotRegistration | undefined, silenceMs?: number) {
    super(authenticationFor(registration, silenceMs));
    this.#appId = registration?.appId ?? '';
    // The default prints and goes on as if nothing happened.
    this.onTurnError = async (_context, error) => {
      throw error;
    };
  }

  /** Checks that the channel sent this. Throws what authentication throws. */
  async check(authorization: string, activity: ChannelActivity): Promise<void> {
    // One of two casts to the SDK, which declares every optional part as required; what is needed of an
    // activity was validated before.
    await this.botFrameworkAuthentication.authenticateRequest(activity as unknown as Activity, authorization);
  }

  /** Speaks in a conversation, in answer to an activity where one is named. Throws what the channel answers. */
  async speak(
    reference: ChannelReference,
    logic: (context: TurnContext) => Promise<void>,
    replyToId?: string,
  ): Promise<void> {
    const known = reference as unknown as ConversationReference;
    await this.continueConversationAsync(this.#appId, known, (context) => {
      // The SDK invents an activity, and would answer that one.
      if (replyToId === undefined) delete context.activity.id;
      else context.activity.id = replyToId;
      return logic(context);
    });
  }

  /** The token that the channel's connector asks for where it keeps files; undefined without a registration. */
  async connectorToken(serviceUrl: string): Promise<string | undefined> {
    if (this.#appId === '') return undefined;
    const identity = this.createClaimsIdentity(this.#appId);
    const client = await this.botFrameworkAuthentication
      .createConnectorFactory(identity)
      .create(serviceUrl, this.botFrameworkAuthentication.getOriginatingAudience());
    const { credentials } = client;
    return 'getToken' in credentials && typeof credentials.getToken === 'function'
      ? String(await credentials.getToken())
      : undefined;
  }
}
