import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type OpenDesk, openDesk } from '../../src/open-desk.ts';

const root = mkdtempSync(join(tmpdir(), 'firstline-languages-'));
let desk: OpenDesk;
beforeAll(async () => {
  const settings = { DATABASE_URL: `sqlite:${root}/desk.sqlite`, KNOWLEDGE_DIR: './knowledge' };
  desk = await openDesk(readConfig(settings, root), 'cli');
}, 180_000);
afterAll(async () => {
  await desk.close();
  rmSync(root, { recursive: true, force: true });
});

let turns = 0;
async function turn(
  lang: string | undefined,
  text: string | undefined,
  conversation = `chat/${lang}`,
): Promise<{ text: string; labels: readonly string[] }> {
  const replies = await desk.runTurn({
    id: `m${++turns}`,
    conversationId: conversation,
    requester: { id: `web/${lang}` },
    ...(lang === undefined ? {} : { lang }),
    ...(text === undefined ? { kind: 'event', name: 'started' } : { kind: 'utterance', text }),
  });
  return {
    text: replies.map((reply) => reply.text).join('\n'),
    labels: replies.flatMap(({ choices = [] }) => choices).map(({ label }) => label),
  };
}

it('welcomes and answers in German, with the articles in German', async () => {
  const welcome = await turn('de-AT', undefined);
  expect(welcome.text).toContain('Willkommen bei');
  expect(welcome.labels).toContain('Ich habe meinen Authenticator oder zweiten Faktor verloren');
  const answer = await turn('de-AT', 'ich habe mein Passwort vergessen');
  expect(answer.text).toContain('*Aus: Ich habe mein Passwort vergessen');
  expect(answer.labels).toContain('Das hat geholfen');
  expect((await turn('de-AT', 'meine Aufträge')).text).toContain('Ich sehe hier keine Aufträge');
});

it('answers in Spanish, and with the English article where there is no other', async () => {
  expect((await turn('es', 'mi cuenta está bloqueada')).text).toContain('*De: Mi cuenta está bloqueada');
  expect((await turn('es', 'limits')).text).toContain('*De: Deposit and withdrawal limits');
});

it('speaks what the requester surely writes, whatever the channel says, and hears both', async () => {
  const written = async (lang: string, text: string) => (await turn(lang, text, 'chat/mixed')).text;
  expect(await written('es', 'how much are the fees for a withdrawal?')).toContain('*From: Fees');
  expect(await written('en', 'no recibo el código por sms')).toContain('*De: Los códigos');
  expect(await written('en', 'gracias')).toContain('De nada');
  expect(await written('en', 'Wie lange dauert meine Verifizierung?')).toContain('*Aus: ');
  expect(await written('en', 'who invented bitcoin')).toContain('Auftrag');
  expect(await written('en', 'how long does a reply take?')).toContain('*From: ');
});

it('says which language it does not speak, in the one that it does', async () => {
  const { text } = await turn('fr', undefined);
  expect(text).toMatch(/^I do not speak French yet, so I answer in English\./);
  expect((await turn('x-nonsense-', undefined)).text).toContain('x-nonsense-');
  expect((await turn(undefined, undefined)).text).not.toContain('speak');
});

it('answers in another language only what is asked in it, though a word of it may be the same', async () => {
  // "Bitcoin" is a word of each, "who" nearly German, "mi" nearly so, too.
  expect((await turn('en', 'who invented bitcoin')).text).not.toContain('Einzahlung');
  expect((await turn('en', 'are you a robot')).text).not.toContain('cuenta');
  expect((await turn('en', 'mi bitcoin no llega')).text).toContain('ingreso');
  expect((await turn('en', 'mein Konto ist gesperrt')).text).toContain('Mein Konto ist gesperrt');
});
