import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import ipaddr from 'ipaddr.js';
import * as z from 'zod';

const flag = z.enum(['true', 'false'], 'It is neither true nor false').transform((value) => value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean),
);
/** What the holder of a staff token may do, from the least to the most. */
export const staffRoles = ['read-only', 'agent', 'lead'] as const;
/** How the history of work orders names a staff member; `none` is what nobody has taken. */
export const staffName = /^(?!none$)[\w.-]{1,64}$/;
// A reason of a part's own would name it, and it is nobody's business.
const noStaffToken =
  'An entry is not name:role:sha256, with a role of read-only, agent or lead and 64 digits of 0-9 and a-f';
const staffTokens = list.pipe(
  z.array(
    z
      .string()
      .transform((entry) => entry.split(':'))
      .pipe(
        z.tuple(
          [
            z.string().regex(staffName, noStaffToken),
            z.enum(staffRoles, noStaffToken),
            z.string().regex(/^[0-9a-f]{64}$/, noStaffToken),
          ],
          noStaffToken,
        ),
      )
      .transform(([name, role, sha256]) => ({ name, role, sha256 })),
  ),
);
const plainAddress = /^[\w.!#$%&'*+/=?^`{|}~-]+@(?:[a-z0-9-]+\.)*[a-z0-9-]+$/i;
/** `Name <address>` or the address alone. */
const mailFrom = z
  .string()
  .transform((value) => /^(?:"?([^"<>\p{Cc}]*?)"? *<)?([^<>\s]+?)>?$/u.exec(value.trim()) ?? [])
  .transform(([, name, address]) => ({ ...(name ? { name } : {}), address: address ?? '' }))
  .refine(({ address }) => address.length <= 254 && plainAddress.test(address), 'It has no plain address');
const webUrl = z.url({ protocol: /^https?$/, error: 'It is not an http:// or https:// address' });
/** A browser says it without a path, in lower case; an app's own web view has a scheme of its own. */
const origins = list.pipe(
  z.array(
    z
      .string()
      .transform((entry) => entry.toLowerCase().replace(/\/$/, ''))
      .refine(
        (entry) => /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#*;'"\\@]+$/.test(entry),
        'An entry is not an origin: a scheme and a host, without a path',
      ),
  ),
);
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]+={0,2}$/)
  .refine((secret) => {
    const { length } = Buffer.from(secret.slice('whsec_'.length), 'base64');
    return length >= 24 && length <= 64;
  });
const webhooks = list.pipe(
  z.array(
    z
      .string()
      .transform((entry) => entry.split(/\s+/))
      // The reason would name the entry's parts, and one of them is a secret.
      .refine(
        ([url, ...secrets]) =>
          webUrl.safeParse(url).success && z.array(webhookSecret).min(1).max(3).safeParse(secrets).success,
        'An entry is not an address and one to three secrets, each whsec_ and 24 to 64 bytes in base64',
      )
      .transform(([url = '', ...secrets]) => ({ url, secrets })),
  ),
);
const networks = list.pipe(
  z.array(
    z
      .string()
      .refine(
        (text) =>
          ipaddr.isValidCIDR(text) || ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text),
        'An entry is neither an address nor a network',
      ),
  ),
);
const port = z
  .string()
  .regex(/^\d{1,5}$/, 'It is not a whole number from 0 to 65535')
  .transform(Number)
  .refine((value) => value <= 65_535, 'It is not a whole number from 0 to 65535');
const secret = z.string().min(32, 'It has fewer than 32 characters');
const levels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
const appTypes = ['MultiTenant', 'SingleTenant', 'UserAssignedMSI'] as const;

