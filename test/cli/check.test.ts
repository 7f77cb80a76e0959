import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { firstline } from './run.ts';

const broken = ['--knowledge', 'test/fixtures/evil/every-rule'];

it('annotates a pull request in the words of GitHub Actions, and ends with 1', async () => {
  const { status, out } = await firstline(['check', '--format', 'github', '--no-ranking', ...broken]);
  expect(status).toBe(1);
  const lines = out.trimEnd().split('\n');
  expect(
    lines.filter(
      (line) =>
        !/^::(?:error|warning|notice) file=test\/fixtures\/evil\/every-rule\/[^,:]+,line=\d+,col=\d+,title=[a-z-]+::Unexpected /.test(
          line,
        ),
    ),
  ).toEqual([]);
  expect(out).toContain('articles/wrong-key.md,line=2,col=1,title=front-matter::Unexpected key `titel`');
});

it('gives each finding whole as JSON, the notes too', async () => {
  const { status, out } = await firstline(['check', '--json', ...broken]);
  expect(status).toBe(1);
  const { diagnostics }: { diagnostics: object[] } = JSON.parse(out);
  for (const one of diagnostics) {
    expect(one).toMatchObject({
      file: expect.any(String),
      line: expect.any(Number),
      column: expect.any(Number),
      rule: expect.any(String),
      severity: expect.stringMatching(/^(?:error|warning|info)$/),
      message: expect.stringMatching(/^Unexpected .+, expected .+/),
    });
  }
  expect(diagnostics).toContainEqual(expect.objectContaining({ rule: 'golden-question', severity: 'error' }));
});

it('ends with 2 on a format that it does not know', async () => {
  const { status, err } = await firstline(['check', '--format', 'xml', ...broken]);
  expect(status).toBe(2);
  expect(err).toContain('pretty, json, github');
});

it('counts what it finds', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'firstline-check-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'articles'));
  writeFileSync(path.join(folder, 'desk.md'), '---\nname: Library\n---\n');
  writeFileSync(path.join(folder, 'articles/late.md'), '---\ntitle: Late: how late\n---\n\nText.\n');
  const { status, out } = await firstline(['check', '--knowledge', folder, '--no-ranking']);
  expect(status).toBe(1);
  expect(out).toMatch(/^articles\/late\.md:2:8 error Unexpected `: ` .*\n1 error, 0 warnings, 0 notes\.\n$/);
});
