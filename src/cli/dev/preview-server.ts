import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { maxFileBytes } from '../../content/document.ts';
import { watchFolder } from '../../content/watch-folder.ts';
import { openPreviewDesk, type PreviewDesk, type Unsaved } from './preview-desk.ts';
import { previewPage } from './preview-page.ts';

export interface PreviewServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** A form writes each byte that is no plain letter as three. */
const mostBytes = 3 * maxFileBytes;
const names = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Serves /preview on this machine alone, and reads the folder again when something in it is saved. */
export async function startPreview(folder: string, port: number): Promise<PreviewServer> {
  const desk = await openPreviewDesk(folder);
  const waiting = new Set<ServerResponse>();
  const reload = async (): Promise<void> => {
    await desk.reload();
    for (const response of waiting) response.write('data: changed\n\n');
  };
  const watching = await watchFolder(folder, reload, { onError: told });
  const server = createServer((request, response) => {
    handle(request, response, desk, waiting).catch((error: unknown) => {
      if (!response.headersSent) text(response, 500, `The preview failed: ${String(error)}`);
      response.end();
    });
  });
  const close = async (): Promise<void> => {
    await watching.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await desk.close();
  };
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    // What watches the folder would keep the process alive.
    await close();
    throw error;
  }
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return { url: `http://127.0.0.1:${taken}/preview`, close };
}

const told = (error: unknown): void =>
  void process.stderr.write(`The preview shows the folder as it was: ${String(error)}\n`);

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  desk: PreviewDesk,
  waiting: Set<ServerResponse>,
): Promise<void> {
  // A page elsewhere could have a name of its own point here.
  if (!names.has((request.headers.host ?? '').replace(/:\d+$/, '')))
    return text(response, 403, 'Only by this machine.');
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/preview/changes') return listen(response, waiting);
  if (pathname !== '/preview') return text(response, 404, 'The preview is at /preview.');
  if (request.method === 'GET') return show(response, desk, saved(desk, searchParams.get('file')), false);
  if (request.method !== 'POST') return text(response, 405, 'Only GET and POST.');
  const body = await bodyOf(request);
  if (body === undefined) return text(response, 413, 'That is more than a file may hold.');
  const form = new URLSearchParams(body);
  const file = form.get('file') ?? '';
  // A browser sends line ends of its own.
  const written = (form.get('text') ?? '').replace(/\r\n?/g, '\n');
  const unsaved = { file, text: written, question: (form.get('question') ?? '').trim() };
  // The title of a file stands for its place: a new file is tried under the name of one that is there.
  return show(response, desk, desk.textOf(file) === undefined ? saved(desk, null) : unsaved, true);
}

function saved(desk: PreviewDesk, wanted: string | null): Unsaved {
  const file = wanted !== null && desk.textOf(wanted) !== undefined ? wanted : (desk.files()[0]?.file ?? '');
  return { file, text: desk.textOf(file) ?? '', question: '' };
}

async function show(
  response: ServerResponse,
  desk: PreviewDesk,
  unsaved: Unsaved,
  tried: boolean,
): Promise<void> {
  const preview = await desk.preview(unsaved);
  const nonce = randomBytes(16).toString('base64');
  const policy =
    `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; connect-src 'self'; ` +
    `form-action 'self'; frame-ancestors 'none'; base-uri 'none'`;
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(previewPage({ files: desk.files(), unsaved, preview, tried }, nonce));
}

function listen(response: ServerResponse, waiting: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 1000\n\n');
  waiting.add(response);
  response.once('close', () => waiting.delete(response));
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const chunk = Buffer.from(part);
    bytes += chunk.length;
    if (bytes > mostBytes) return undefined;
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString();
}

function text(response: ServerResponse, status: number, said: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${said}\n`);
}
