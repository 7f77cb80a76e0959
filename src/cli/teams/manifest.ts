import * as z from 'zod';

const webAddress = z.url({ protocol: /^https$/, error: 'an address that begins with https://' });
const command = z.object({ title: z.string().min(1).max(32), description: z.string().min(1).max(128) });

/** What Teams takes of an app manifest 1.17 with one bot: its limits, as Microsoft documents them. */
export const manifestShape = z.strictObject({
  $schema: z.literal('https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.schema.json'),
  manifestVersion: z.literal('1.17'),
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as 1.0.0'),
  id: z.guid('an app id such as 00000000-0000-0000-0000-000000000000'),
  developer: z.strictObject({
    name: z.string().min(1).max(32),
    websiteUrl: webAddress.max(2048),
    privacyUrl: webAddress.max(2048),
    termsOfUseUrl: webAddress.max(2048),
  }),
  name: z.strictObject({ short: z.string().min(1).max(30), full: z.string().min(1).max(100) }),
  description: z.strictObject({ short: z.string().min(1).max(80), full: z.string().min(1).max(4000) }),
  icons: z.strictObject({ color: z.literal('color.png'), outline: z.literal('outline.png') }),
  accentColor: z.string().regex(/^#[\da-f]{6}$/i),
  bots: z
    .array(
      z.strictObject({
        botId: z.guid(),
        scopes: z.array(z.enum(['personal', 'team', 'groupChat'])).min(1),
        supportsFiles: z.boolean(),
        isNotificationOnly: z.boolean(),
        commandLists: z
          .array(z.strictObject({ scopes: z.array(z.string()), commands: z.array(command).min(1).max(10) }))
          .max(3),
      }),
    )
    .length(1),
  permissions: z.array(z.enum(['identity', 'messageTeamMembers'])),
  validDomains: z.array(z.string().regex(/^[\w.-]+$/)).max(16),
});

export type TeamsManifest = z.infer<typeof manifestShape>;

/** What a desk says of itself, and who stands behind it. */
export interface AppFacts {
  readonly appId: string;
  /** Where people reach the desk, https. */
  readonly url: string;
  readonly version: string;
  readonly name: string;
  readonly developer: string;
  readonly privacyUrl: string;
  readonly termsUrl: string;
  readonly tagline: string;
  /** Plain text. */
  readonly about: string;
  /** What can be typed, with what it does. */
  readonly commands: readonly { readonly title: string; readonly description: string }[];
}

/** The manifest; not yet held to its limits: an editor's words may be longer than they are. */
export function teamsManifest(facts: AppFacts): TeamsManifest {
  const scopes = ['personal', 'team', 'groupChat'] as const;
  return {
    $schema: 'https://developer.microsoft.com/json-schemas/teams/v1.17/MicrosoftTeams.schema.json',
    manifestVersion: '1.17',
    version: facts.version,
    id: facts.appId,
    developer: {
      name: facts.developer,
      websiteUrl: facts.url,
      privacyUrl: facts.privacyUrl,
      termsOfUseUrl: facts.termsUrl,
    },
    name: { short: facts.name, full: facts.name },
    description: { short: facts.tagline, full: facts.about },
    icons: { color: 'color.png', outline: 'outline.png' },
    accentColor: '#2450D3',
    bots: [
      {
        botId: facts.appId,
        scopes: [...scopes],
        supportsFiles: true,
        isNotificationOnly: false,
        commandLists: [{ scopes: [...scopes], commands: [...facts.commands] }],
      },
    ],
    permissions: ['identity', 'messageTeamMembers'],
    validDomains: [URL.canParse(facts.url) ? new URL(facts.url).hostname : ''],
  };
}
