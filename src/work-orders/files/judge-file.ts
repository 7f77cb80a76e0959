import { setImmediate as nextTick } from 'node:timers/promises';
import { fileTypeFromBuffer } from 'file-type';
import { type Invalid, invalid } from '../fields/problem.ts';
import { guardSecrets, type Secret } from '../secret-guard.ts';
import { isMixed } from './mixed-content.ts';
import { plainName, shortName } from './plain-name.ts';
import { plainText } from './plain-text-file.ts';

export type FileVerdict =
  | {
      readonly kind: 'taken';
      /** Plain, guarded, and ending as its content does: what calls itself .html and is plain text ends in .txt. */
      readonly name: string;
      readonly contentType: string;
      /** Secrets that stood in the name. */
      readonly removed: readonly Secret[];
    }
  | {
      readonly kind: 'refused';
      /** Worded by `problem.<problem>`, with the file's name. */
      readonly why: Invalid;
      /** Secrets in its text or its name: such a file is kept nowhere, and its sender is told. */
      readonly removed: readonly Secret[];
    };

/** What is kept, by content: its media type and the endings that fit it, the first where the name's does not. */
const kinds: ReadonlyMap<string, readonly string[]> = new Map([
  ['image/png', ['png']],
  ['image/apng', ['png', 'apng']],
  ['image/jpeg', ['jpg', 'jpeg', 'jfif']],
  ['image/gif', ['gif']],
  ['image/webp', ['webp']],
  ['image/avif', ['avif']],
  ['image/heic', ['heic', 'heif']],
  ['image/heif', ['heif', 'heic']],
  ['application/pdf', ['pdf']],
  ['text/plain', ['txt', 'log', 'csv', 'eml', 'md']],
]);

/**
 * Judges a file by what it holds, whatever it is called: pictures, PDF and plain text are taken. What a
 * browser would run (HTML, SVG, XML), what is two things at once, and text with a secret in it are not.
 * Size is for the field to judge. Pure, though its library is asynchronous.
 */
export async function judgeFile(sentName: string, content: Uint8Array): Promise<FileVerdict> {
  const { text, removed } = guardSecrets(plainName(sentName));
  const name = shortName(text);
  const refused = (why: Invalid, secrets: readonly Secret[] = []): FileVerdict => ({
    kind: 'refused',
    why,
    removed: [...new Set([...removed, ...secrets])],
  });
  if (content.length === 0) return refused(invalid('file-empty', { name }));
  const written = plainText(content);
  if (written !== undefined) {
    const secrets = await secretsIn(written);
    if (secrets.length > 0) return refused(invalid('file-secret', { name }), secrets);
  }
  const contentType = written === undefined ? await binaryType(content) : 'text/plain';
  const endings = kinds.get(contentType ?? '');
  if (contentType === undefined || endings === undefined) return refused(invalid('file-kind', { name }));
  if (written === undefined && isMixed(content)) return refused(invalid('file-mixed', { name }));
  return { kind: 'taken', name: withEnding(name, endings), contentType, removed };
}

/** What the guard reads at once, characters: about as long as a turn may take. The rest overlaps by a secret's length. */
const [piece, overlap] = [32_000, 4000];

/** In pieces, so that a long file holds nobody else's turn. */
async function secretsIn(text: string): Promise<readonly Secret[]> {
  const found = new Set<Secret>();
  for (let from = 0; from < text.length; from += piece - overlap) {
    for (const secret of guardSecrets(text.slice(from, from + piece)).removed) found.add(secret);
    await nextTick();
  }
  return [...found];
}

const binaryType = async (content: Uint8Array): Promise<string | undefined> => {
  try {
    return (await fileTypeFromBuffer(content))?.mime;
  } catch {
    // A file cut off where its own header promises more.
    return undefined;
  }
};

function withEnding(name: string, endings: readonly string[]): string {
  const fits = endings.some((ending) => name.toLowerCase().endsWith(`.${ending}`));
  return fits ? name : `${name}.${endings[0] ?? 'bin'}`;
}
