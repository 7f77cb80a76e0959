import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import { type LoadedContent, loadContent } from '../check/load-content.ts';
import { readConfig } from '../config.ts';
import { plainMarkdown } from '../conversation/plain-markdown.ts';
import { shorten } from '../conversation/text.ts';
import { type PhraseKey, say } from '../desk/phrases.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { type AppFacts, teamsManifest } from './teams/manifest.ts';
import { packageApp } from './teams/package-app.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly knowledge?: string;
  readonly out: string;
  readonly appId?: string;
  readonly url?: string;
  readonly appVersion: string;
  readonly developer?: string;
  readonly privacyUrl?: string;
  readonly termsUrl?: string;
  readonly colorIcon?: string;
  readonly outlineIcon?: string;
}

export function addTeamsManifest(program: Command): void {
  program
    .command('teams-manifest')
    .description('build the app that is uploaded to Teams: manifest and icons, checked, in one zip')
    .option('--out <file>', 'where it is written', 'data/teams-app.zip')
    .option('--app-id <id>', 'app id of the Azure Bot; default MICROSOFT_APP_ID')
    .option('--url <url>', 'where people reach the desk, https; default PUBLIC_URL')
    .option('--app-version <version>', 'of the app; Teams takes an update only under a higher one', '1.0.0')
    .option('--developer <name>', 'who stands behind it; default the desk’s name')
    .option('--privacy-url <url>', 'default the desk’s address')
    .option('--terms-url <url>', 'default the desk’s address')
    .option('--color-icon <png>', '192 × 192 pixels; default Firstline’s own')
    .option('--outline-icon <png>', '32 × 32 pixels, white on nothing; default Firstline’s own')
    .option('--knowledge <dir>', 'knowledge folder')
    .action(async (options: Options) => {
      const content = await loadContent(await knowledgeFolder(options.knowledge));
      const icons = {
        ...(options.colorIcon !== undefined && { color: options.colorIcon }),
        ...(options.outlineIcon !== undefined && { outline: options.outlineIcon }),
      };
      const zip = await packageApp(teamsManifest(factsOf(content, options)), icons);
      await mkdir(dirname(options.out), { recursive: true });
      await writeFile(options.out, zip);
      process.stdout.write(`Written: ${options.out}. In Teams: Apps, Manage your apps, Upload an app.\n`);
    });
}

function factsOf({ desk, phrases }: LoadedContent, options: Options): AppFacts {
  const config = readConfig(process.env, process.cwd());
  const url = options.url ?? config.PUBLIC_URL;
  const appId = options.appId ?? config.MICROSOFT_APP_ID;
  if (appId === undefined) throw new UsageError('No app id: name one with --app-id or MICROSOFT_APP_ID.');
  if (url === undefined) throw new UsageError('No address: name one with --url or PUBLIC_URL.');
  const spoken = phrases.get(desk.lang) ?? { lang: desk.lang, texts: new Map<string, string>() };
  const word = (key: PhraseKey): string => plainMarkdown(say(spoken, key));
  const command = (title: PhraseKey, description: PhraseKey) => ({
    title: shorten(word(title), 32),
    description: shorten(word(description), 128),
  });
  return {
    appId,
    url,
    version: options.appVersion,
    name: shorten(desk.name, 30),
    developer: shorten(options.developer ?? desk.name, 32),
    privacyUrl: options.privacyUrl ?? url,
    termsUrl: options.termsUrl ?? url,
    tagline: shorten(word('page.tagline'), 80),
    about: shorten(word('help'), 4000),
    commands: [
      command('choice.file-new', 'page.tagline'),
      command('choice.status', 'page.work-orders-none'),
      command('choice.person', 'page.tagline'),
    ],
  };
}
