import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Served, serveDesk } from '../../served.ts';
import { type Channel, openChannel, post } from './channel.ts';

const folder = 'test/fixtures/activities';

/** As the channels' documentation writes them, sent one after the other through the whole desk. */
describe('activities as the channels send them', () => {
  let data: string;
  let running: Served;
  let channel: Channel;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'firstline-recorded-'));
    running = await serveDesk(data);
  });
  afterAll(async () => {
    await running.stop();
    await rm(data, { recursive: true, force: true });
  });
  beforeEach(async () => {
    channel = await openChannel();
    channel.putFile('/download/statement.txt', 'a statement');
  });
  afterEach(() => channel.close());

  const play = async (name: string): Promise<readonly string[]> => {
    const text = await readFile(join(folder, `${name}.json`), 'utf8');
    const activities = z
      .array(z.looseObject({}))
      .parse(JSON.parse(text.replaceAll('{serviceUrl}', channel.serviceUrl)));
    for (const one of activities)
      expect((await post(running.url, one)).status, JSON.stringify(one)).toBe(200);
    return channel.received.map((one) => JSON.stringify(one));
  };

  it('Teams, to a person: greets once, answers, and opens a form by a button of its card', async () => {
    const said = await play('teams-personal');
    expect(said[0]).toContain('Welcome to Northgate');
    expect(said.filter((one) => one.includes('Welcome to Northgate'))).toHaveLength(1);
    expect(said.join()).toContain('waiting for the network');
    expect(said.join()).toContain('**Transaction issue.**');
    expect(said.join()).toContain('What is the e-mail address of your account?');
    expect(said.join()).not.toContain('does not look like');
    expect(said.join()).not.toContain('suggestedActions');
  });

  it('Teams, in a channel: hears its name and leaves it out, and does not greet who joins the team', async () => {
    const said = await play('teams-channel');
    expect(said.join()).toMatch(/track/i);
    expect(said.join()).not.toContain('Welcome to Northgate');
    expect(channel.calls.every((call) => call.includes('messageid%3D1700000000100'))).toBe(true);
  });

  it('Teams, with files: fetches them from where Teams keeps them', async () => {
    const said = await play('teams-files');
    expect(said.length).toBeGreaterThanOrEqual(2);
  });

  it('Slack: answers with numbers in place of buttons', async () => {
    const said = await play('slack');
    expect(said[0]).toMatch(/1\. /);
    expect(said.join()).not.toMatch(/suggestedActions|adaptive/);
  });

  it('Telegram: answers with buttons that type their label, and understands one', async () => {
    const said = await play('telegram');
    expect(said.join()).toMatch(/"imBack"/);
    expect(said.length).toBeGreaterThanOrEqual(4);
  });

  it('leaves no recording out', async () => {
    expect((await readdir(folder)).toSorted()).toEqual([
      'slack.json',
      'teams-channel.json',
      'teams-files.json',
      'teams-personal.json',
      'telegram.json',
    ]);
  });
});
