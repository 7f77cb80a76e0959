import type { Desk } from '../conversation/run-turn.ts';
import { json } from '../http/answer.ts';
import type { HttpRequest } from '../http/handler.ts';
import { type BotFrameworkOptions, mountBotFramework } from './bot-framework/mount-bot-framework.ts';
import type { BotRegistration } from './bot-framework/registration.ts';
import { builtPage } from './built-page.ts';
import type { DirectLineOptions } from './direct-line/direct-line.ts';
import { mountDirectLine } from './direct-line/mount-direct-line.ts';
import { mountPageFiles } from './page-files.ts';
import { pageSettingsOf } from './page-settings.ts';
import type { Deliver } from './ports.ts';

/** What the web chat needs, and what the other channels and the page need besides. */
export interface ChatOptions
  extends Omit<DirectLineOptions, 'botName' | 'trustedOrigins' | 'phrases'>,
    Pick<BotFrameworkOptions, 'references' | 'patienceMs'> {
  /** Asked anew each time, since the desk's content is live. */
  readonly desk: () => Pick<Desk, 'settings' | 'phrases'>;
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
  server.route('get', '/chat/settings.json', async (request) =>
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

/** The language that a page asks for, else the one that its browser likes best. */
function languageOf({ query, raw }: HttpRequest): string | undefined {
  const wanted = query.get('lang') ?? raw.headers['accept-language']?.split(/[,;]/)[0];
  return wanted !== undefined && /^[a-z]{2,3}(?:-\w{2,8})*$/i.test(wanted) ? wanted : undefined;
}
