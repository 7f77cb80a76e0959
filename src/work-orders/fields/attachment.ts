import * as z from 'zod';
import { type FieldCodec, type FieldOf, ok } from './field-codec.ts';
import { invalid } from './problem.ts';

const uploadId = /^[A-Za-z0-9_-]{1,128}$/;

/** Upload ids joined by commas. Size and content were judged when the files came in. */
export const attachmentCodec: FieldCodec<FieldOf<'attachment'>> = {
  validate: (field, text) => {
    const ids = split(text);
    if (ids.length === 0 || !ids.every((id) => uploadId.test(id))) return invalid('not-an-attachment');
    if (ids.length > field.maxCount) return invalid('too-many-files', { max: String(field.maxCount) });
    return ok(ids.join(','));
  },
  recognise: () => [],
  show: (_field, value) => split(value).join(', '),
  example: () => '',
  schema: (field) =>
    z.string().refine((value) => {
      const ids = split(value);
      return ids.join(',') === value && ids.length <= field.maxCount && ids.every((id) => uploadId.test(id));
    }),
};

const split = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((id) => id.trim())
      .filter(Boolean),
  ),
];
