import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { compare, openForAsking, regressions } from '../../src/check/compare.ts';
import { loadForCheck } from '../../src/check/load-content.ts';
import { withRevision } from '../../src/cli/revision-folder.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { firstline } from './run.ts';

const root = mkdtempSync(path.join(tmpdir(), 'firstline-since-test-'));
const knowledge = path.join(root, 'docs', 'knowledge');

const git = (...args: string[]): string =>
  execFileSync('git', ['-C', root, '-c', 'user.name=Ann', '-c', 'user.email=ann@mail.example', ...args], {
    encoding: 'utf8',
  });

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(knowledge, file)), { recursive: true });
  writeFileSync(path.join(knowledge, file), text);
}

const article = (title: string, questions: readonly string[]): string =>
  `---\ntitle: ${title}\nquestions:\n${questions.map((one) => `  - ${one}\n`).join('')}---\n\n${title}.\n`;

const fees = ['what are the fees', 'how high is the deposit fee', 'are there fees', 'is it free of charge'];
const limits = ['is there a daily limit', 'how much may I send', 'what is the maximum', 'daily maximum'];

beforeAll(() => {
  mkdirSync(knowledge, { recursive: true });
  git('init', '--quiet');
  write('desk.md', '---\nname: Desk\n---\n\nHello.\n');
  write('articles/fees.md', article('Fees', fees));
  write('articles/limits.md', article('Limits', limits));
  write('questions.csv', 'question,article\nhow high is the fee for a deposit,fees\n');
  git('add', '.');
  git('commit', '--quiet', '-m', 'first');
});
afterEach(() => git('checkout', '--quiet', '.'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const sinceHead = () =>
  withRevision(knowledge, 'HEAD', async (copy) =>
    compare(
      await openForAsking(await loadForCheck(copy)),
      await openForAsking(await loadForCheck(knowledge)),
    ),
  );

it('says which questions another article takes over, and leaves the repository alone', async () => {
  write('articles/fees.md', article('Fees', ['what do you charge']));
  write('articles/limits.md', article('Limits', [...limits, ...fees.slice(0, 2)]));
  git('add', 'docs/knowledge/articles/fees.md');
  const status = git('status', '--porcelain');
  const comparison = await sinceHead();
  expect(regressions(comparison)).toMatchObject([
    { file: 'questions.csv', line: 2, rule: 'answer-worse', severity: 'error' },
  ]);
  expect(comparison.worse).toMatchObject([
    {
      question: 'how high is the fee for a deposit',
      before: { article: 'fees' },
      after: { article: 'limits' },
    },
  ]);
  // Moved on purpose: each folder is held to what it says itself.
  expect(comparison.changed.map(({ question }) => question)).toContain('what are the fees');
  expect(git('status', '--porcelain')).toBe(status);
  git('reset', '--quiet');
});

it('finds what gets better', async () => {
  write('questions.csv', 'question,article\nwhat does a wire cost,wires\n');
  git('commit', '--quiet', '-a', '-m', 'a question that nothing answers');
  write('articles/wires.md', article('Wires', ['what does a wire cost', 'wire costs', 'how long is a wire']));
  const { better, worse } = await sinceHead();
  rmSync(path.join(knowledge, 'articles/wires.md'));
  expect(worse).toEqual([]);
  expect(better.map(({ question }) => question)).toEqual(['what does a wire cost']);
});

it('has nothing to say about no change, on the command line too', async () => {
  expect(await sinceHead()).toMatchObject({ worse: [], better: [], changed: [] });
  const { out } = await firstline(['check', '--knowledge', knowledge, '--no-ranking', '--since', 'HEAD']);
  expect(out).toMatch(/^\d+ questions asked: 0 get better, 0 get worse, 0 change\./);
});

it.each(['nonsense', '--output=/tmp/owned'])('refuses the revision %s', async (revision) => {
  await expect(withRevision(knowledge, revision, async () => 0)).rejects.toThrow(UsageError);
});

it('takes the folder of the revision away when it is done', async () => {
  const copy = await withRevision(knowledge, 'HEAD', async (folder) => {
    expect(readFileSync(path.join(folder, 'desk.md'), 'utf8')).toContain('name:');
    return folder;
  });
  expect(existsSync(copy)).toBe(false);
});

it('takes a choice that shows the right article, in whatever place, for as good as before', async () => {
  write('desk.md', '---\nname: Desk\ncaution: careful\n---\n\nHello.\n');
  write('questions.csv', 'question,article\nwhat is it,limits\n');
  write('articles/fees.md', article('Fees', fees));
  write('articles/limits.md', article('Limits', limits));
  git('commit', '--quiet', '-a', '-m', 'a question of two subjects');
  write('articles/limits.md', article('Limits', [...limits, 'deposit maximum']));
  const { worse, changed } = await sinceHead();
  expect(changed.find(({ question }) => question === 'what is it')).toMatchObject({
    before: { kind: 'disambiguation', article: 'limits' },
    after: { kind: 'disambiguation', article: 'fees' },
  });
  expect(worse).toEqual([]);
});

it('lists a question that wavers between an answer and a choice, and holds a real loss against the change', async () => {
  const asks = (caution: string): void => {
    write('desk.md', `---\nname: Desk\ncaution: ${caution}\n---\n\nHello.\n`);
    write('questions.csv', 'question,article\nwhat is it,limits\n');
    write('articles/fees.md', article('Fees', fees));
  };
  const before = { kind: 'confident', article: 'limits' };
  const after = { kind: 'disambiguation', article: 'limits' };

  asks('balanced');
  write('articles/limits.md', article('Limits', [...limits, 'how high is the limit']));
  git('commit', '--quiet', '-a', '-m', 'barely sure');
  write('articles/limits.md', article('Limits', [...limits, 'how high is the deposit limit']));
  const wavering = await sinceHead();
  expect(wavering.changed).toContainEqual(
    expect.objectContaining({
      question: 'what is it',
      before: expect.objectContaining(before),
      after: expect.objectContaining(after),
    }),
  );
  expect(regressions(wavering)).toEqual([]);

  asks('bold');
  write('articles/limits.md', article('Limits', limits));
  git('commit', '--quiet', '-a', '-m', 'a desk that dares more');
  write('articles/limits.md', article('Limits', [...limits, 'how high may the deposit be']));
  const lost = await sinceHead();
  expect(lost.worse).toMatchObject([{ question: 'what is it', before, after }]);
});

it('says so where there is no git', async () => {
  vi.stubEnv('PATH', root);
  const asked = withRevision(knowledge, 'HEAD', async () => 0).finally(() => vi.unstubAllEnvs());
  await expect(asked).rejects.toThrow(/this needs git/);
});
