import * as fc from 'fast-check';
import { bodyOf, inHeader, inUrl, json, mostly, text } from './hostile.ts';

/** A request as data, so that a failure can be printed and sent again. */
export interface Shot {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | readonly (readonly [name: string, file: string, content: string])[];
}

/** Who fires: what the server gave them before. */
export interface Known {
  readonly visits: readonly { readonly token: string; readonly conversationId: string }[];
  readonly numbers: readonly string[];
  readonly tokens: readonly string[];
  /** Where the bot's replies may go. */
  readonly serviceUrl: string;
}

const address = fc.ipV4().map((ip) => ({ 'x-forwarded-for': ip }));
const id = fc.string({ minLength: 1, maxLength: 12 });

const account = fc.record({ id: mostly(id), name: mostly(fc.constantFrom('Ann', 'Bot')) });
const attachment = fc.record({
  contentType: mostly(
    fc.constantFrom(
      'image/png',
      'text/html',
      'application/vnd.microsoft.card.adaptive',
      'application/vnd.microsoft.teams.file.download.info',
    ),
  ),
  name: mostly(fc.constant('a.png')),
  contentUrl: mostly(fc.constant('https://evil.example/a.png')),
  content: mostly(json),
});
const saidParts = {
  type: mostly(
    fc.constantFrom(
      'message',
      'event',
      'invoke',
      'conversationUpdate',
      'typing',
      'installationUpdate',
      'messageReaction',
      'endOfConversation',
      'handoff',
    ),
  ),
  id: mostly(fc.uuid()),
  name: mostly(fc.constantFrom('adaptiveCard/action', 'handoff.status', 'composeExtension/query')),
  action: mostly(fc.constantFrom('add', 'remove')),
  text: mostly(text),
  value: mostly(
    fc.oneof(
      json,
      fc.constantFrom('file:', 'article:', 'menu', 'type:sign-in').map((choice) => ({ choice })),
    ),
  ),
  locale: mostly(fc.constantFrom('en', 'de-DE', 'es', 'ar')),
  localTimezone: mostly(fc.constantFrom('Europe/Berlin', 'UTC')),
  attachments: mostly(fc.array(attachment, { maxLength: 3 })),
  entities: mostly(
    fc.array(
      fc.record({ type: mostly(fc.constant('mention')), text: mostly(text), mentioned: mostly(account) }),
      { maxLength: 3 },
    ),
  ),
  membersAdded: mostly(fc.array(account, { maxLength: 3 })),
  recipient: mostly(fc.constant({ id: 'bot', name: 'Bot' })),
  channelData: mostly(fc.record({ clientActivityID: mostly(id) })),
};
const once = (value: unknown, good: unknown) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constant(value) });

/** POST /api/messages, which without an app id hears this machine: what passes for an activity, and what does not. */
export const messages = ({ serviceUrl }: Known): fc.Arbitrary<Shot> =>
  bodyOf(
    fc.record({
      ...saidParts,
      channelId: mostly(fc.constantFrom('msteams', 'slack', 'emulator', 'directline', 'telegram')),
      // Another one is refused by its shape, or does not take the reply, which is no fault of the desk's.
      serviceUrl: once('javascript:alert(1)', serviceUrl),
      deliveryMode: mostly(fc.constant('expectReplies')),
      from: mostly(account),
      conversation: mostly(
        fc.record({ id: mostly(id), conversationType: mostly(fc.constantFrom('personal', 'channel')) }),
      ),
      replyToId: mostly(id),
    }),
  ).chain(({ type, body }) =>
    fc
      .oneof(
        { weight: 8, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: inHeader.map((authorization) => ({ authorization })) },
      )
      .map((more) => ({
        ...{ method: 'POST', path: '/api/messages', body },
        headers: { 'content-type': type, ...more },
      })),
  );

const bearer = (tokens: readonly string[]) =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...tokens).map((token) => `Bearer ${token}`) },
    { weight: 1, arbitrary: inHeader },
  );

const line = '/v3/directline';

/** Direct Line and what the page asks besides. */
export function directLine({ visits }: Known): fc.Arbitrary<Shot> {
  const visit = fc.constantFrom(...visits);
  const authorised = (of: fc.Arbitrary<Shot>): fc.Arbitrary<Shot> =>
    fc.tuple(of, address, bearer(visits.map(({ token }) => token))).map(([shot, from, authorization]) => ({
      ...shot,
      headers: { authorization, ...from, ...shot.headers },
    }));
  const conversation = fc.oneof(
    { weight: 8, arbitrary: visit.map((one) => one.conversationId) },
    { weight: 1, arbitrary: inUrl },
  );
  const own = visit.chain(({ token, conversationId }) =>
    fc
      .tuple(address, bodyOf(fc.record({ ...saidParts, from: mostly(account) })))
      .map(([from, { type, body }]) => ({
        ...{ method: 'POST', path: `${line}/conversations/${conversationId}/activities`, body },
        headers: { 'content-type': type, authorization: `Bearer ${token}`, ...from },
      })),
  );
  const uploads = visit.chain(({ token, conversationId }) =>
    fc
      .tuple(
        address,
        fc.array(
          fc.tuple(
            fc.constantFrom('file', 'activity', ''),
            text.map((one) => one.replace(/[\r\n"]/g, '')),
            text,
          ),
          { minLength: 1, maxLength: 3 },
        ),
      )
      .map(([from, body]) => ({
        ...{ method: 'POST', path: `${line}/conversations/${conversationId}/upload`, body },
        headers: { authorization: `Bearer ${token}`, ...from },
      })),
  );
  const naming = bodyOf(
    fc.record({
      user: mostly(account),
      locale: mostly(fc.constant('de')),
      localTimezone: mostly(fc.constant('UTC')),
    }),
  );
  const begins = fc
    .tuple(fc.constantFrom('/tokens/generate', '/tokens/refresh', '/conversations'), naming)
    .map(([path, { type, body }]) => ({
      method: 'POST',
      path: line + path,
      headers: { 'content-type': type },
      body,
    }));
  const reads = fc
    .tuple(conversation, fc.constantFrom('', '/activities', '/stream', '/upload'), inUrl)
    .map(([of, part, mark]) => ({
      method: 'GET',
      path: `${line}/conversations/${of}${part}?watermark=${mark}`,
      headers: {},
    }));
  const page = fc
    .tuple(
      fc.constantFrom(
        '/chat/suggestions?q=',
        '/chat/work-orders?x=',
        '/chat/settings.json?lang=',
        '/links?t=',
        '/',
      ),
      inUrl,
      inHeader,
    )
    .map(([path, value, language]) => ({
      method: 'GET',
      path: path + value,
      headers: { 'accept-language': language },
    }));
  const links = fc
    .tuple(
      address,
      fc.oneof(
        inUrl.map((token) => `token=${token}`),
        text,
      ),
    )
    .map(([from, body]) => ({
      method: 'POST',
      path: '/links',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...from },
      body,
    }));
  const methods = fc
    .tuple(fc.constantFrom('PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD'), inUrl)
    .map(([method, path]) => ({ method, path: `${line}/${path}`, headers: {} }));
  return fc.oneof(
    { weight: 5, arbitrary: own },
    { weight: 2, arbitrary: uploads },
    { weight: 1, arbitrary: links },
    { weight: 5, arbitrary: authorised(fc.oneof(begins, reads, page, methods)) },
  );
}
