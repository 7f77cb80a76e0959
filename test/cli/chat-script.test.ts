import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readScript, runScript } from '../../src/cli/chat-script.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstline-scripts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const script = async (text: string): Promise<string> => {
  const file = join(folder, 'script.md');
  await writeFile(file, text);
  return file;
};

it('reads what is said and what is expected, with their lines', () => {
  expect(readScript('# Title\nfor the reader\n\n> hello\nHi.\n[Yes]\n\n> bye')).toEqual([
    {
      said: 'hello',
      line: 4,
      expected: [
        { text: 'Hi.', line: 5 },
        { text: '[Yes]', line: 6 },
      ],
    },
    { said: 'bye', line: 8, expected: [] },
  ]);
});

it('plays a transcript to a number, and back to it', async () => {
  const said: string[] = [];
  const file = await script(
    [
      ...[
        '> file a general request',
        'What is it about?',
        '> The site or the app',
        '> My yearly statement lacks May.',
      ],
      ...[
        '> Both files end in April, I looked twice.',
        '> skip',
        '> anna@mail.example',
        '[Send it]',
        '> send it',
      ],
      ...['Your work order is {number}', '> {number}', 'Status: new'],
    ].join('\n'),
  );
  expect(await runScript(file, (text) => said.push(text))).toEqual([]);
  expect(said.at(-1)).toMatch(/^WO-/);
});

it('says what was not as written, and where', async () => {
  const file = await script('> help\nAsk me anything\nA song\n');
  expect(await runScript(file, () => {})).toEqual(['line 3: expected A song']);
});

it('needs a transcript', async () => {
  await expect(runScript(join(folder, 'nowhere.md'), () => {})).rejects.toThrow('no transcript at');
  await expect(runScript(await script('hello'), () => {})).rejects.toThrow('says nothing');
});
