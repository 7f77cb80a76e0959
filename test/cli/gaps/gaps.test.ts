import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublishable, writeGap } from '../../../src/cli/gaps/write-gap.ts';
import type { QuestionRecord } from '../../../src/conversation/stores.ts';
import { openStorage } from '../../../src/storage/storage.ts';
import { defaults } from '../../storage/defaults.ts';
import { aTurn } from '../../storage/turns.ts';
import { firstline } from '../run.ts';

const root = mkdtempSync(path.join(tmpdir(), 'firstline-gaps-'));
const knowledge = path.join(root, 'knowledge');
const environment = { DATABASE_URL: `sqlite:${path.join(root, 'desk.sqlite')}` };
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Two subjects that the folder does not know, in many words, and one that it knows in other words. */
const openings = ['where is', 'how do I get', 'I need', 'can you send me', 'where do I see'];
const taxes = [
  'my tax report',
  'a tax report for last year',
  'the yearly tax report',
  'a report for the tax office',
];
const stakes = [
  'the staking rewards',
  'my staking rewards for this month',
  'rewards for staking',
  'a staking reward',
];
const texts = [...taxes, ...stakes].flatMap((what) => openings.map((opening) => `${opening} ${what}`));

beforeAll(async () => {
  mkdirSync(path.join(knowledge, 'articles'), { recursive: true });
  for (const part of ['articles/sign-in', 'articles/contact', 'desk.md', 'phrases'])
    cpSync(path.join('knowledge', part), path.join(knowledge, part), { recursive: true });
  const storage = await openStorage(defaults(environment.DATABASE_URL));
  for (let index = 0; index < 200; index++) {
    const record: QuestionRecord = {
      question: texts[index % texts.length] ?? '',
      ...{ outcome: 'fallback', article: undefined, confidence: 0.1, runnerUp: undefined, revision: 'r' },
    };
    const conversationId = `chat/${index}`;
    const at = Date.now() - 3 * 86_400_000 + index;
    const leavesWord = index === 0 || index === texts.length;
    await storage.ledger.commit(
      aTurn({
        ...{ conversationId, requesterId: `web/${index % 70}`, at, snapshot: 's', questions: [record] },
        commands: leavesWord
          ? [{ kind: 'await-answer', id: `await-answer:${index}`, question: record.question, refused: [] }]
          : [],
      }),
    );
  }
  await storage.close();
}, 180_000);

const run = (...args: string[]) => firstline(['gaps', '--knowledge', knowledge, ...args], { environment });

describe('gaps', () => {
  it('become drafts, which are published, and the replay shows the gain', async () => {
    const { gaps, written } = JSON.parse((await run('--write', '--json')).out);
    expect(gaps.map(({ asked }: { asked: number }) => asked)).toEqual([100, 100]);
    expect(gaps[0]).toMatchObject({ people: expect.any(Number), advice: { kind: 'article' } });
    expect(gaps.map(({ name }: { name: string }) => name).join()).toMatch(/tax.*reward|reward.*tax/);
    expect(gaps.map(({ waiting }: { waiting: number }) => waiting).toSorted()).toEqual([0, 2]);
    expect(written).toEqual([
      expect.stringContaining('a draft with 8'),
      expect.stringContaining('a draft with 8'),
    ]);

    const before = JSON.parse((await run('--replay', '--json')).out);
    expect(before.now.answered).toBe(0);
    expect(before.drafts).toHaveLength(2);
    expect(before.withDrafts.answered).toBeGreaterThan(150);

    for (const id of before.drafts) publish(id);
    const after = JSON.parse((await run('--replay', '--json')).out);
    expect(after.now).toEqual(before.withDrafts);
    expect(after.drafts).toEqual([]);
    const left = JSON.parse((await run('--json')).out);
    expect(left).toMatchObject({ asked: 200, answeredSince: after.now.answered });
  }, 120_000);

  it('refuse a number of people that is none', async () => {
    const { status, err } = await run('--least', 'many');
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('--least many') });
  });
});

function publish(id: string): void {
  const draft = path.join(knowledge, 'articles', `${id}.md`);
  const text = readFileSync(draft, 'utf8')
    .replace('draft: true\n', '')
    .replace('The answer.', 'Open Reports.');
  writeFileSync(draft, text);
  renameSync(draft, path.join(knowledge, 'articles', path.basename(draft)));
}

describe('a phrasing that is added', () => {
  const gap = {
    ...{ name: 'sms code late', people: 3, asked: 4, workOrders: 0, waiting: 0 },
    wordings: [
      'the sms code is late',
      'My CODE is late',
      'code for anna@mail.example is late',
      'say: "late" code',
    ],
    advice: { kind: 'phrasing', article: 'codes', confidence: 0.4 },
  } as const;
  const before = `---
# Kept by the sign-in team
title: "Codes do not come"
questions:
  - my code is late   # the classic
  - 'no code'
tags: [sms, code]
---

Wait.
`;

  it('leaves the rest of the file as it is, repeats nothing and tells nobody who asked', async () => {
    mkdirSync(path.join(root, 'small'), { recursive: true });
    writeFileSync(path.join(root, 'small', 'codes.md'), before);
    const files = new Map([['codes', 'codes.md']]);
    const target = { folder: path.join(root, 'small'), files, prefix: 'WO' };
    const written = await writeGap(target, gap);
    expect(written).toEqual({
      kind: 'phrasings',
      file: 'codes.md',
      added: ['the sms code is late', 'say: "late" code'],
    });
    const after = readFileSync(path.join(root, 'small', 'codes.md'), 'utf8');
    expect(after).toContain('# Kept by the sign-in team\ntitle: "Codes do not come"\n');
    expect(after).toContain("  - 'no code'\n  - the sms code is late\n");
    expect(after).toMatch(/tags: \[sms, code\]\n---\n\nWait\.\n$/);
    const again = await writeGap(target, gap);
    expect(again).toMatchObject({ kind: 'nothing' });
  });

  it('goes into a file as an editor of Windows saves it', async () => {
    const windows = `\uFEFF${before.replaceAll('\n', '\r\n')}`;
    writeFileSync(path.join(root, 'windows.md'), windows);
    const target = { folder: root, files: new Map([['codes', 'windows.md']]), prefix: 'WO' };
    expect(await writeGap(target, gap)).toMatchObject({ kind: 'phrasings' });
    const after = readFileSync(path.join(root, 'windows.md'), 'utf8');
    expect(after.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(after).toContain("  - 'no code'\r\n  - the sms code is late\r\n");
    expect(after).toContain('\uFEFF---\r\n# Kept by the sign-in team\r\ntitle: "Codes do not come"\r\n');
  });

  it.each([
    'anna@mail.example lost it',
    'see https://x.example',
    'call 0151 23456789',
    'my name is Ann',
    'where is hd-7k3m-q9tz now',
    'help',
  ])('is not "%s"', (wording) => expect(isPublishable(wording, 'HD')).toBe(false));
});
