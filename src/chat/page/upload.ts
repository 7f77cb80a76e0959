import type { SendOutcome } from './outbox.ts';
import type { Session } from './session.ts';

/** Will never be taken, however often it is sent. */
export const isRefused = (status: number): boolean => status === 400 || status === 413 || status === 415;

/**
 * Posts files with the activity that they belong to. By itself: Microsoft's client would fetch the file
 * again from an address that the page's policy does not allow; and by XMLHttpRequest: `fetch` does not
 * tell how far it got.
 */
export function uploadFiles(
  { conversationId, token }: Session,
  activity: object,
  files: readonly File[],
  progress: (share: number) => void,
): Promise<SendOutcome> {
  const form = new FormData();
  const type = 'application/vnd.microsoft.activity';
  form.append('activity', new Blob([JSON.stringify(activity)], { type }));
  for (const file of files) form.append('file', file, file.name);
  const request = new XMLHttpRequest();
  request.open('POST', `/v3/directline/conversations/${encodeURIComponent(conversationId)}/upload`);
  request.setRequestHeader('authorization', `Bearer ${token}`);
  return new Promise((resolve) => {
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(loaded / Math.max(total, 1)));
    request.addEventListener('load', () => resolve(outcomeOf(request.status)));
    for (const failure of ['error', 'abort', 'timeout'] as const)
      request.addEventListener(failure, () => resolve('later'));
    request.send(form);
  });
}

function outcomeOf(status: number): SendOutcome {
  if (status >= 200 && status < 300) return 'taken';
  return isRefused(status) ? 'refused' : 'later';
}
