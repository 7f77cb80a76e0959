import * as z from 'zod';
import type { FieldValue } from '../field.ts';
import type { Upload } from '../files/upload.ts';
import { type FieldCodec, type FieldOf, ok } from './field-codec.ts';
import { type Invalid, invalid } from './problem.ts';

type AttachmentField = FieldOf<'attachment'>;

// As the server makes them: a typed word is no file.
const uploadId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Ids of uploads joined by commas. Nobody types those: an utterance at an attachment's prompt is not an
 * answer. Files come as messages of kind "attachment", judged by `judgeFile` before they were stored
 * (content) and by `takeFiles` when they arrive (size and count, which the field's definition limits).
 */
export const attachmentCodec: FieldCodec<AttachmentField> = {
  validate: (field, text) => {
    const ids = fileIds(text);
    if (ids.length === 0 || !ids.every((id) => uploadId.test(id))) return invalid('not-an-attachment');
    if (ids.length > field.maxCount) return invalid('too-many-files', { max: String(field.maxCount) });
    return ok(ids.join(','));
  },
  recognise: () => [],
  show: (_field, value) => fileIds(value).join(', '),
  example: () => '',
  schema: (field) =>
    z.string().refine((value) => {
      const ids = fileIds(value);
      return ids.join(',') === value && ids.length <= field.maxCount && ids.every((id) => uploadId.test(id));
    }),
};

/** What became of the files of one message at an attachment field. */
export interface TakenFiles {
  /** The field's value now, the files it had before included; undefined while it has none. */
  readonly value: FieldValue | undefined;
  readonly taken: readonly Upload[];
  /** Why each of the others was not; the phrase `problem.<problem>` says it, with the file's name. */
  readonly refused: readonly Invalid[];
}

/**
 * Adds files to what the field has (`had`: its value, where it has one), as far as its definition takes
 * them. A file sent twice counts once. Pure: what was refused stays stored until it expires.
 */
export function takeFiles(
  field: AttachmentField,
  had: FieldValue | undefined,
  files: readonly Upload[],
): TakenFiles {
  const ids = new Set(fileIds(had ?? ''));
  const taken: Upload[] = [];
  const refused: Invalid[] = [];
  for (const file of files) {
    const fault = ids.has(file.id) ? undefined : faultOf(field, file, ids.size);
    if (fault !== undefined) refused.push(fault);
    else if (!ids.has(file.id)) taken.push(file);
    if (fault === undefined) ids.add(file.id);
  }
  return { value: ids.size === 0 ? undefined : [...ids].join(','), taken, refused };
}

function faultOf({ maxBytes, maxCount }: AttachmentField, file: Upload, count: number): Invalid | undefined {
  if (file.bytes > maxBytes) return invalid('file-too-large', { name: file.name, max: shownBytes(maxBytes) });
  return count < maxCount
    ? undefined
    : invalid('file-one-too-many', { name: file.name, max: String(maxCount) });
}

/** The field's value without one of its files; undefined when none is left. */
export function withoutFile(value: FieldValue, id: string): FieldValue | undefined {
  const rest = fileIds(value).filter((one) => one !== id);
  return rest.length === 0 ? undefined : rest.join(',');
}

/** The value as people read it: the names of its files, in the order they came; ids that nobody knows are left out. */
export const showFiles = (value: FieldValue, known: readonly Upload[]): string =>
  fileIds(value)
    .flatMap((id) => known.find((file) => file.id === id)?.name ?? [])
    .join(', ');

/** The ids of uploads in an attachment's value, each once. */
export const fileIds = (value: FieldValue): readonly string[] => [
  ...new Set(
    value
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  ),
];

/** "5 MB", "500 KB", "900 bytes": decimal, as file managers and the definition count. */
export function shownBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${Math.floor(value * 10) / 10} ${unit}`;
}
