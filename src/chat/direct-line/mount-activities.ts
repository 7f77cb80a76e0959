import { type Answer, json } from '../../http/answer.ts';
import { readBody, readJson } from '../../http/body.ts';
import type { HttpRequest } from '../../http/handler.ts';
import { HttpProblem } from '../../http/problem.ts';
import { sizes } from '../../limits.ts';
import { within } from '../../within.ts';
import { readActivity, type SaidActivity, saidActivity } from '../activity.ts';
import { keepSentFile } from '../keep-sent-file.ts';
import { type SentFiles, sentFiles } from '../to-message.ts';
import { authenticate, authenticateReading, base, type DirectLine, watermarkOf } from './direct-line.ts';
import { activityId, fromClient, webId } from './from-client.ts';
import type { Claims } from './tokens.ts';
import { readUpload, type UploadedFile } from './upload.ts';

/** Saying something, and reading what was said. */
export function mountActivities(line: DirectLine): void {
  line.route('get', `${base}/conversations/:id/activities`, async (request) => {
    const { conversationId } = await authenticateReading(line, request);
    return json(200, await line.feed.since(conversationId, watermarkOf(request.query)));
  });
  line.route('post', `${base}/conversations/:id/activities`, (request) => inTime(say(line, request)));
  line.route('post', `${base}/conversations/:id/upload`, (request) => inTime(upload(line, request)));
}

/** How long a database that says nothing may keep somebody waiting, ms. */
const patienceMs = 8000;

/** What takes longer goes on: sent again under its own id, it is the same message. */
async function inTime(taking: Promise<Answer>): Promise<Answer> {
  taking.catch(() => undefined);
  const answer = await within(patienceMs, taking);
  if (answer !== undefined) return answer;
  throw new HttpProblem(503, 'Sorry, this could not be taken in time. Send it again in a moment.', {
    'retry-after': '5',
  });
}

async function say(line: DirectLine, request: HttpRequest): Promise<Answer> {
  const claims = await authenticate(line, request);
  await limitSaid(line, request, claims);
  const activity = readActivity(saidActivity, await readJson(request.raw, sizes.activity));
  requireText(activity);
  return take(line, claims, activity);
}

/** By person, whatever conversations they have, and by address, whatever persons it makes up. */
async function limitSaid({ options }: DirectLine, { address }: HttpRequest, { user }: Claims): Promise<void> {
  await options.limits.said.take(webId(user.id));
  await options.limits.saidByAddress.take(address);
}

/** A link in place of a file is not fetched, so with no text beside it there would be nothing to answer. */
function requireText({ type, text, value, attachments }: SaidActivity): void {
  const said = (text ?? '') !== '' || (value !== undefined && value !== null);
  if (type !== 'message' || said || attachments.length === 0) return;
  throw new HttpProblem(
    415,
    'Unexpected attachment without a text. A file is sent to the upload path of its conversation.',
  );
}

/** Logged before it is answered: a client that has our answer never has to say it again. */
async function take(
  line: DirectLine,
  claims: Claims,
  activity: SaidActivity,
  files?: SentFiles,
): Promise<Answer> {
  const id = activityId(activity, claims, line.options.newId);
  const taken = fromClient(activity, claims, { id, now: line.options.now() }, files);
  if (taken !== undefined) {
    const { conversationId } = claims;
    const appended = await line.feed.append(conversationId, taken.entry, id, false);
    if (appended.fresh) line.turns.enqueue({ ...appended, conversationId, id, message: taken.message });
  }
  return json(200, { id });
}

async function upload(line: DirectLine, request: HttpRequest): Promise<Answer> {
  const claims = await authenticate(line, request);
  await line.options.limits.uploads.take(webId(claims.user.id));
  const hold = line.options.server.heldBytes.begin(request.address);
  try {
    const body = await readBody(request.raw, sizes.upload, hold.add);
    const parts = await readUpload(body, request.raw.headers['content-type'] ?? '');
    // The files are the attachments: what the activity says of them is not needed, and need not be there.
    const activity = readActivity(saidActivity, withText(parts.activity));
    return await take(line, claims, activity, await store(line, claims, parts.files));
  } finally {
    hold.end();
  }
}

const withText = (activity: unknown): unknown =>
  typeof activity === 'object' && activity !== null ? { text: '', ...activity } : activity;

/** What is refused is refused in the conversation, by name and with its reason: the request itself was fine. */
async function store(line: DirectLine, { user }: Claims, files: readonly UploadedFile[]): Promise<SentFiles> {
  const kept = [];
  for (const file of files) kept.push(await keepSentFile(line.options, webId(user.id), file));
  return sentFiles(kept);
}
