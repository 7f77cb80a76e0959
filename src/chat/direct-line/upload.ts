import { parseJson } from '../../http/body.ts';
import { HttpProblem } from '../../http/problem.ts';
import { sizes } from '../../limits.ts';

/** Which type the client says it has is not asked: its content tells. */
export interface UploadedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** What a multipart upload holds: the files, and the activity that they belong to, if it came along. */
export interface UploadParts {
  readonly activity: unknown;
  readonly files: readonly UploadedFile[];
}

/** Reads multipart/form-data from memory: nothing touches the temp folder. Throws 400 or 415. */
export async function readUpload(body: Buffer, contentType: string): Promise<UploadParts> {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) {
    throw new HttpProblem(
      415,
      'An upload is multipart/form-data with a part "activity" and a part "file" for each file.',
    );
  }
  if (partsIn(body, contentType) > MOST_PARTS)
    throw new HttpProblem(400, `The upload holds more than ${MOST_PARTS} parts.`);
  const parts = [...(await formOf(body, contentType)).entries()];
  const files = parts.filter(([name, part]) => name !== 'activity' && part instanceof File);
  if (files.length === 0) throw new HttpProblem(400, 'The upload holds no file.');
  if (files.length > sizes.uploadFiles)
    throw new HttpProblem(
      400,
      `The upload holds ${files.length} files, expected at most ${sizes.uploadFiles}.`,
    );
  const activity = parts.find(([name]) => name === 'activity')?.[1];
  return {
    activity: activity === undefined ? { type: 'message' } : parseJson(await textOf(activity)),
    files: await Promise.all(files.map(([, part]) => fileOf(part))),
  };
}

/** The files, the activity, and what a form may hold besides; to read thousands would hold up everybody. */
const MOST_PARTS = 50;

/** Counted as far as it matters. */
function partsIn(body: Buffer, contentType: string): number {
  const boundary = /boundary="?([^";]{1,200})/i.exec(contentType)?.[1];
  if (boundary === undefined) return 0;
  let parts = 0;
  for (let at = body.indexOf(boundary); at >= 0 && parts <= MOST_PARTS; parts++)
    at = body.indexOf(boundary, at + boundary.length);
  return parts;
}

async function formOf(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw new HttpProblem(400, 'The body is not valid multipart/form-data.');
  }
}

const textOf = async (part: File | string): Promise<string> =>
  typeof part === 'string' ? part : part.text();

async function fileOf(part: File | string): Promise<UploadedFile> {
  if (typeof part === 'string') return { name: 'file', content: Buffer.from(part) };
  return { name: part.name, content: new Uint8Array(await part.arrayBuffer()) };
}
