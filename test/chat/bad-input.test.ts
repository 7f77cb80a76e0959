import { describe, expect, it } from 'vitest';
import { activity, openChannel, post as postActivity } from './bot-framework/channel.ts';
import { expectProblem, target as openTarget } from './target.ts';

const target = openTarget();

const nested = (depth: number): string =>
  `{"type":"message","text":"x","value":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('an activity that is none, at /api/messages', () => {
  const whole = activity('http://127.0.0.1:9');
  const without = (...names: string[]): object =>
    Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name)));

  it.each([
    ['type', 400],
    ['conversation', 400],
    ['from', 400],
    ['text', 400],
    ['channelId', 400],
    ['serviceUrl', 400],
  ])('without %s', async (name, status) => {
    expect(await expectProblem(await postActivity(target.desk.url, without(name)), status)).toContain(name);
  });

  it.each([
    ['not JSON', 'hello', 400],
    ['an empty body', '', 400],
    ['null', 'null', 400],
    ['a list', '[]', 400],
    ['a number for a text', { ...whole, text: 5 }, 400],
    ['an attachment of no type', { ...whole, attachments: [{ contentUrl: 'x' }] }, 400],
    ['a serviceUrl of another kind', { ...whole, serviceUrl: 'file:///etc/passwd' }, 400],
    ['a conversation that no header can name', { ...whole, conversation: { id: 'c\u2603' } }, 400],
    ['an id that Postgres does not keep', { ...whole, id: 'a\0' }, 400],
    ['a sender whose id it does not keep', { ...whole, from: { id: 'u\0' } }, 400],
    ['deep nesting', nested(100_000), 400],
    ['5 MB', { ...whole, text: 'x'.repeat(5 * 1024 * 1024) }, 413],
  ])('%s', async (_name, body, status) => {
    await expectProblem(await postActivity(target.desk.url, body), status);
  });

  it.each([
    ['a link anywhere', { contentType: 'application/x-unknown', contentUrl: 'https://evil.example/x' }],
    ['no content', { contentType: 'image/png' }],
    ['a content of no known kind', { contentType: 'application/x-unknown', content: { a: 1 } }],
  ])('an unknown attachment alone, of %s: the sender is told, and so is the channel', async (_name, one) => {
    const channel = await openChannel();
    try {
      const alone = activity(channel.serviceUrl, { id: _name, text: undefined, attachments: [one] });
      expect(await expectProblem(await postActivity(target.desk.url, alone), 415)).toContain('attachment');
      expect(channel.received).toMatchObject([{ type: 'message', text: 'Got nothing.' }]);
      const withText = { ...alone, id: `${_name} and a text`, text: 'hi' };
      expect((await postActivity(target.desk.url, withText)).status).toBe(200);
      expect(channel.received).toMatchObject([{}, { text: 'You said: hi' }]);
    } finally {
      await channel.close();
    }
  });

  it('of another content type or encoding', async () => {
    await expectProblem(await postActivity(target.desk.url, whole, { 'content-type': 'text/plain' }), 415);
    await expectProblem(await postActivity(target.desk.url, 'not gzip', { 'content-encoding': 'gzip' }), 415);
  });

  it('of another method', async () => {
    await expectProblem(await fetch(`${target.desk.url}/api/messages`), 405);
  });
});

describe('an activity that is none, over Direct Line', () => {
  it.each([
    ['without type', { text: 'x' }, 400],
    ['without text', { type: 'message' }, 400],
    ['not JSON', '{"type":', 400],
    ['an empty body', '', 400],
    ['null', 'null', 400],
    ['a sender that is a number', { type: 'message', text: 'x', recipient: 5 }, 400],
    ['an attachment of no type', { type: 'message', text: 'x', attachments: [{ contentUrl: 'x' }] }, 400],
    ['deep nesting', nested(100_000), 400],
    ['5 MB', { type: 'message', text: 'x'.repeat(5 * 1024 * 1024) }, 413],
  ])('%s', async (_name, body, status) => {
    await expectProblem(await target.call('POST', target.activities(), body), status);
  });

  it('looks at no more of a text than tells that it is too long', async () => {
    const text = 'x'.repeat(200_000);
    expect((await target.call('POST', target.activities(), { type: 'message', text })).status).toBe(200);
    const [seen] = target.desk.seen.slice(-1);
    expect(seen?.kind === 'utterance' && seen.text.length).toBe(16_000);
  });

  it('takes what names neither a conversation nor a sender: its token says both', async () => {
    expect((await target.call('POST', target.activities(), { type: 'message', text: 'hi' })).status).toBe(
      200,
    );
  });

  it('of a conversation that is none', async () => {
    await expectProblem(
      await target.call('POST', '/conversations/another/activities', { type: 'message', text: 'x' }),
      403,
    );
  });

  it('an unknown attachment alone', async () => {
    const attachments = [{ contentType: 'application/x-unknown', contentUrl: 'https://evil.example/x' }];
    await expectProblem(
      await target.call('POST', target.activities(), { type: 'message', attachments }),
      415,
    );
  });

  it('takes the text beside an unknown attachment, and passes nothing else on', async () => {
    const attachments = [{ contentType: 'application/x-unknown', contentUrl: 'https://evil.example/x' }];
    expect(
      (await target.call('POST', target.activities(), { type: 'message', text: 'hi', attachments })).status,
    ).toBe(200);
    expect(await (await target.call('GET', target.activities())).text()).not.toContain('evil.example');
  });

  it.each(['-1', 'x', '1e3', '99999999999999999999'])('a watermark %s', async (watermark) => {
    await expectProblem(await target.call('GET', `${target.activities()}?watermark=${watermark}`), 400);
  });

  it.each([
    ['no multipart', { 'content-type': 'application/json' }, '{}', 415],
    ['no boundary', { 'content-type': 'multipart/form-data; x=y' }, 'x', 400],
    ['torn', { 'content-type': 'multipart/form-data; boundary=b' }, '--b\r\nContent-Disp', 400],
    [
      'thousands of parts',
      { 'content-type': 'multipart/form-data; boundary=b' },
      `${'--b\r\nContent-Disposition: form-data; name="f"\r\n\r\nx\r\n'.repeat(10_000)}--b--\r\n`,
      400,
    ],
  ])('an upload that is %s', async (_name, headers, body, status) => {
    await expectProblem(
      await target.call('POST', `/conversations/${target.given.conversationId}/upload`, body, headers),
      status,
    );
  });

  it('an upload of 11 MB', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(11 * 1024 * 1024)]), 'big.bin');
    const response = await fetch(
      `${target.desk.url}/v3/directline/conversations/${target.given.conversationId}/upload`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${target.given.token}` },
        body: form,
      },
    );
    await expectProblem(response, 413);
  });
});
