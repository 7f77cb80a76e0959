import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDesk, type TestDesk } from './desk.ts';
import { play } from './play.ts';
import { readTranscript } from './read-transcript.ts';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.md'));

describe('transcripts', () => {
  let desk: TestDesk;
  beforeAll(async () => {
    desk = await openTestDesk();
  });
  afterAll(() => desk.close());

  it('are there', () => expect(files.length).toBeGreaterThanOrEqual(60));

  it.each(files)('%s', async (file) => {
    const steps = readTranscript(readFileSync(new URL(file, folder), 'utf8'));
    expect(steps.length).toBeGreaterThan(0);
    expect(await play(desk, steps)).toEqual([]);
  });
});
