import type { Finding } from './diagnostic.ts';
import { fileStart, type Place, placeAt } from './place.ts';

export type Decoded =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not-text'; readonly place: Place; readonly finding: Finding };

const utf8 = new TextDecoder('utf-8', { fatal: true });
const whatever = new TextDecoder('utf-8');

/** A file's text without its byte order mark, or where it stops being UTF-8. */
export function decode(bytes: Uint8Array): Decoded {
  try {
    return { kind: 'text', text: utf8.decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { kind: 'not-text', ...fault(bytes) };
  }
}

const expected = 'text saved as UTF-8';

function fault(bytes: Uint8Array): { place: Place; finding: Finding } {
  if (isUtf16(bytes)) return { place: fileStart, finding: { found: 'text saved as UTF-16', expected } };
  const text = whatever.decode(bytes);
  const place = placeAt(text, Math.max(0, text.indexOf('\uFFFD')));
  return { place, finding: { found: 'letter or sign that is not UTF-8', expected } };
}

/** By its byte order mark: without one it is not told from other bytes. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}
