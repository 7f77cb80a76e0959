import { json } from '../http/answer.ts';
import type { HttpRequest } from '../http/handler.ts';
import type { BotRegistration } from './bot-framework/desk-adapter.ts';
import { mountBotFramework } from './bot-framework/mount-bot-framework.ts';
import { builtPage } from './built-page.ts';
import type { DirectLineOptions } from './direct-line/direct-line.ts';
import { mountDirectLine, type WebChat } from './direct-line/mount-direct-line.ts';
import { mountPageFiles } from './page-files.ts';
import type { PageSettings } from './page-settings.ts';

/** What the web chat needs, and what the other channels and the page need besides. */
export interface ChatOptions extends Omit<DirectLineOptions, 'botName' | 'trustedOrigins'> {
  /** In the nearest language that the desk has; asked anew for each page, since the desk's settings are live. */
  readonly pageSettings: (lang: string | undefined) => PageSettings;
  /** Undefined: /api/messages asks for no token, and only this machine is heard. */
  readonly registration?: BotRegistration;
  /** Origins of other sites that may use the chat or show its page in a frame. Default none. */
  readonly trustedOrigins?: readonly string[];
  /** The built page's folder. Default: where the build puts it. */
  readonly pageFolder?: string;
}

/**
 * Mounts all channels on the server, before it listens: Bot Framework, Direct Line and the page. What an
 * earlier process left unanswered begins to be answered. Stopped by the server's `close`.
 */
export async function startChat(options: ChatOptions): Promise<WebChat> {
  const { server, trustedOrigins = [], pageSettings, registration } = options;
  await mountBotFramework({ ...options, registration });
  await mountPageFiles(server, { folder: options.pageFolder ?? builtPage, embedders: trustedOrigins });
  server.route('get', '/chat/settings.json', async (request) => json(200, pageSettings(languageOf(request))));
  return mountDirectLine({ ...options, trustedOrigins, botName: () => pageSettings(undefined).name });
}

/** The language that a page asks for, else the one that its browser likes best. */
function languageOf({ query, raw }: HttpRequest): string | undefined {
  const wanted = query.get('lang') ?? raw.headers['accept-language']?.split(/[,;]/)[0];
  return wanted !== undefined && /^[a-z]{2,3}(?:-\w{2,8})*$/i.test(wanted) ? wanted : undefined;
}
