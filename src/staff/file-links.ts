import { createHmac } from 'node:crypto';
import { isSameText } from '../http/same-text.ts';

/** Who opens a file in a browser has no token there: for so long its link lets in, s. */
const LINK_SECONDS = 300;

/** Links to single files that let in without a token, for a short time. */
export interface FileLinks {
  /** The path with its pass, for staff who may see the file. */
  readonly sign: (path: string) => string;
  /** What a pass, `link` in the query, is worth for the path. */
  readonly check: (path: string, pass: string) => 'valid' | 'expired' | 'forged';
}

/** `secret`: of this installation, 32 characters or more. `now` in epoch ms. */
export function createFileLinks(secret: string, now: () => number): FileLinks {
  const key = createHmac('sha256', secret).update('file-links').digest();
  const passFor = (path: string, expires: string): string =>
    `${expires}.${createHmac('sha256', key).update(`${expires} ${path}`).digest('base64url')}`;
  return {
    sign: (path) => `${path}?link=${passFor(path, String(Math.floor(now() / 1000) + LINK_SECONDS))}`,
    check: (path, pass) => {
      const [expires = ''] = pass.split('.');
      if (!isSameText(pass, passFor(path, expires))) return 'forged';
      return Number(expires) * 1000 > now() ? 'valid' : 'expired';
    },
  };
}
