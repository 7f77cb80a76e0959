import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inProcess } from './in-process.ts';
import { firstline } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'firstline-terminal-'));
const knowledge = join(folder, 'knowledge');
const csv = join(folder, '\u001b[31mfaq.csv');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A colour, a window's title and a link, as a terminal would take them. */
const steering = '\u001b[31mred \u001b]0;owned\u0007 \u001b]8;;https://evil.example\u001b\\here \u009b2J';
const written = JSON.stringify(steering).replaceAll('\u009b', '\\u009b');

beforeAll(() => {
  for (const part of ['desk.md', 'phrases', 'work-orders/general.md'])
    cpSync(join('knowledge', part), join(knowledge, part), { recursive: true });
  const article = `---\ntitle: ${written}\nquestions: [how do I glorp the flux, ${written}]\n---\n\nGlorp it.\n`;
  cpSync('knowledge/articles/security', join(knowledge, 'articles', 'security'), { recursive: true });
  writeFileSync(join(knowledge, 'articles', 'glorp.md'), article);
  writeFileSync(join(knowledge, 'articles', '\u001b[31mglorp.md'), article);
  writeFileSync(csv, `question,answer\n"${steering}",\n"${steering}","${steering}"\n`);
});

it.each([
  ['check', ['check', '--no-ranking']],
  ['ask', ['ask', 'how do I glorp the flux']],
  ['import', ['import', '--from', 'csv', csv]],
  ['a refusal', ['import', '--from', 'csv', '/none\u001b[31m']],
])('%s steers no terminal, whatever editors wrote', async (_what, args) => {
  const { out, err } = await inProcess([...args, '--knowledge', knowledge]);
  expect(out + err).toContain('\ufffd[31m');
  expect(out + err).not.toMatch(/[^\P{Cc}\n\t]/u);
});

it('nor does the chat', async () => {
  const { out } = await firstline(['chat'], {
    input: 'how do I glorp the flux\n',
    environment: { KNOWLEDGE_DIR: knowledge, DATABASE_URL: `sqlite:${join(folder, 'chat.sqlite')}` },
  });
  expect(out).toContain('\ufffd[31m');
  expect(out).not.toMatch(/[^\P{Cc}\n\t]/u);
});
