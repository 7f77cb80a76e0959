import { randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { cannotListen } from './cannot-listen.ts';
import { knownChannels } from './chat/channel-abilities.ts';
import { createLinkTokens } from './chat/links/link-tokens.ts';
import { mountLinks } from './chat/links/mount-links.ts';
import { startChat } from './chat/start-chat.ts';
import { type Config, ConfigError, readConfig } from './config.ts';
import { watchFolder } from './content/watch-folder.ts';
import { mountFigures } from './http/figures-route.ts';
import { createLimits } from './http/limits.ts';
import { isLoopback } from './http/origin.ts';
import { type Check, mountReadiness } from './http/readiness.ts';
import { createServer, type HttpServer } from './http/server.ts';
import type { LiveDesk } from './live-desk/live-desk.ts';
import { createLog, type Log, logged } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { announceAnswers } from './notifications/awaited-answers.ts';
import { type OpenDesk, openDesk } from './open-desk.ts';
import { createFileLinks } from './staff/file-links.ts';
import { mountStaff, type StaffOptions } from './staff/mount-staff.ts';
import { startDeliveries } from './start-deliveries.ts';
import { installSecret } from './storage/install-secret.ts';

export interface Running {
  readonly url: string;
  readonly articles: number;
  readonly types: number;
  /** Drains the turns in flight, then lets go of the port and the database. */
  readonly stop: () => Promise<void>;
}

/**
 * Wires a desk and serves it. Throws ConfigError or StorageError with the remedy.
 *
 * @param opening the desk, where its folder is being loaded already
 */
export async function start(
  config: Config,
  opening?: Promise<LiveDesk>,
  log: Log = createLog(config.LOG_LEVEL),
): Promise<Running> {
  refuseOpenDoor(config);
  const metrics = createMetrics(['web', ...knownChannels]);
  const desk = await openDesk(config, 'server', Date.now, opening, metrics.measuredStore);
  try {
    return await serveDesk(config, { desk, metrics, log });
  } catch (error) {
    await desk.close();
    throw error;
  }
}

interface Opened {
  readonly desk: OpenDesk;
  readonly metrics: Metrics;
  readonly log: Log;
}

async function serveDesk(config: Config, { desk, metrics, log }: Opened): Promise<Running> {
  tellDiagnostics(desk, log);
  if (desk.desk().knowledge.articles.size === 0)
    log.error({ folder: resolve(config.KNOWLEDGE_DIR) }, 'There are no articles in the knowledge folder');
  const server = createServer({
    host: config.HOST,
    port: config.PORT,
    log,
    trustedProxies: config.TRUSTED_PROXIES,
    onUnnamedProxy: () =>
      log.warn(
        'A request came through a proxy that TRUSTED_PROXIES does not name: all people behind it count as one',
      ),
  });
  const limits = createLimits(desk.storage.counterOf);
  const overdue = overdueOf(config, desk);
  metrics.watch({
    health: desk.storage.health,
    revision: () => desk.desk().knowledge.revision,
    overdue,
  });
  mountFigures(server, { ...metrics, token: config.METRICS_TOKEN, limits });
  const look = mountReadiness(server, {
    checks: readinessOf(desk, overdue),
    onChange: (ready, checks) =>
      ready ? log.info('Ready again') : log.error({ checks }, 'Not ready: see /readyz'),
  });
  const runTurn = logged(metrics.measuredTurns(desk.runTurn), log);
  const chat = await startChat({
    server,
    takeMessage: runTurn,
    activityLog: desk.storage.activityLog,
    uploads: desk.storage.uploads,
    log,
    newId: randomUUID,
    now: Date.now,
    secret: config.DIRECT_LINE_SECRET ?? (await tokenKey(desk)),
    references: desk.storage.references,
    handoffs: desk.storage.handoffs,
    answers: desk.storage.answers,
    handoffChannels: config.HANDOFF_CHANNELS,
    limits,
    own: desk.storage.ledger,
    desk: desk.desk,
    trustedOrigins: config.WEB_CHAT_ORIGINS,
    ...(config.MICROSOFT_APP_ID !== undefined && {
      registration: registrationOf(config, config.MICROSOFT_APP_ID),
    }),
  });
  const linkSecret = await linkKey(desk);
  mountStaffApi(config, desk, server, { limits, links: createFileLinks(linkSecret, Date.now) });
  const links = createLinkTokens(linkSecret, Date.now);
  mountLinks({ server, tokens: links, deeds: desk.storage.followedLinks, desk: desk.desk, limits });
  const { url } = await server.listen().catch((error: unknown) => {
    throw cannotListen(error, config);
  });
  log.info({ url }, 'Serves');
  log.debug({ routes: server.routes() }, 'Routes');
  const watching = await watchFolder(config.KNOWLEDGE_DIR, () => reload(desk, log), {
    onBegin: desk.expectChange,
    onError: (error) =>
      log.error({ err: error }, 'The knowledge folder could not be read; the last load serves on'),
  });
  server.track(tellAskers(desk, log));
  const sweeping = daily(() => server.track(sweep(desk, log)));
  const looking = setInterval(look, lookMs);
  const relay = startDeliveries({ config, desk, deliver: chat.deliver, links, log });
  const { knowledge, types } = desk.desk();
  return {
    url,
    articles: knowledge.articles.size,
    types: types.size,
    stop: async () => {
      log.info('Stops, after the turns in flight');
      sweeping.end();
      clearInterval(looking);
      await watching.close();
      await relay.stop();
      await server.close();
      await desk.close();
      log.info('Stopped');
    },
  };
}

/** Whether it is ready is looked at so often also where nobody asks, for the log, ms. */
const lookMs = 60_000;

/** A delivery that waits for so long means that nobody relays, ms. */
const stuckMs = 5 * 60_000;

/** Deliveries that nobody makes. */
const overdueOf = (config: Config, { storage }: OpenDesk): (() => Promise<number>) => {
  // Without a mail server, mails that were to be sent wait for one.
  const unsent = config.SMTP_URL === undefined ? ['email'] : [];
  return () => storage.health.overdue(stuckMs, unsent);
};

const readinessOf = (
  { desk, storage }: OpenDesk,
  overdue: () => Promise<number>,
): Readonly<Record<string, Check>> => ({
  database: storage.health.fault,
  // A folder that was not mounted, or was emptied: everybody would hear that the desk knows nothing.
  knowledge: async () => (desk().knowledge.articles.size > 0 ? undefined : 'there are no articles'),
  deliveries: async () => {
    const count = await overdue();
    return count === 0 ? undefined : `${count} due for more than ${stuckMs / 60_000} minutes`;
  },
});

/** The key that signs the web chat's tokens: made once, kept with everything else. */
const tokenKey = (desk: OpenDesk): Promise<string> =>
  installSecret(desk.storage.database.db, 'direct-line', () => randomBytes(32).toString('base64url'));

/** Signs the links in mails and to files; apart from the chat's, which may be in the hands of other servers. */
const linkKey = (desk: OpenDesk): Promise<string> =>
  installSecret(desk.storage.database.db, 'links', () => randomBytes(32).toString('base64url'));

const registrationOf = (config: Config, appId: string) => ({
  appId,
  appType: config.MICROSOFT_APP_TYPE,
  ...(config.MICROSOFT_APP_PASSWORD !== undefined && { appPassword: config.MICROSOFT_APP_PASSWORD }),
  ...(config.MICROSOFT_APP_TENANT_ID !== undefined && { tenantId: config.MICROSOFT_APP_TENANT_ID }),
});

/** Without an app id anybody could post activities as anybody, so only this machine may reach them. */
function refuseOpenDoor(config: Config): void {
  if (config.MICROSOFT_APP_ID !== undefined || config.WEB_CHAT_ONLY || isLoopback(config.HOST)) return;
  throw new ConfigError(
    `HOST is ${config.HOST}, which others can reach, but there is no MICROSOFT_APP_ID to check who posts to ` +
      '/api/messages. Set the app id, or WEB_CHAT_ONLY=true for a desk with only the web chat, or HOST=127.0.0.1.',
  );
}

async function reload(desk: OpenDesk, log: Log): Promise<void> {
  const before = desk.desk().knowledge.revision;
  const { ranked } = await desk.reload();
  tellDiagnostics(desk, log);
  const { revision } = desk.desk().knowledge;
  // A save without a change, or a checkout there and back.
  if (revision !== before) log.info({ revision }, 'The knowledge folder changed and is live');
  ranked.then(
    () => tellAskers(desk, log),
    (error: unknown) =>
      log.error({ err: error }, 'The change could not be learned; the ranking learned before serves on'),
  );
}

/** Those who asked in vain are told once the folder answers them. */
async function tellAskers({ desk, storage }: OpenDesk, log: Log): Promise<void> {
  try {
    const told = await announceAnswers(storage.awaitedAnswers, desk().knowledge);
    if (told > 0) log.info({ told }, 'Questions of before have an answer');
  } catch (error) {
    log.error({ err: error }, 'Who waits for an answer could not be looked up');
  }
}

function tellDiagnostics(desk: OpenDesk, log: Log): void {
  for (const { file, line, column, message } of desk.desk().diagnostics)
    log.warn(`${file}:${line}:${column} ${message}`);
}

function mountStaffApi(
  config: Config,
  { desk, storage }: OpenDesk,
  server: HttpServer,
  guarded: Pick<StaffOptions, 'limits' | 'links'>,
): void {
  mountStaff({
    server,
    ...guarded,
    store: storage.staff,
    privacy: storage.privacy,
    pinType: async (id) => {
      const type = desk().types.get(id);
      if (type !== undefined) await storage.ledger.pinType(type);
      return type;
    },
    tokens: config.STAFF_TOKENS,
  });
}

/** A minute after the start, when the desk is warm, and then once a day: also where a server is restarted often. */
function daily(work: () => Promise<void>): { readonly end: () => void } {
  const first = setTimeout(work, 60_000);
  const later = setInterval(work, 86_400_000);
  return {
    end: () => {
      clearTimeout(first);
      clearInterval(later);
    },
  };
}

/** What fails of it keeps the rest from nothing: how long texts are kept is a promise. */
async function sweep({ desk, storage }: OpenDesk, log: Log): Promise<void> {
  for (const part of [() => storage.retain(desk().settings), storage.sweep])
    await part().catch((error: unknown) => log.error({ err: error }, 'Part of the daily sweep failed'));
}

/**
 * V8 collects the old generation when it has grown to a multiple of what lived on, here from 70 MB to 350. At
 * 1.4 times it takes no more processor time that could be measured, and the process stays at 260 MB for 400.
 */
const collectEarlier = (): void => setFlagsFromString('--heap-growing-percent=40');

/** Serves until a signal comes, with the settings of the environment. */
export async function serve(opening?: Promise<LiveDesk>): Promise<void> {
  const running = await start(readConfig(process.env, process.cwd()), opening);
  collectEarlier();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  process.stdout.write(
    `The chat page is at ${running.url}\n` +
      `${running.articles} articles, ${running.types} work-order types. Ctrl-C stops, after the turns in flight.\n`,
  );
}
