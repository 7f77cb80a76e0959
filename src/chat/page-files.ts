import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Answer } from '../http/answer.ts';
import type { HttpRequest } from '../http/handler.ts';
import { pageHeaders } from '../http/headers.ts';
import type { HttpServer } from '../http/server.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const brotli = promisify(brotliCompress);

interface PageFile {
  readonly contentType: string;
  readonly plain: Buffer;
  readonly small: Buffer;
  readonly etag: string;
}

/** Serves a folder of few built files from memory: `/` is its index.html. Throws where it was not built. */
export async function mountPageFiles(
  server: HttpServer,
  { folder, embedders }: { readonly folder: string; readonly embedders: readonly string[] },
): Promise<void> {
  const headers = pageHeaders(embedders);
  for (const name of await namesIn(folder)) {
    const file = await load(join(folder, name));
    if (file === undefined) continue;
    const path = name === 'index.html' ? '/' : `/${name}`;
    server.route('get', path, async (request) => answer(file, request, headers));
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.includes('index.html')) {
    throw new Error(`The chat page is not built: ${folder} has no index.html. Run "npm run build".`);
  }
  return names;
}

async function load(path: string): Promise<PageFile | undefined> {
  const contentType = types[extname(path)];
  if (contentType === undefined) return undefined;
  const plain = await readFile(path);
  // 5 of 11: nearly as small as the best, and it does not hold up the start.
  const small = await brotli(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { contentType, plain, small, etag };
}

function answer(file: PageFile, { raw }: HttpRequest, page: Readonly<Record<string, string>>): Answer {
  // Asked again each time and answered 304: a new version of the desk is never half an old page.
  const headers = { ...page, etag: file.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' };
  if (raw.headers['if-none-match'] === file.etag) return { status: 304, headers };
  const compressed = /\bbr\b/.test(String(raw.headers['accept-encoding'] ?? ''));
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': file.contentType,
      ...(compressed && { 'content-encoding': 'br' }),
    },
    body: compressed ? file.small : file.plain,
  };
}
