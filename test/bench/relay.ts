/**
 * From the commit of a filing to its receiver's having it, ms, and deliveries a second where many wait,
 * beside sending the same to it directly.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSendMail } from '../../src/notifications/email/send-mail.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { filed, house, mailBy } from '../notifications/house.ts';
import { type HttpReceiver, startReceiver } from '../notifications/http-receiver.ts';
import { type Smtp, startSmtp } from '../notifications/smtp.ts';
import { startPostgres } from '../postgres.ts';
import { defaults } from '../storage/defaults.ts';
import { realTimes } from '../storage/desk-clock.ts';
import { median, quantile } from './rounds.ts';

const perRound = 20;
/** So many work orders are filed before the relay starts, for its throughput. */
const waiting = 300;
/** As many deliveries at the same time as a relay makes. */
const atOnce = 8;
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

interface Row {
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Of many that wait. Mails are not asked: the test's SMTP server greets each connection after 100 ms. */
  readonly perSecond: number | '';
}

type Times = Map<string, number[]>;

export async function benchRelay({ rounds }: { readonly rounds: number }): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-bench-'));
  const postgres = await startPostgres();
  const [smtp, receiver] = [await startSmtp(), await startReceiver()];
  const times: Times = new Map();
  const rates = new Map<string, number>();
  try {
    rates.set('bare POST', await ratePosting(receiver));
    for (let n = 0; n < rounds * perRound; n++) await directly(smtp, receiver, times);
    const urls = { sqlite: `sqlite:${folder}/desk.sqlite`, postgres: await postgres.createDatabase() };
    for (const [name, url] of Object.entries(urls)) {
      await throughTheDesk({ name, url, filings: rounds * perRound }, { smtp, receiver, times });
      rates.set(`webhook, ${name}`, await rateRelaying(url, receiver));
    }
  } finally {
    await Promise.all([smtp.close(), receiver.close(), postgres.stop()]);
    await rm(folder, { recursive: true, force: true });
  }
  return [...times].map(([name, all]) => ({
    name,
    medianMs: median(all),
    p95Ms: quantile(all, 0.95),
    perSecond: rates.get(name) ?? '',
  }));
}

interface Ends {
  readonly smtp: Smtp;
  readonly receiver: HttpReceiver;
  readonly times: Times;
}

async function throughTheDesk(
  { name, url, filings }: { readonly name: string; readonly url: string; readonly filings: number },
  { smtp, receiver, times }: Ends,
): Promise<void> {
  const storage = await openStorage({ ...defaults(url), ...realTimes, role: 'server' });
  const desk = await house(storage, { ...mailBy(smtp.url), ...webhookTo(receiver) });
  for (let n = 0; n < filings; n++) {
    const number = await filed(storage);
    const note = since(times);
    await Promise.all([
      receiver.post(({ body }) => body.includes(number)).then(() => note(`webhook, ${name}`)),
      smtp.mail(({ text }) => text.includes(number)).then(() => note(`mail, ${name}`)),
    ]);
  }
  await desk.stop();
  await storage.close();
}

const webhookTo = ({ url }: HttpReceiver) => ({
  WEBHOOKS: `${url} ${secret}`,
  WEBHOOKS_ALLOW_PRIVATE: 'true',
});

/** Webhooks a second, of work orders that were filed before the relay started. */
async function rateRelaying(url: string, receiver: HttpReceiver): Promise<number> {
  const storage = await openStorage({ ...defaults(url), ...realTimes, role: 'server' });
  const numbers: string[] = [];
  while (numbers.length < waiting) numbers.push(await filed(storage));
  const start = performance.now();
  const desk = await house(storage, webhookTo(receiver));
  await Promise.all(numbers.map((number) => receiver.post(({ body }) => body.includes(number))));
  const rate = perSecond(waiting, start);
  await desk.stop();
  await storage.close();
  return rate;
}

async function ratePosting({ url }: HttpReceiver): Promise<number> {
  const start = performance.now();
  const lane = async () => {
    for (let n = 0; n < waiting / atOnce; n++) await fetch(url, { method: 'POST', body: 'bare' });
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return perSecond(waiting, start);
}

const perSecond = (count: number, start: number): number => (count / (performance.now() - start)) * 1000;

async function directly(smtp: Smtp, receiver: HttpReceiver, times: Times): Promise<void> {
  const id = crypto.randomUUID();
  const posted = since(times);
  await Promise.all([
    fetch(receiver.url, { method: 'POST', body: id }),
    receiver.post(({ body }) => body === id).then(() => posted('bare POST')),
  ]);
  const send = createSendMail({ url: smtp.url, from: { address: 'desk@northgate.example' } });
  const mailed = since(times);
  const mail = { to: 'ann@mail.example', subject: id, text: id, html: id, messageId: `${id}@x.example` };
  await Promise.all([send(mail), smtp.mail(({ text }) => text.includes(id)).then(() => mailed('bare mail'))]);
}

/** Begins to measure; what it gives notes how long it took. */
function since(times: Times): (name: string) => void {
  const start = performance.now();
  return (name) => {
    times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
  };
}
