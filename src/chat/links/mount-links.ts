import type { IncomingMessage } from 'node:http';
import type { Desk } from '../../conversation/run-turn.ts';
import { saidTime } from '../../conversation/said-time.ts';
import type { Say } from '../../conversation/view.ts';
import type { Answer } from '../../http/answer.ts';
import { readBody } from '../../http/body.ts';
import type { HttpRequest } from '../../http/handler.ts';
import type { Limits } from '../../http/limits.ts';
import { HttpProblem } from '../../http/problem.ts';
import type { HttpServer } from '../../http/server.ts';
import { sizes } from '../../limits.ts';
import { languageOf } from '../page-language.ts';
import { linkPage } from './link-page.ts';
import type { LinkTokens, ReadLink } from './link-tokens.ts';

type Claim = ReadLink & { readonly kind: 'claim' };

/** What following a link does; each does it once, however often the button is pressed. */
export interface LinkDeeds {
  /** Confirms the work order's address where `isFor` knows it, and its mail says all then; `stale` where it is another by now. */
  readonly verify: (number: string, isFor: (address: string) => boolean) => Promise<'done' | 'stale'>;
  /** Lets the asking requester speak for who filed the work order; `stale` where it is gone. */
  readonly claim: (claim: Pick<Claim, 'number' | 'requesterId'>) => Promise<'done' | 'stale'>;
}

export interface LinkOptions {
  readonly server: HttpServer;
  readonly tokens: LinkTokens;
  readonly deeds: LinkDeeds;
  readonly desk: () => Pick<Desk, 'settings' | 'phrases'>;
  readonly limits: Pick<Limits, 'links'>;
}

/**
 * The pages that signed links in mails lead to. Mail scanners and previews follow links: looking at the page
 * does nothing, its button does.
 */
export function mountLinks(options: LinkOptions): void {
  const { server, tokens, limits } = options;
  server.route('get', '/links', async (request) => {
    await limits.links.take(request.address);
    const token = request.query.get('t') ?? '';
    const link = await tokens.read(token);
    const page = begun(options, request);
    return link === undefined ? dead(page) : asked(options, page, link, token);
  });
  server.route('post', '/links', async (request) => {
    await limits.links.take(request.address);
    const link = await tokens.read(await tokenIn(request.raw));
    const page = begun(options, request);
    if (link === undefined) return dead(page);
    return (await follow(options.deeds, link)) === 'done' ? done(page, link) : dead(page);
  });
}

const follow = (deeds: LinkDeeds, link: ReadLink): Promise<'done' | 'stale'> =>
  link.kind === 'verify' ? deeds.verify(link.number, link.isFor) : deeds.claim(link);

async function tokenIn(request: IncomingMessage): Promise<string> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded'))
    throw new HttpProblem(415, 'Unexpected content-type, expected application/x-www-form-urlencoded.');
  const form = new URLSearchParams((await readBody(request, sizes.form)).toString('utf8'));
  return form.get('token') ?? '';
}

interface Begun {
  readonly lang: string;
  readonly desk: string;
  readonly say: Say;
}

function begun({ desk }: LinkOptions, request: HttpRequest): Begun {
  const { settings, phrases } = desk();
  const { lang, say } = phrases(languageOf(request));
  return { lang, desk: settings.name, say };
}

function asked(options: LinkOptions, { say, ...page }: Begun, link: ReadLink, token: string): Answer {
  const { number } = link;
  if (link.kind === 'verify')
    return linkPage(200, {
      ...page,
      title: say('link.verify-title'),
      text: say('link.verify-text', { number }),
      action: { kind: 'button', label: say('link.verify-button'), token },
    });
  const time = saidTime(link.at, { zone: options.desk().settings.zone, lang: page.lang });
  return linkPage(200, {
    ...page,
    title: say('link.claim-title', { number }),
    text: say('link.claim-text', { time }),
    action: { kind: 'button', label: say('link.claim-button'), token },
  });
}

function done({ say, ...page }: Begun, { kind, number }: ReadLink): Answer {
  const which = kind === 'verify' ? 'verified' : 'claimed';
  return linkPage(200, {
    ...page,
    title: say(`link.${which}-title`),
    text: say(`link.${which}-text`, { number }),
    action: { kind: 'chat', label: say('link.chat') },
  });
}

/** The same for what expired, was forged or leads to what is gone. */
const dead = ({ say, ...page }: Begun): Answer =>
  linkPage(410, {
    ...page,
    title: say('link.dead-title'),
    text: say('link.dead-text'),
    action: { kind: 'chat', label: say('link.chat') },
  });
