/**
 * A desk with the real storage, turns, web chat, staff API and deliveries, of little content that was read
 * before: a server that is quick to start and to kill. Settings as for `serve`; its argument is the file of
 * the content. Prints its address.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import { mountDirectLine } from '../../src/chat/direct-line/mount-direct-line.ts';
import { createLinkTokens } from '../../src/chat/links/link-tokens.ts';
import type { LoadedContent } from '../../src/check/load-content.ts';
import { readConfig } from '../../src/config.ts';
import { createRunTurn } from '../../src/conversation/run-turn.ts';
import { say } from '../../src/desk/phrases.ts';
import { createLimits } from '../../src/http/limits.ts';
import { createServer } from '../../src/http/server.ts';
import type { DeskContent } from '../../src/live-desk/live-desk.ts';
import { typeArticle } from '../../src/live-desk/type-article.ts';
import { createLog, logged } from '../../src/log.ts';
import { openDeskStorage } from '../../src/open-desk.ts';
import { createFileLinks } from '../../src/staff/file-links.ts';
import { mountStaff } from '../../src/staff/mount-staff.ts';
import { startDeliveries } from '../../src/start-deliveries.ts';
import { createSnapshot } from '../knowledge/create-snapshot.ts';

const SECRET = 'a secret of more than thirty-two characters';

const config = readConfig(process.env, process.cwd());
const log = createLog(config.LOG_LEVEL);
const content: LoadedContent = deserialize(readFileSync(process.argv[2] ?? ''));
const english = content.phrases.get('en');
if (english === undefined) throw new Error('Expected phrases in English');
const desk: DeskContent = {
  settings: content.desk,
  knowledge: createSnapshot(content.articles),
  types: content.types,
  typeFinder: createSnapshot([...content.types.values()].map(typeArticle)),
  phrases: () => ({ lang: 'en', say: (key, params) => say(english, key, params) }),
  diagnostics: content.diagnostics,
};

const storage = await openDeskStorage(config, 'server', () => desk.settings);
const runTurn = logged(
  createRunTurn({
    ...{ turns: storage.ledger, own: storage.ledger, snapshots: storage.snapshots },
    ...{ desk: () => desk, now: Date.now, mails: config.SMTP_URL !== undefined, newId: randomUUID },
  }),
  log,
);
const limits = createLimits(storage.counterOf);
const server = createServer({ host: config.HOST, port: config.PORT, log });
const { deliver } = await mountDirectLine({
  ...{ server, takeMessage: runTurn, activityLog: storage.activityLog, uploads: storage.uploads, log },
  ...{ own: storage.ledger, desk: () => desk, phrases: desk.phrases, newId: randomUUID, now: Date.now },
  ...{ botName: () => 'Northgate', secret: SECRET, trustedOrigins: [], limits },
});
mountStaff({
  ...{ server, store: storage.staff, privacy: storage.privacy, tokens: config.STAFF_TOKENS, limits },
  links: createFileLinks(SECRET, Date.now),
  pinType: async () => undefined,
});
const { url } = await server.listen();
const relay = startDeliveries({
  ...{ config, desk: { desk: () => desk, runTurn, storage }, deliver, log },
  links: createLinkTokens(SECRET, Date.now),
});
process.once('SIGTERM', async () => {
  await relay.stop();
  await server.close();
  await storage.close();
  process.exit(0);
});
process.stdout.write(`The chat page is at ${url}\n`);
