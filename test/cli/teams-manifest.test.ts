import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { manifestShape, teamsManifest } from '../../src/cli/teams/manifest.ts';
import { packageApp } from '../../src/cli/teams/package-app.ts';
import { firstline } from './run.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firstline-teams-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const facts = {
  appId: '6a1f0a52-0000-4000-8000-000000000000',
  url: 'https://help.example.com',
  version: '1.0.0',
  name: 'Help',
  developer: 'Example',
  privacyUrl: 'https://help.example.com/privacy',
  termsUrl: 'https://help.example.com/terms',
  tagline: 'Answers right away.',
  about: 'Ask anything.',
  commands: [{ title: 'My work orders', description: 'What became of them' }],
};

it('is built by one command, from the desk’s own words', async () => {
  const out = join(folder, 'app.zip');
  const named = ['--app-id', facts.appId, '--url', facts.url, '--out', out];
  expect((await firstline(['teams-manifest', ...named])).status).toBe(0);
  const files = unzipSync(new Uint8Array(await readFile(out)));
  expect(Object.keys(files).toSorted()).toEqual(['color.png', 'manifest.json', 'outline.png']);
  const manifest = manifestShape.parse(JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())));
  expect(manifest).toMatchObject({
    id: facts.appId,
    name: { short: 'Northgate Account Support' },
    validDomains: ['help.example.com'],
    bots: [{ botId: facts.appId, scopes: ['personal', 'team', 'groupChat'] }],
  });
});

it('says what is missing', async () => {
  const { status, err } = await firstline(['teams-manifest', '--url', facts.url]);
  expect(status).toBe(2);
  expect(err).toContain('MICROSOFT_APP_ID');
});

it.each([
  [{ appId: 'x' }, 'id: '],
  [{ url: 'http://help.example.com' }, 'developer.websiteUrl: '],
  [{ name: 'x'.repeat(31) }, 'name.short: '],
  [{ tagline: '' }, 'description.short: '],
  [{ version: '1' }, 'version: '],
])('names the fault in %o', async (wrong, fault) => {
  await expect(packageApp(teamsManifest({ ...facts, ...wrong }), {})).rejects.toThrow(fault);
});

it('names an icon of another size, and one that is none', async () => {
  const text = join(folder, 'icon.png');
  await writeFile(text, 'not a picture at all, but long enough to be one');
  const outline = { outline: 'src/cli/teams/color.png' };
  await expect(packageApp(teamsManifest(facts), outline)).rejects.toThrow(
    '192 × 192 pixels, expected a PNG of 32',
  );
  await expect(packageApp(teamsManifest(facts), { color: text })).rejects.toThrow('no PNG');
  await expect(packageApp(teamsManifest(facts), { color: 'nowhere.png' })).rejects.toThrow('no icon at');
});
