import { expect, it } from 'vitest';
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
