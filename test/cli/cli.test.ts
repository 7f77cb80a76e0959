import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { firstline } from './run.ts';

// Each run is a process that loads the desk, some seconds: a few runs that prove much.
describe('the command line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'firstline-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('answers a question as one JSON value', async () => {
    const { status, out, err } = await firstline(['ask', '--json', 'I lost my authenticator']);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      question: 'I lost my authenticator',
      kind: 'confident',
      confidence: expect.any(Number),
      answer: expect.stringMatching(/\w{3}/),
      hits: [
        expect.objectContaining({
          article: 'sign-in/lost-authenticator',
          title: expect.any(String),
          headings: expect.any(Array),
          confidence: expect.any(Number),
          why: expect.any(Object),
        }),
        expect.any(Object),
        expect.any(Object),
      ],
      runnerUp: expect.any(String),
      revision: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('says an honest miss in words', async () => {
    const missed = await firstline(['ask', 'Wann kommt mein Kontoauszug?']);
    expect(missed).toMatchObject({ status: 0, out: expect.stringContaining('I do not have a good answer') });
  });

  it('answers from an empty folder that there is nothing to read', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const { status, out } = await firstline(['ask', '--json', '--knowledge', empty, 'hello']);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'fallback', answer: null, hits: [], runnerUp: null });
  });

  it('ends check with 1 on a broken folder, each fault with its place', async () => {
    const broken = join(folder, 'broken');
    cpSync('knowledge', broken, { recursive: true });
    writeFileSync(join(broken, 'articles', 'broken.md'), '---js\nprocess.exit(7)\n---\nBody\n');
    writeFileSync(
      join(broken, 'work-orders', 'nothing.md'),
      '---\ntitle: Nothing\nsummary: None\n---\nIntro\n',
    );
    const checked = await firstline(['check', '--no-ranking', '--knowledge', broken]);
    expect(checked.status).toBe(1);
    expect(checked.out).toMatch(/^articles\/broken\.md:1:\d+ error Unexpected/m);
    expect(checked.out).toMatch(/^work-orders\/nothing\.md:\d+:\d+ error Unexpected.*fields/m);
    // The others still answer.
    const asked = await firstline(['ask', '--json', '--knowledge', broken, 'I lost my authenticator']);
    expect(JSON.parse(asked.out)).toMatchObject({ kind: 'confident' });
    expect(asked.err).toMatch(
      /^articles\/broken\.md:1:\d+ Unexpected .*\n(?:.*\n)*\d errors in the knowledge folder/,
    );
  });

  it.each([
    ['a missing question', ['ask'], 'question'],
    ['an unknown command', ['frobnicate'], 'unknown command'],
    ['a folder that is not there', ['check', '--knowledge', '/nonexistent'], '--knowledge'],
    ['a name with a slash', ['chat', '--user', 'a/b'], '--user takes'],
  ])('ends with 2 on %s, and says it on stderr', async (_, args, said) => {
    const { status, out, err } = await firstline(args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(said);
  });

  it('ends with 2 on wrong settings, all told at once', async () => {
    const environment = { PORT: 'door', LOG_LEVEL: 'loud' };
    const { status, err } = await firstline(['chat'], { environment });
    expect(status).toBe(2);
    expect(err).toMatch(/^PORT: /m);
    expect(err).toMatch(/^LOG_LEVEL: /m);
  });

  it('ends with 2 on a database path that cannot be written', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const environment = { DATABASE_URL: `sqlite:${file}/desk.sqlite` };
    const { status, err } = await firstline(['chat'], { environment });
    expect(status).toBe(2);
    expect(err).toContain('DATABASE_URL');
  });

  it('ends a chat with 2 where no folder is, instead of greeting for a desk that knows nothing', async () => {
    const environment = { KNOWLEDGE_DIR: join(folder, 'nowhere') };
    const { status, out, err } = await firstline(['chat'], { environment });
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain('KNOWLEDGE_DIR');
  });

  it('keeps the draft of a chat between two runs', async () => {
    const environment = { DATABASE_URL: `sqlite:${join(folder, 'chat.sqlite')}` };
    const first = await firstline(['chat', '--user', 'ann'], {
      environment,
      input: 'open a work order about sign-in trouble\nanna@mail.example\n',
    });
    expect(first.out).toContain('What keeps you out?');
    expect(first.out).toContain('2. A lost second factor');
    const second = await firstline(['chat', '--user', 'ann'], { environment, input: '2\n' });
    expect(second.out).toContain('Back to your work order:');
    expect(second.out).toContain('On which day did you last sign in');
  });
});
