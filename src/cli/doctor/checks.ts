import { checkKnowledge } from '../../check/check.ts';
import { type Config, readDotEnv, settingNames } from '../../config.ts';
import { nearest } from '../../content/nearest.ts';
import { verifyMailServer } from '../../notifications/email/send-mail.ts';
import { reachEndpoint } from '../../notifications/webhooks/reach-endpoint.ts';
import { createHealth, type Health } from '../../storage/health.ts';
import { openDatabase } from '../../storage/open-database.ts';
import { StorageError } from '../../storage/storage-error.ts';
import { type Check, failed, type Outcome, ok, skipped } from './finding.ts';

/** How far a clock may be off before deadlines and tokens suffer, ms. */
const clockTolerance = 30_000;
const patience = 10_000;

/**
 * Everything that a desk's settings name, tried for real; nothing is sent to anybody.
 *
 * @param folder where a file `.env` may be
 */
export const checksOf = (config: Config, folder: string): readonly Check[] => [
  {
    name: 'settings',
    run: async () => misspelt(folder),
    remedy: 'Write them in .env as .env.example does.',
  },
  {
    name: 'knowledge',
    run: () => knowledge(config),
    remedy: 'Set KNOWLEDGE_DIR to a folder with articles, and mend what `firstline check` says.',
  },
  {
    name: 'database',
    run: () => database(config),
    remedy: 'Check that this user may write it, and that its disk has room.',
  },
  {
    name: 'deliveries',
    run: () => deliveries(config),
    remedy: 'See `firstline work-orders deliveries` for what failed, mend it, and retry.',
  },
  {
    name: 'clock',
    run: () => clock(config),
    remedy: 'Check that DATABASE_URL names a database that this user may write.',
  },
  {
    name: 'mail',
    run: () => mail(config),
    remedy: 'Check host, port, user and password in SMTP_URL, and that this machine may reach the server.',
  },
  ...config.WEBHOOKS.map(({ url }, index) => ({
    name: `webhook ${index + 1}`,
    run: () => webhook(config, url),
    remedy: 'Check the address in WEBHOOKS, and that this machine may reach it.',
  })),
  {
    name: 'app id',
    run: () => appId(config),
    remedy:
      'Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID against the Azure Bot, and that ' +
      'this machine may reach login.microsoftonline.com.',
  },
  {
    name: 'public address and clock',
    run: () => publicAddress(config),
    remedy: 'Check that PUBLIC_URL leads to this desk from outside, and that it runs.',
  },
];

/** Nobody asks for a name that is none: what was meant by it stays as it is by default. */
function misspelt(folder: string): Outcome {
  const wrong = Object.keys(readDotEnv(folder)).flatMap((name) => {
    const meant = settingNames.includes(name) ? undefined : nearest(name, settingNames);
    return meant === undefined ? [] : [`${name} is no setting, and ${meant} is one`];
  });
  return wrong.length === 0 ? ok('none is misspelt') : failed(wrong.join('; '));
}

async function knowledge({ KNOWLEDGE_DIR }: Config): Promise<Outcome> {
  const diagnostics = await checkKnowledge(KNOWLEDGE_DIR, { ranking: false });
  const errors = diagnostics.filter((one) => one.severity === 'error').length;
  return errors === 0
    ? ok(`${KNOWLEDGE_DIR} has no errors`)
    : failed(`${errors} error${errors === 1 ? '' : 's'} in ${KNOWLEDGE_DIR}`);
}

async function database({ DATABASE_URL }: Config): Promise<Outcome> {
  try {
    const opened = await openDatabase(DATABASE_URL, { role: 'cli' });
    const fault = await createHealth(opened, Date.now).fault().finally(opened.close);
    return fault === undefined ? ok(opened.dialect) : failed(fault);
  } catch (error) {
    if (error instanceof StorageError) return failed(error.fault, error.message);
    throw error;
  }
}

const deliveries = (config: Config): Promise<Outcome> =>
  withHealth(config, async (health) => {
    const { waiting, dead } = await health.deliveries();
    return dead === 0 ? ok(`${waiting} wait`) : failed(`${dead} were given up, ${waiting} wait`);
  });

