import { createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSendMail, type OutgoingMail } from '../../src/notifications/email/send-mail.ts';
import { portOf, type Smtp, startSmtp } from './smtp.ts';

const from = { name: 'Support', address: 'desk@northgate.example' };

const aMail = (changed: Partial<OutgoingMail> = {}): OutgoingMail => ({
  ...{
    to: 'ann@mail.example',
    subject: 'About',
    text: 'Hello',
    html: '<p>Hello</p>',
    messageId: '1@x.example',
  },
  ...changed,
});

describe('one mail', () => {
  let smtp: Smtp;
  beforeEach(async () => {
    smtp = await startSmtp();
  });
  afterEach(() => smtp.close());

  it.each([
    'ann@mail.example,eve@evil.example',
    'ann@mail.example\r\nBcc: eve@evil.example',
    'ann@mail.example\nRCPT TO:<eve@evil.example>',
    'Ann <ann@mail.example>',
    '<ann@mail.example>',
    'group: ann@mail.example, eve@evil.example;',
    '"a b"@mail.example',
    'ann@mail.example eve@evil.example',
    'ann@[127.0.0.1]',
    'ann@localhost',
    'ann',
    '',
  ])('does not go to %j', async (to) => {
    expect(await createSendMail({ url: smtp.url, from })(aMail({ to }))).toEqual({
      kind: 'refused',
      error: 'Not one plain address',
    });
    expect(smtp.mails).toEqual([]);
  });

  it('has exactly one recipient and no header that was not meant, whatever is written into it', async () => {
    const send = createSendMail({ url: smtp.url, from });
    const evil = fc.array(
      fc.constantFrom(
        '\r\n',
        '\n',
        '\r',
        ',',
        ';',
        ':',
        '<',
        '>',
        ' ',
        'Bcc: eve@evil.example',
        'é',
        '\u2028',
        '.',
      ),
      { maxLength: 12 },
    );
    const address = fc
      .tuple(fc.constantFrom('ann@mail.example', 'ann', ''), evil)
      .map(([a, b]) => a + b.join(''));
    await fc.assert(
      fc.asyncProperty(address, evil, async (to, words) => {
        const before = smtp.mails.length;
        const sent = await send(aMail({ to, subject: `[WO-1] ${words.join('')}`, messageId: '1@x.example' }));
        expect(smtp.mails.length - before).toBe(sent.kind === 'sent' ? 1 : 0);
        if (sent.kind !== 'sent') return;
        const mail = smtp.mails.at(-1);
        expect(mail?.to).toEqual([to]);
        expect([...(mail?.headers.keys() ?? [])].toSorted()).toEqual(HEADERS);
      }),
      { numRuns: 60 },
    );
  });

  it('takes a domain with letters of its own', async () => {
    const sent = await createSendMail({ url: smtp.url, from })(aMail({ to: 'ann@müller.example' }));
    expect(sent).toEqual({ kind: 'sent' });
    expect(smtp.mails[0]?.headers.get('to')).toBe('ann@xn--mller-kva.example');
  });
});

const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
  'x-auto-response-suppress',
];

describe('a server that does not do its part', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });
  /** @param silenceMs short for a server that is to be left, long for one that answers, however busy the machine */
  const send = async (url: string, silenceMs = 150) => createSendMail({ url, from, silenceMs })(aMail());

  it('is left when it says nothing at all', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      silent.close();
    });
    expect(await send(`smtp://127.0.0.1:${portOf(silent.address())}`)).toEqual({
      kind: 'later',
      error: 'SMTP ETIMEDOUT',
    });
  });

  it('is left when it hangs after it has taken the mail, which then comes again with the same Message-ID', async () => {
    const taken: string[] = [];
    const smtp = await startSmtp({
      onData: (stream) => stream.on('data', (chunk: Buffer) => taken.push(chunk.toString())),
    });
    closing.push(() => void smtp.close());
    expect(await send(smtp.url, 1_000)).toEqual({ kind: 'later', error: 'SMTP ETIMEDOUT' });
    expect(await send(smtp.url, 1_000)).toMatchObject({ kind: 'later' });
    expect(taken.join('').match(/Message-ID: <1@x\.example>/g)).toHaveLength(2);
  });

  it('is left when it drips a byte now and then for ever', async () => {
    let dripping: NodeJS.Timeout | undefined;
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      dripping = setInterval(() => socket.write('220-wait\r\n'), 50);
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    closing.push(() => {
      clearInterval(dripping);
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    expect(await send(`smtp://127.0.0.1:${portOf(server.address())}`)).toMatchObject({ kind: 'later' });
  });

  it.each([
    [550, 'refused'],
    [554, 'refused'],
    [450, 'later'],
    [452, 'later'],
  ])('that answers %i to a recipient: %s', async (responseCode, kind) => {
    const smtp = await startSmtp({
      onRcptTo: ({ address }, _session, callback) =>
        callback(Object.assign(new Error(`about ${address}`), { responseCode })),
    });
    closing.push(() => void smtp.close());
    expect(await send(smtp.url, 30_000)).toEqual({ kind, error: `SMTP ${responseCode} at RCPT TO` });
  });

  it('that refuses us rather than the reader is asked again when its settings may be right', async () => {
    const smtp = await startSmtp({
      onMailFrom: (_address, _session, callback) =>
        callback(Object.assign(new Error('Who are you?'), { responseCode: 553 })),
    });
    closing.push(() => void smtp.close());
    expect(await send(smtp.url, 30_000)).toEqual({ kind: 'later', error: 'SMTP 553 at MAIL FROM' });
  });
});
