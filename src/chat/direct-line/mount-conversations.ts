import { type Answer, json } from '../../http/answer.ts';
import type { HttpRequest } from '../../http/handler.ts';
import { HttpProblem } from '../../http/problem.ts';
import { beginning } from '../to-message.ts';
import {
  authenticate,
  authenticateReading,
  base,
  type DirectLine,
  socketBase,
  watermarkOf,
} from './direct-line.ts';
import { identityOf } from './from-client.ts';
import { limitUnknown, type Naming, newConversation, readNaming, userOf } from './mount-tokens.ts';
import { bearerOf, type Claims } from './tokens.ts';

/** Starting a conversation, and coming back to one. */
export function mountConversations(line: DirectLine): void {
  mountSession(line);
  line.route('post', `${base}/conversations`, async (request) => {
    await limitUnknown(line, request);
    const naming = await readNaming(request);
    const claims = await claimsOf(line, request, naming);
    const began = await begin(line, claims, naming);
    return connected(line, request, claims, began ? 201 : 200);
  });
  line.route('get', `${base}/conversations/:id`, async (request) => {
    const claims = await authenticateReading(line, request);
    if (!(await line.feed.exists(claims.conversationId))) {
      throw new HttpProblem(404, 'This conversation is not known here. Start a new one.');
    }
    return connected(line, request, claims, 200);
  });
}

/** Microsoft's Web Chat asks for one before it shows a sign-in card; ours binds nothing to it. */
function mountSession(line: DirectLine): void {
  line.route('get', `${base}/session/getsessionid`, async (request) => {
    await authenticateReading(line, request);
    return json(200, { sessionId: line.options.newId() });
  });
}

async function claimsOf(line: DirectLine, request: HttpRequest, naming: Naming): Promise<Claims> {
  const bearer = bearerOf(request.raw.headers.authorization);
  const bySecret = bearer !== undefined && line.tokens.isSecret(bearer);
  return bySecret ? newConversation(await userOf(line, request, naming)) : authenticate(line, request);
}

/** Logs the beginning, so that even a server that is killed now will greet; false when it began before. */
async function begin(line: DirectLine, claims: Claims, { locale, localTimezone }: Naming): Promise<boolean> {
  const { conversationId } = claims;
  if (await line.feed.exists(conversationId)) return false;
  const id = 'started';
  const message = beginning({ locale, localTimezone }, { id, ...identityOf(claims) });
  const appended = await line.feed.append(conversationId, { message }, id, false);
  if (appended.fresh) line.turns.enqueue({ ...appended, conversationId, id, message });
  return appended.fresh;
}

async function connected(
  line: DirectLine,
  request: HttpRequest,
  claims: Claims,
  status: number,
): Promise<Answer> {
  const { conversationId } = claims;
  const at = socketBase(request.raw.headers);
  const ticket = new URLSearchParams({
    watermark: String(watermarkOf(request.query)),
    t: await line.tokens.issueForStream(claims),
  });
  return json(status, {
    conversationId,
    token: await line.tokens.issue(claims),
    expires_in: line.tokens.ttlSeconds,
    streamUrl: `${at}${base}/conversations/${conversationId}/stream?${ticket}`,
  });
}