/** Needs no second machine: what was stored cannot be newer than now, and Postgres has a clock of its own. */
const clock = (config: Config): Promise<Outcome> =>
  withHealth(config, async (health) => {
    const before = Date.now();
    const server = await health.serverTime();
    return clockAt({ now: (before + Date.now()) / 2, server, newest: await health.newestTurn() });
  });

/** A database that cannot be opened is its own check's fault to tell. */
async function withHealth(
  { DATABASE_URL }: Config,
  look: (health: Health) => Promise<Outcome>,
): Promise<Outcome> {
  const opened = await openDatabase(DATABASE_URL, { role: 'cli' }).catch(() => undefined);
  if (opened === undefined) return skipped('the database cannot be opened');
  try {
    return await look(createHealth(opened, Date.now));
  } finally {
    await opened.close();
  }
}

async function mail({ SMTP_URL, MAIL_FROM }: Config): Promise<Outcome> {
  if (SMTP_URL === undefined || MAIL_FROM === undefined) return skipped('no SMTP_URL');
  await verifyMailServer({ url: SMTP_URL, from: MAIL_FROM, silenceMs: patience });
  return ok('the server takes our user');
}

async function webhook({ WEBHOOKS_ALLOW_PRIVATE }: Config, url: string): Promise<Outcome> {
  await reachEndpoint(url, { allowPrivate: WEBHOOKS_ALLOW_PRIVATE, timeoutMs: patience });
  return ok(`${new URL(url).host} is reached`);
}

/** Asks Microsoft for a token as the bot does when it speaks. */
async function appId(config: Config): Promise<Outcome> {
  const { MICROSOFT_APP_ID: id, MICROSOFT_APP_PASSWORD: secret } = config;
  if (id === undefined) return skipped('no MICROSOFT_APP_ID: the web chat alone');
  if (config.MICROSOFT_APP_TYPE === 'UserAssignedMSI') return skipped('a managed identity has no password');
  if (secret === undefined) return failed('MICROSOFT_APP_PASSWORD is missing');
  const tenant =
    config.MICROSOFT_APP_TYPE === 'SingleTenant' ? config.MICROSOFT_APP_TENANT_ID : 'botframework.com';
  if (tenant === undefined) return failed('MICROSOFT_APP_TENANT_ID is missing');
  const answer = await fetch(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    signal: AbortSignal.timeout(patience),
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: id,
      client_secret: secret,
      scope: 'https://api.botframework.com/.default',
    }),
  });
  return answer.ok ? ok('Microsoft gives a token') : failed(`Microsoft answers ${answer.status}`);
}

/** All in epoch ms; exported for tests, which cannot turn a clock. */
export function clockAt(times: {
  readonly now: number;
  /** By the database server. */
  readonly server: number | undefined;
  readonly newest: number | undefined;
}): Outcome {
  const { now, server = now, newest = now } = times;
  const off = now - server;
  if (Math.abs(off) > clockTolerance)
    return failed(
      `it is ${inSeconds(off)} ${off > 0 ? 'ahead of' : 'behind'} the database server's`,
      'Keep the clocks of both machines by NTP.',
    );
  if (newest - now > clockTolerance)
    return failed(
      `the newest turn was stored ${inSeconds(newest - now)} in the future: this clock is behind, or was ahead then`,
      'Set the clock and keep it by NTP. If it was ahead then, what was stored comes right by itself as time passes.',
    );
  if (times.server !== undefined) return ok("it agrees with the database server's");
  return ok(
    times.newest === undefined ? 'nothing was stored yet to compare it with' : 'nothing was stored after now',
  );
}

const inSeconds = (ms: number): string => `${Math.round(Math.abs(ms) / 1000)} s`;

/** The address's own server says its time: one that is not this machine's is a second clock. */
async function publicAddress({ PUBLIC_URL }: Config): Promise<Outcome> {
  if (PUBLIC_URL === undefined) return skipped('no PUBLIC_URL');
  const answer = await fetch(`${PUBLIC_URL}/healthz`, { signal: AbortSignal.timeout(patience) });
  if (!answer.ok) return failed(`${new URL(PUBLIC_URL).host} answers ${answer.status}`);
  const offMs = Math.abs(Date.now() - Date.parse(answer.headers.get('date') ?? ''));
  if (offMs > clockTolerance)
    return failed(`the clocks differ by ${inSeconds(offMs)}`, 'Keep the clocks by NTP.');
  return ok('it leads to a desk that is up, and the clocks agree');
}
