import { sizes } from '../../limits.ts';
import type { KeptFile } from '../../work-orders/files/keep-file.ts';
import type { ChannelActivity } from '../activity.ts';
import { keepSentFile } from '../keep-sent-file.ts';
import { type SentFiles, sentFiles } from '../to-message.ts';
import type { ChannelTurnsOptions } from './bot-framework.ts';
import { fetchFile } from './fetch-file.ts';
import { requesterIdOf } from './from-channel.ts';
import type { RemoteFile } from './remote-files.ts';

/** All of them together, ms: their message waits for its answer. */
const timeoutMs = 8000;

/** Fetches the files of a message from the channel and keeps them; what could not be had is left out. */
export async function keepFiles(
  activity: ChannelActivity,
  files: readonly RemoteFile[],
  options: ChannelTurnsOptions,
): Promise<SentFiles> {
  const token = files.some(({ atConnector }) => atConnector)
    ? await (await options.adapter()).connectorToken(activity.serviceUrl)
    : undefined;
  const how = { limit: sizes.upload, timeoutMs, serviceUrl: activity.serviceUrl, token };
  const requesterId = requesterIdOf(activity);
  const keep = async (file: RemoteFile): Promise<readonly KeptFile[]> => {
    const hold = options.server.heldBytes.begin(requesterId);
    try {
      const content = await fetchFile(file, { ...how, hold: hold.add });
      return [await keepSentFile(options, requesterId, { name: file.name, content })];
    } catch (error) {
      options.log.warn(
        { err: error, channel: activity.channelId },
        'A file of a channel could not be fetched',
      );
      return [];
    } finally {
      hold.end();
    }
  };
  return sentFiles((await Promise.all(files.slice(0, sizes.uploadFiles).map(keep))).flat());
}
