import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildPage } from '../../src/chat/build-page.ts';
import { builtPage } from '../../src/chat/built-page.ts';
import { visit } from '../browser/browser.ts';
import { openDesk } from '../browser/desk.ts';
import { webChatFile } from '../browser/web-chat-file.ts';
import { interleave, median } from './rounds.ts';

export interface PageFigure {
  readonly page: string;
  /** As it travels: brotli, as the desk serves it. */
  readonly kilobytes: number;
  /** Median over the rounds, from the navigation to a welcome that can be answered. */
  readonly firstMessageMs: number;
  readonly bytesRatio: number;
  readonly timeRatio: number;
}

/** The page beside Microsoft's Web Chat on the same desk, each visit in a fresh browser. */
export async function benchPage({ rounds }: { readonly rounds: number }): Promise<readonly PageFigure[]> {
  await buildPage();
  const file = await webChatFile();
  const packed = 'path' in file ? small(readFileSync(file.path)) : Buffer.alloc(0);
  const site = createServer((request, response) => {
    if (request.url === '/webchat.js') {
      response.setHeader('content-type', 'text/javascript').setHeader('content-encoding', 'br').end(packed);
    } else response.setHeader('content-type', 'text/html').end(webChatPage(desk.url));
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const siteUrl = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const desk = await openDesk({ WEB_CHAT_ORIGINS: siteUrl });
  const contenders = [
    { name: 'firstline', run: () => oneVisit(desk.url, '.message.desk') },
    ...('path' in file
      ? [{ name: 'Web Chat 4.18', run: () => oneVisit(siteUrl, '[role=feed] .webchat__bubble') }]
      : []),
  ];
  try {
    await interleave(contenders, 1);
    const times = await interleave(contenders, rounds);
    return asFigures(
      [...times],
      new Map([
        ['firstline', ownBytes()],
        ['Web Chat 4.18', packed.length],
      ]),
    );
  } finally {
    await desk.close();
    site.closeAllConnections();
    site.close();
  }
}

const ownBytes = (): number =>
  ['index.html', 'chat.js', 'chat.css', 'favicon.svg']
    .map((name) => small(readFileSync(join(builtPage, name))).length)
    .reduce((sum, one) => sum + one);

function asFigures(
  times: readonly (readonly [string, readonly number[]])[],
  bytes: ReadonlyMap<string, number>,
): readonly PageFigure[] {
  const own = { bytes: bytes.get('firstline') ?? 1, time: median(times[0]?.[1] ?? []) };
  return times.map(([page, measured]) => ({
    page,
    kilobytes: (bytes.get(page) ?? 0) / 1024,
    firstMessageMs: median(measured),
    bytesRatio: (bytes.get(page) ?? 0) / own.bytes,
    timeRatio: median(measured) / own.time,
  }));
}

const small = (plain: Buffer): Buffer =>
  brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });

async function oneVisit(url: string, message: string): Promise<number> {
  const visitor = await visit('desktop');
  try {
    const began = performance.now();
    await visitor.page.goto(url, { waitUntil: 'commit' });
    await visitor.page.locator(message).first().waitFor();
    return performance.now() - began;
  } finally {
    await visitor.close();
  }
}

const webChatPage = (deskUrl: string): string => `<!doctype html><html lang="en"><title>Web Chat</title>
<style>html, body, #webchat { height: 100%; margin: 0 }</style><div id="webchat"></div>
<script src="/webchat.js"></script>
<script>
(async () => {
  const { token } = await (await fetch('${deskUrl}/v3/directline/tokens/generate', { method: 'POST' })).json();
  const directLine = WebChat.createDirectLine({ domain: '${deskUrl}/v3/directline', token });
  WebChat.renderWebChat({ directLine, locale: 'en-US' }, document.getElementById('webchat'));
})();
</script></html>`;
