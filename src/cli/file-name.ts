import { slug } from 'github-slugger';

/** In UTF-8. Many file systems take 255, and a letter of another script is up to four of them. */
const mostBytes = 120;

/** A file's name for a text, without an ending; `otherwise` for a text without letters. */
export function fileNameOf(text: string, otherwise: string): string {
  let name = '';
  let bytes = 0;
  for (const letter of slug(text)) {
    bytes += Buffer.byteLength(letter);
    if (bytes > mostBytes) break;
    name += letter;
  }
  return name.replace(/(?<!-)-+$/, '') || otherwise;
}
