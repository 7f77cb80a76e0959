import { randomUUID } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { remark } from 'remark';
import { visit } from 'unist-util-visit';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { abilitiesOf, knownChannels } from '../../src/chat/channel-abilities.ts';
import { toActivities } from '../../src/chat/to-activity.ts';
import { figuresOf } from '../../src/cli/report/figures.ts';
import { reportHtml } from '../../src/cli/report/html.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { act, ann, filed, house, mailBy, sampleDesk, turnsOn } from '../notifications/house.ts';
import { startReceiver } from '../notifications/http-receiver.ts';
import { startSmtp } from '../notifications/smtp.ts';
import { serveStaff } from '../staff/desk.ts';
import { realTimes } from '../storage/desk-clock.ts';
import { benchOn } from '../storage/engines.ts';

/** What somebody may write, and what no place may make of it. */
const evil = [
  '[Press here](https://evil.example/a)',
  '![x](https://evil.example/x.png)',
  '<https://evil.example/b>',
  '<img src="https://evil.example/c" onerror=alert(1)>',
  '<a href="javascript:alert(1)">Sign in</a>',
  '[x]: https://evil.example/d',
  '=HYPERLINK("https://evil.example/e")',
].join(' ');

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Where a reader of markdown would take a text for more than its characters. */
function alive(markdown: string): readonly string[] {
  const found: string[] = [];
  visit(remark().parse(markdown), ['link', 'image', 'html', 'linkReference', 'definition'], (node) => {
    const written = JSON.stringify(node);
    if (/evil|javascript|onerror/.test(written)) found.push(written);
  });
  return found;
}

/** All texts that a channel reads as markdown: of messages, and everything in cards. */
function readAsMarkdown(reply: Reply, channel: string): readonly string[] {
  const abilities = abilitiesOf(channel);
  return toActivities(reply, abilities).flatMap(({ text = '', textFormat, attachments = [] }) => [
    ...(textFormat === 'markdown' ? [text] : []),
    ...attachments.flatMap(({ content }) => textsIn(content.body)),
  ]);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

describe('what people write', () => {
  const { freshUrl, open } = benchOn('sqlite');
  beforeAll(async () => void (await sampleDesk()));

  it('is text in mails, webhooks, the chat of every channel, the staff API and its exports', async () => {
    const storage = await open(await freshUrl(), realTimes);
    const [smtp, receiver] = [await startSmtp(), await startReceiver()];
    closing.push(smtp.close, receiver.close);
    const desk = await house(storage, {
      ...mailBy(smtp.url),
      WEBHOOKS: `${receiver.url} whsec_${Buffer.alloc(32, 1).toString('base64')}`,
      WEBHOOKS_ALLOW_PRIVATE: 'true',
    });
    closing.push(desk.stop);
    const file = { id: randomUUID(), name: `${evil}.txt`, contentType: 'text/plain' };
    await storage.uploads.put({
      ...{ ...file, requesterId: ann.id, content: Buffer.from('x'), expiresAt: Date.now() + 1e6 },
    });
    const number = await filed(storage, { subject: evil, fields: { where: evil, files: file.id } });
    await act(storage, number, { kind: 'comment', text: evil, audience: 'requester' });
    await act(storage, number, { kind: 'refer', system: evil, reference: evil });

    const mail = await smtp.mail();
    const hrefs = [...mail.html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url = '']) => url);
    expect(hrefs.filter((url) => !url.startsWith('https://help.example'))).toEqual([]);
    expect(mail.html).not.toMatch(/<(?:img|script|iframe)/i);
    expect(mail.html).toContain('[Press here](https://evil.example/a)');
    expect(mail.text).toContain('[Press here](https://evil.example/a)');

    const posted = await receiver.post();
    expect(posted.headers['content-type']).toBe('application/json');
    expect(JSON.parse(posted.body).data.workOrder).toMatchObject({ subject: evil });

    const runTurn = turnsOn(storage, await sampleDesk());
    const from = { conversationId: 'web/later', requester: { id: ann.id } };
    const heard: Reply[] = [];
    for (const text of [
      number,
      'my work orders',
      `add to ${number}: ${evil}`,
      evil,
      `escalate ${number}: ${evil}`,
    ])
      heard.push(...(await runTurn({ ...from, id: randomUUID(), kind: 'utterance', text })));
    while (desk.said.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    heard.push(...desk.said.flatMap(({ replies }) => replies));
    expect(JSON.stringify(heard)).toContain('Press here');
    for (const channel of knownChannels)
      for (const reply of heard)
        expect([channel, reply.text.slice(0, 60), readAsMarkdown(reply, channel).flatMap(alive)]).toEqual([
          ...[channel, reply.text.slice(0, 60), []],
        ]);

    const api = await serveStaff(storage);
    closing.push(api.close);
    const shown = await api.get(`/api/work-orders/${number}`);
    expect(shown.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    const { attachments, subject } = JSON.parse(await shown.text());
    expect([subject, attachments[0].name]).toEqual([evil, file.name]);
    const download = await api.get(attachments[0].href);
    expect(download.headers.get('content-disposition')).toMatch(
      /^attachment; filename="[\w. -]+"; filename\*=UTF-8''[\w%.!~*-]+$/,
    );
    const [row] = parse(await (await api.get('/api/work-orders.csv')).text(), { columns: true });
    expect(row).toMatchObject({ subject: evil });
  });

  it('is text in the report', () => {
    const at = Date.UTC(2026, 10, 1);
    const question = { id: 'q', conversation: 'c', requester: 'r', at, question: evil, outcome: 'confident' };
    const log = {
      waiting: [],
      questions: [{ ...question, outcome: 'confident' as const, article: evil, confidence: 1 }],
      votes: [],
      workOrders: [],
      forms: [],
    };
    const page = reportHtml(figuresOf(log, at, at + 1e8), evil);
    expect(page).toContain('&lt;img');
    expect(page).not.toMatch(/<img|<a |<script|javascript:alert\(1\)">/);
  });
});
