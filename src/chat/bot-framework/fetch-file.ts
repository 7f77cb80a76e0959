import { fetchable, type RemoteFile } from './remote-files.ts';

export interface FetchOptions {
  /** Bytes. */
  readonly limit: number;
  readonly timeoutMs: number;
  readonly serviceUrl: string;
  readonly token: string | undefined;
  /** Asked for each part; throws where it is too much. */
  readonly hold: (bytes: number) => void;
}

const maxRedirects = 3;

/** The content of a file that a channel keeps. Throws where it cannot be had, is too large or takes too long. */
export async function fetchFile(file: RemoteFile, options: FetchOptions): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(options.timeoutMs);
  const response = await follow(file, options, signal);
  if (!response.ok || response.body === null)
    throw new Error(`The file could not be had: ${response.status}.`);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.length;
    if (bytes > options.limit) throw new Error(`The file has more than ${options.limit} bytes.`);
    options.hold(part.length);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** By hand, so that a storage cannot lead on to an address that nobody checked; the token stays behind. */
async function follow(file: RemoteFile, options: FetchOptions, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> =
    file.atConnector && options.token !== undefined ? { authorization: `Bearer ${options.token}` } : {};
  let response = await fetch(file.url, { headers, redirect: 'manual', signal });
  for (let hop = 0; response.status >= 300 && response.status < 400; hop++) {
    const location = new URL(response.headers.get('location') ?? '', response.url || file.url);
    const next = fetchable(location.href, options.serviceUrl);
    if (next === undefined || hop === maxRedirects) throw new Error('The file is somewhere else.');
    response = await fetch(next, { redirect: 'manual', signal });
  }
  return response;
}
