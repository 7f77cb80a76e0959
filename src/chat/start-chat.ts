import { json } from '../http/answer.ts';
import type { BotFrameworkOptions } from './bot-framework/bot-framework.ts';
import { mountBotFramework } from './bot-framework/mount-bot-framework.ts';
import type { BotRegistration } from './bot-framework/registration.ts';
import { builtPage } from './built-page.ts';
import { crossOrigin } from './direct-line/cross-origin.ts';
import type { DirectLineOptions } from './direct-line/direct-line.ts';
import { mountDirectLine } from './direct-line/mount-direct-line.ts';
import { mountPageFiles } from './page-files.ts';
import { languageOf } from './page-language.ts';
import { pageSettingsOf } from './page-settings.ts';
import type { Deliver } from './ports.ts';

/** What the web chat needs, and what the other channels and the page need besides. */
export interface ChatOptions
  extends Omit<DirectLineOptions, 'botName' | 'trustedOrigins' | 'phrases'>,
    Pick<
      BotFrameworkOptions,
      'references' | 'patienceMs' | 'silenceMs' | 'lateMs' | 'handoffs' | 'handoffChannels' | 'answers'
    > {
  /** Undefined: /api/messages asks for no token, and only this machine is heard. */
  readonly registration?: BotRegistration;
  /** Origins of other sites that may use the chat or show its page in a frame. Default none. */
  readonly trustedOrigins?: readonly string[];
  /** The built page's folder. Default: where the build puts it. */
  readonly pageFolder?: string;
}

export interface Chat {
  /**
   * Says replies that answer no message, in any channel; told twice under one id, the web chat shows them
   * once. Throws where a channel does not take them now, and another try may do.
   */
  readonly deliver: Deliver;
}

/**
 * Mounts all channels on the server, before it listens: Bot Framework, Direct Line and the page. What an
 * earlier process left unanswered begins to be answered. Stopped by the server's `close`.
 */
export async function startChat(options: ChatOptions): Promise<Chat> {
  const { server, trustedOrigins = [], desk, registration } = options;
  const phrases: BotFrameworkOptions['phrases'] = (lang) => desk().phrases(lang);
  const channels = await mountBotFramework({ ...options, registration, phrases });
  await mountPageFiles(server, { folder: options.pageFolder ?? builtPage, embedders: trustedOrigins });
  // Another site's page asks too, for the words on the button that opens the chat.
  crossOrigin(server, trustedOrigins)('get', '/chat/settings.json', async (request) =>
    json(200, pageSettingsOf(desk().settings.name, phrases(languageOf(request)))),
  );
  const botName = (): string => desk().settings.name;
  const web = await mountDirectLine({ ...options, trustedOrigins, phrases, botName });
  return {
    deliver: (conversationId, id, replies) =>
      web.holds(conversationId)
        ? web.deliver(conversationId, id, replies)
        : channels.deliver(conversationId, replies),
  };
}
