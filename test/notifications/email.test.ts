import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { realTimes } from '../storage/desk-clock.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import {
  act,
  EVENTS,
  filed,
  type House,
  type HouseOptions,
  house,
  mailBy,
  sampleDesk,
  turnOf,
} from './house.ts';
import { type Smtp, startSmtp } from './smtp.ts';

/** A clock that others' work cannot overtake: what is due by it stays due until the test moves it. */
const hourMs = 3_600_000;

const closing: (() => Promise<void>)[] = [];

describe.each(ENGINES)('mail on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);
  beforeAll(async () => void (await sampleDesk()));
  afterEach(async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  });
  const opened = async (
    options: Parameters<typeof startSmtp>[0] = {},
    houseOptions: HouseOptions = {},
  ): Promise<{ storage: Awaited<ReturnType<typeof open>>; smtp: Smtp; desk: House }> => {
    const now = houseOptions.now ?? Date.now;
    const storage = await open(await freshUrl(), { ...realTimes, now });
    const smtp = await startSmtp(options);
    closing.push(smtp.close);
    const desk = await house(storage, mailBy(smtp.url), houseOptions);
    closing.push(desk.stop);
    return { storage, smtp, desk };
  };

  it('confirms a filing with its number, and repeats nothing sensitive', async () => {
    const { storage, smtp } = await opened();
    const number = await filed(storage);
    const mail = await smtp.mail();
    expect(mail).toMatchObject({ from: 'desk@northgate.example', to: ['ann@mail.example'] });
    expect(mail.headers.get('subject')).toBe(`[${number}] Lost card in Berlin`);
    expect(mail.headers.get('from')).toBe('Northgate Support <desk@northgate.example>');
    expect(mail.headers.get('to')).toBe('ann@mail.example');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('message-id')).toBe(`<${number}.1.email@northgate.example>`);
    expect(mail.headers.has('references')).toBe(false);
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain(number);
      expect(body).toContain('Berlin');
      expect(body).toMatch(/Our team replies by \w+/);
      expect(body).toContain('https://help.example');
      expect(body).toContain('nobody reads what is sent back');
      expect(body).not.toContain('birthday-of-mother');
    }
  });

  it('tells each answer, question and status in the thread of the confirmation', async () => {
    const { storage, smtp } = await opened();
    const number = await filed(storage);
    const first = await smtp.mail();
    await act(storage, number, { kind: 'comment', text: 'We look at it.', audience: 'requester' });
    const comment = await smtp.mail(({ text }) => text.includes('> We look at it.'));
    expect(comment.headers.get('references')).toBe(first.headers.get('message-id'));
    expect(comment.headers.get('in-reply-to')).toBe(first.headers.get('message-id'));
    expect(comment.headers.get('message-id')).not.toBe(first.headers.get('message-id'));
    expect(comment.text).toContain(`${number} is now being worked on`);

    await act(storage, number, { kind: 'ask', text: 'Which bank?' });
    const asked = await smtp.mail(({ text }) => text.includes('> Which bank?'));
    expect(asked.text).toContain('goes on when it has your answer');
    expect(asked.text).not.toContain('is now waiting');
    await act(storage, number, { kind: 'move', to: 'resolved', reason: 'New card sent.' });
    const solved = await smtp.mail(({ text }) => text.includes('> New card sent.'));
    expect(solved.text).toMatch(/is solved.*closes by itself after 7 days/s);
    expect(smtp.mails).toHaveLength(4);
  });

  it('says nothing of notes, of waiting for others, and of what the requester did', async () => {
    const { storage, smtp } = await opened();
    const number = await filed(storage);
    await smtp.mail();
    await act(storage, number, { kind: 'comment', text: 'Looks like fraud.', audience: 'staff' });
    await act(storage, number, { kind: 'assign', to: 'eve' });
    await act(storage, number, { kind: 'move', to: 'open' });
    await smtp.mail(({ text }) => text.includes('being worked on'));
    await act(storage, number, { kind: 'move', to: 'on-hold' });
    const own = { role: 'requester', id: 'web/ann' } as const;
    await act(storage, number, { kind: 'escalate', reason: 'too slow' }, own);
    await act(storage, number, { kind: 'withdraw' }, own);
    // Rows are claimed in order: when the last one is done, so are those before it.
    await expect.poll(() => storage.outbox.list({ state: 'waiting', kinds: EVENTS, limit: 9 })).toEqual([]);
    expect(smtp.mails).toHaveLength(2);
    expect(smtp.mails.map(({ text }) => text).join()).not.toContain('fraud');
  });

  it('tells an address that nobody confirmed only that something came', async () => {
    const { storage, smtp, desk } = await opened();
    const number = await filed(storage, { contact: { address: 'ann@mail.example', vouched: false } });
    const mail = await smtp.mail();
    expect(mail.headers.get('subject')).toBe(`[${number}] We received a request`);
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain(number);
      expect(body).toContain('Confirm this address');
      expect(body).not.toMatch(/Berlin|Lost card|birthday/);
    }
    await act(storage, number, { kind: 'comment', text: 'We look at it.', audience: 'requester' });
    await act(storage, number, { kind: 'ask', text: 'Which bank?' });
    await smtp.mail((one) => one !== mail);
    expect(smtp.mails.map(({ text }) => text).join()).not.toMatch(/We look|Which bank|Berlin/);

    const token = /\/links\?t=(\S+)/.exec(mail.text)?.[1] ?? '';
    const link = await desk.links.read(token);
    if (link?.kind !== 'verify') throw new Error('Expected a link that confirms an address');
    expect(await storage.followedLinks.verify(number, link.isFor)).toBe('done');
    const confirmed = await smtp.mail(({ text }) => text.includes('Berlin'));
    expect(confirmed.text).toContain('> Which bank?');
    expect(confirmed.headers.get('references')).toBe(mail.headers.get('message-id'));
    // Pressed again, and filed again with the same address: nothing more to confirm.
    expect(await storage.followedLinks.verify(number, link.isFor)).toBe('done');
    const next = await filed(storage, {
      contact: { address: 'ann@mail.example', vouched: false },
      subject: 'Another card',
    });
    await smtp.mail(({ headers }) => headers.get('subject') === `[${next}] Another card`);
    expect(smtp.mails).toHaveLength(4);
  });

  it('asks an address that nobody confirmed no more than five times a day', async () => {
    const { storage, smtp } = await opened();
    const contact = { address: 'ann@mail.example', vouched: false };
    for (let n = 0; n < 5; n++) await filed(storage, { contact }, `web/mallory-${n}`);
    await expect.poll(() => smtp.mails.length).toBe(5);
    await filed(storage, { contact }, 'web/mallory-5');
    await filed(storage, { contact: { ...contact, address: 'bob@mail.example' } }, 'web/bob');
    await smtp.mail(({ to }) => to.includes('bob@mail.example'));
    await expect
      .poll(() => storage.outbox.list({ state: 'waiting', kinds: [...EVENTS, 'email'], limit: 9 }))
      .toEqual([]);
    expect(smtp.mails.filter(({ to }) => to.includes('ann@mail.example'))).toHaveLength(5);
  });

  it('does not let another requester who gives the same address be confirmed with it', async () => {
    const { storage, smtp } = await opened();
    await filed(storage);
    const other = await filed(
      storage,
      { contact: { address: 'ann@mail.example', vouched: false } },
      'web/mallory',
    );
    const mail = await smtp.mail(({ headers }) => headers.get('subject')?.includes(other) === true);
    expect(mail.text).toContain('Confirm this address');
    expect(mail.text).not.toContain('Berlin');
  });

  it('mails a link to who owns a number that somebody else names, and to nobody else', async () => {
    const { storage, smtp, desk } = await opened();
    const number = await filed(storage);
    const unconfirmed = await filed(
      storage,
      { contact: { address: 'bob@mail.example', vouched: false } },
      'web/bob',
    );
    await smtp.mail(({ to }) => to.includes('bob@mail.example'));
    const claim = (named: string) => ({ kind: 'claim', id: `claim:${named}`, number: named }) as const;
    await storage.ledger.commit(
      turnOf('web/elsewhere', [claim(unconfirmed), claim('WO-0000-0000'), claim(number)]),
    );
    const mail = await smtp.mail(({ headers }) => headers.get('subject')?.includes('Somebody asks') === true);
    expect(mail.to).toEqual(['ann@mail.example']);
    expect(mail.text).toContain('do nothing');
    const link = await desk.links.read(/\/links\?t=(\S+)/.exec(mail.text)?.[1] ?? '');
    if (link?.kind !== 'claim') throw new Error('Expected a link of a claim');
    expect(await storage.ledger.list('web/elsewhere')).toEqual([]);
    expect(await storage.followedLinks.claim(link)).toBe('done');
    expect(await storage.ledger.list('web/elsewhere')).toMatchObject([{ number }]);
    expect(smtp.mails.filter(({ to }) => to.includes('bob@mail.example'))).toHaveLength(1);
  });

  it('keeps one recipient and its headers, whatever the subject and the words hold', async () => {
    const { storage, smtp } = await opened();
    const subject = 'Lost\r\nBcc: eve@evil.example\r\n\r\n<script>alert(1)</script> \u202Egnp.exe';
    const number = await filed(storage, { subject, fields: { where: '<img src=x onerror=alert(1)>' } });
    const mail = await smtp.mail();
    expect(mail.to).toEqual(['ann@mail.example']);
    expect(mail.headers.has('bcc')).toBe(false);
    expect(mail.headers.get('subject')).toContain(number);
    expect(mail.headers.get('subject')).not.toContain('\u202E');
    expect(mail.html).not.toMatch(/<img|<script/);
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('gives up where the server refuses the recipient, and keeps no address in the reason', async () => {
    const { storage } = await opened({
      onRcptTo: ({ address }, _session, callback) =>
        callback(Object.assign(new Error(`No such user ${address}`), { responseCode: 550 })),
    });
    const number = await filed(storage);
    await expect
      .poll(() => storage.outbox.list({ state: 'dead', limit: 2 }))
      .toMatchObject([{ id: `${number}/1/email`, attempt: 1, error: 'SMTP 550 at RCPT TO' }]);
  });

  it('comes back where the server asks it to', async () => {
    const clock = { at: Date.now() + hourMs };
    let attempts = 0;
    const { storage, smtp, desk } = await opened(
      {
        onRcptTo: (_address, _session, callback) =>
          ++attempts === 1
            ? callback(Object.assign(new Error('Greylisted'), { responseCode: 451 }))
            : callback(),
      },
      { now: () => clock.at },
    );
    const number = await filed(storage);
    await expect
      .poll(() => storage.outbox.list({ state: 'waiting', kinds: ['email'], limit: 2 }))
      .toMatchObject([{ id: `${number}/1/email`, error: 'SMTP 451 at RCPT TO' }]);
    expect(smtp.mails).toEqual([]);
    clock.at += 5000;
    expect((await smtp.mail()).to).toEqual(['ann@mail.example']);
    expect(desk.log.lines.join('\n')).not.toContain('mail.example');
  });

  it('waits with a mail while nobody answers at the server', async () => {
    const storage = await open(await freshUrl(), realTimes);
    const gone = await startSmtp();
    await gone.close();
    const desk = await house(storage, mailBy(gone.url));
    closing.push(desk.stop);
    await filed(storage);
    await expect
      .poll(() => storage.outbox.list({ state: 'waiting', kinds: ['email'], limit: 2 }))
      .toMatchObject([{ attempt: 1, error: expect.stringMatching(/^SMTP E(SOCKET|CONNECTION)$/) }]);
  });

  it('needs no mail server', async () => {
    const storage = await open(await freshUrl(), realTimes);
    const desk = await house(storage);
    closing.push(desk.stop);
    await filed(storage);
    await expect.poll(() => storage.outbox.list({ state: 'waiting', kinds: EVENTS, limit: 2 })).toEqual([]);
    expect(await storage.outbox.list({ state: 'waiting', kinds: ['email'], limit: 2 })).toEqual([]);
  });
});
