import * as z from 'zod';
import type { ChannelActivity } from '../activity.ts';
import { isFile } from '../to-message.ts';

/** A file that a channel keeps, and where it is. */
export interface RemoteFile {
  readonly name: string;
  readonly url: URL;
  /** At the channel's own connector, which asks for the bot's token. */
  readonly atConnector: boolean;
}

/**
 * Where Microsoft's channels keep files. Nothing else is fetched: what an activity links to may be
 * written by anybody, and this server reaches more than that person does.
 */
const storage = ['botframework.com', 'sharepoint.com', 'svc.ms', 'skype.com'];
/** Names below trafficmanager.net are anybody's for the asking, and lead wherever they like; this one is Teams'. */
const connectors = ['smba.trafficmanager.net'];

const teamsFile = 'application/vnd.microsoft.teams.file.download.info';
const teamsContent = z.looseObject({ downloadUrl: z.string(), fileType: z.string().max(20).optional() });

/** The files of an activity that can be had: neither cards, nor Teams' copy of the text, nor strange links. */
export function filesIn({ attachments, serviceUrl }: ChannelActivity): readonly RemoteFile[] {
  return attachments.flatMap((one) => {
    const link = one.contentType === teamsFile ? teamsLink(one.content) : one.contentUrl;
    const url = link === undefined || link === null ? undefined : fetchable(link, serviceUrl);
    if (url === undefined || !isFile(one)) return [];
    return [{ name: one.name ?? 'file', url, atConnector: isSameHost(url, serviceUrl) }];
  });
}

const teamsLink = (content: unknown): string | undefined => teamsContent.safeParse(content).data?.downloadUrl;

/** The address, where a channel keeps files there. */
export function fetchable(link: string, serviceUrl: string): URL | undefined {
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url === undefined) return undefined;
  if (isSameHost(url, serviceUrl)) return url;
  const known =
    connectors.includes(url.hostname) ||
    storage.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return known && url.protocol === 'https:' && url.port === '' ? url : undefined;
}

/** The serviceUrl is what the token vouches for. */
function isSameHost(url: URL, serviceUrl: string): boolean {
  const service = new URL(serviceUrl);
  return url.protocol === service.protocol && url.host === service.host;
}