/** Every setting, from the environment or a .env file. An empty value counts as not set. */
const settings = z.object({
  PORT: port.default(3978).describe('Port the server listens on; 0 takes a free one.'),
  HOST: z.string().default('127.0.0.1').describe('Address the server listens on.'),
  DATABASE_URL: z
    .string()
    .default('sqlite:./data/firstline.sqlite')
    .describe('sqlite:./path or postgres://user:password@host:port/database'),
  KNOWLEDGE_DIR: z
    .string()
    .default('./knowledge')
    .describe('Folder of desk.md, articles, work-orders, phrases.'),
  LOG_LEVEL: z
    .enum(levels, `It is none of ${levels.join(', ')}`)
    .default('info')
    .describe('What goes to stderr.'),
  MICROSOFT_APP_ID: z.string().optional().describe('App id of the Azure Bot.'),
  MICROSOFT_APP_PASSWORD: z
    .string()
    .optional()
    .describe('Client secret of that app; none for a managed identity.'),
  MICROSOFT_APP_TYPE: z
    .enum(appTypes, `It is none of ${appTypes.join(', ')}`)
    .default('SingleTenant')
    .describe('As in the Azure Bot.'),
  MICROSOFT_APP_TENANT_ID: z.string().optional().describe('Tenant of that app.'),
  WEB_CHAT_ONLY: flag
    .default(false)
    .describe('true lets a desk that has only the web chat listen beyond this machine, without an app id.'),
  WEB_CHAT_ORIGINS: origins
    .default([])
    .describe(
      'Origins besides our own that may use the chat, such as https://www.example.com, split by commas.',
    ),
  HANDOFF_CHANNELS: list
    .default([])
    .describe('Bot Framework channels behind which people take over, split by commas, such as directline.'),
  DIRECT_LINE_SECRET: secret
    .optional()
    .describe('32 characters or more, for servers that start conversations; it also signs the tokens.'),
  TRUSTED_PROXIES: networks
    .default([])
    .describe(
      'Addresses and networks (CIDR) of the proxies before this desk, split by commas: only what they write into X-Forwarded-For is believed.',
    ),
  METRICS_TOKEN: secret
    .optional()
    .describe('32 characters or more: lets other machines read /metrics as a bearer token.'),
  STAFF_TOKENS: staffTokens
    .default([])
    .describe('name:role:sha256 of each staff token, split by commas; `firstline staff-token` makes one.'),
  PUBLIC_URL: webUrl
    .refine((url) => !/[?#]/.test(url), 'It has a ? or a #, and links could not go on after it')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .describe('Where people reach this desk, such as https://help.example.com: links in mails lead there.'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, hostname: /./, error: 'It is not an smtp:// or smtps:// address' })
    .optional()
    .describe(
      'smtp://user:password@host:587 or smtps://…:465, percent-encoded; without it no mail is sent. Needs MAIL_FROM and PUBLIC_URL.',
    ),
  MAIL_FROM: mailFrom.optional().describe('Sender of all mail: Name <desk@example.com>.'),
  WEBHOOKS: webhooks
    .default([])
    .describe(
      'Receivers split by commas, each an address, a space, and its secret; while a secret is being changed, both. ' +
        'A secret is whsec_ and the output of `openssl rand -base64 32`.',
    ),
  WEBHOOKS_ALLOW_PRIVATE: flag
    .default(false)
    .describe('true lets webhooks go to loopback and private networks, and over http://.'),
});

export type Config = Readonly<z.infer<typeof settings>>;

/** Settings that cannot be used. The message lists every fault, one a line, with its remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment over the .env file in `folder`. Throws ConfigError with all faults at once;
 * values are never repeated in it, since one may be a secret.
 */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Config {
  const given = { ...readDotEnv(folder), ...environment };
  const set = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = settings.safeParse(set);
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => fault(String(path[0] ?? ''), message)),
    ...togetherFaults(set),
  ];
  if (parsed.success && faults.length === 0) return Object.freeze(parsed.data);
  throw new ConfigError([...new Set(faults)].join('\n'));
}

/** What may be set. */
export const settingNames: readonly string[] = Object.keys(settings.shape);

function fault(name: string, message: string): string {
  const remedy = Object.entries(settings.shape).find(([key]) => key === name)?.[1].description ?? '';
  return `${name}: ${message}. ${remedy} See .env.example.`;
}

/** What one setting asks of another. */
function togetherFaults(set: Readonly<Record<string, string | undefined>>): readonly string[] {
  const needed = set.SMTP_URL === undefined ? [] : ['MAIL_FROM', 'PUBLIC_URL'];
  const missing = needed.filter((name) => set[name] === undefined);
  const open = set.WEBHOOKS?.split(',').some((entry) => /^\s*http:/i.test(entry)) === true;
  return [
    ...registrationFaults(set),
    ...missing.map((name) => fault(name, 'It is missing, and SMTP_URL needs it')),
    ...(open && set.WEBHOOKS_ALLOW_PRIVATE !== 'true'
      ? [
          fault(
            'WEBHOOKS',
            'An address begins with http://, which only WEBHOOKS_ALLOW_PRIVATE=true lets through',
          ),
        ]
      : []),
  ];
}

/** What an Azure Bot's app needs, by its type: the SDK would say so in its own words, or at the first message. */
function registrationFaults(set: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (set.MICROSOFT_APP_ID === undefined)
    return ['MICROSOFT_APP_PASSWORD', 'MICROSOFT_APP_TENANT_ID']
      .filter((name) => set[name] !== undefined)
      .map((name) => fault('MICROSOFT_APP_ID', `It is missing, and ${name} is set`));
  const type = set.MICROSOFT_APP_TYPE ?? 'SingleTenant';
  const managed = type === 'UserAssignedMSI';
  const needed = [
    ...(managed ? [] : ['MICROSOFT_APP_PASSWORD']),
    ...(type === 'MultiTenant' ? [] : ['MICROSOFT_APP_TENANT_ID']),
  ];
  const secret = managed && set.MICROSOFT_APP_PASSWORD !== undefined;
  return [
    ...needed
      .filter((name) => set[name] === undefined)
      .map((name) => fault(name, `It is missing, and a ${type} app needs it`)),
    ...(secret ? [fault('MICROSOFT_APP_PASSWORD', 'A managed identity has none; leave it out')] : []),
  ];
}

/** The .env file in `folder`; none is an empty one. Throws ConfigError where it cannot be read. */
export function readDotEnv(folder: string): Readonly<Record<string, string | undefined>> {
  const text = textOf(`${folder}/.env`);
  // Editors on Windows begin a file with a mark that would belong to the first name.
  return parseEnv(text.replace(/^\uFEFF/, ''));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT') return '';
    throw new ConfigError(
      `The file .env is there and cannot be read (${code}). Let this user read it, or take it away.`,
    );
  }
}
