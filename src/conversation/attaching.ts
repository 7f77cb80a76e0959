import type { Field } from '../work-orders/field.ts';
import { fileIds, takeFiles, withoutFile } from '../work-orders/fields/attachment.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { fillBesides, goOn, repeatPrompt } from './filling.ts';
import { fieldsOf, fill, skip } from './form.ts';
import type { Message } from './message.ts';
import { expecting, type Outcome, say } from './outcome.ts';
import { problemText } from './problem-text.ts';
import { promptReply } from './prompting.ts';
import type { Reply } from './reply.ts';
import type { Form, InForm } from './state.ts';
import { asMarkdown, foldText } from './text.ts';
import type { View } from './view.ts';
import { afterOpening, mentions } from './words.ts';

type Files = Extract<Message, { kind: 'attachment' }>;
type AttachmentField = Extract<Field, { kind: 'attachment' }>;

/** Where the open form takes files: the field being asked, else its first for files; it need not be asked yet. */
export function fileField(type: WorkOrderType, form: Form): AttachmentField | undefined {
  const fields = fieldsOf(type, form).filter((field) => field.kind === 'attachment');
  return fields.find(({ id }) => id === form.asking) ?? fields[0];
}

/** Takes a message's files into the form, says what was taken and what was not, and goes on. */
export function attach(
  state: InForm,
  type: WorkOrderType,
  field: AttachmentField,
  message: Files,
  view: View,
): Outcome {
  const { form } = state;
  const { value, taken, refused } = takeFiles(field, form.filled[field.id]?.value, message.uploads);
  const faults = [...refused, ...(message.refused ?? [])].map((fault) => problemText(fault, view));
  const filled =
    value === undefined ? form : fill(form, { [field.id]: { value, source: message.text, guess: false } });
  const files = [...form.files, ...taken];
  const captioned = fillBesides({ ...filled, files }, type, message.text, view);
  const names = taken.map(({ name }) => asMarkdown(name)).join(', ');
  const said = [names && view.say('form.files-taken', { names }), ...faults].filter(Boolean).join('\n\n');
  return afterFiles({ ...state, form: captioned }, type, field, { said, gotSome: taken.length > 0 }, view);
}

function afterFiles(
  state: InForm,
  type: WorkOrderType,
  field: AttachmentField,
  { said, gotSome }: { readonly said: string; readonly gotSome: boolean },
  view: View,
): Outcome {
  const told: Reply = { kind: 'notice', text: said || view.say('form.no-file') };
  const here = expecting(state, { kind: 'form' });
  const answered = state.form.asking === field.id && gotSome;
  return say(told, answered ? goOn(here, type, view) : repeatPrompt(here, type, view));
}

/** "yes" to "would you like to add a screenshot?": then it is awaited. */
export const awaitFile = (state: InForm, field: Field, view: View): Outcome => ({
  state: expecting(state, { kind: 'form' }),
  replies: [promptReply(field, state.form, view, view.say('form.send-file'))],
  commands: [],
  questions: [],
  votes: [],
});

/** "remove screen.png": the file that is meant; the only one where there is one and a file is named at all. */
export function fileToRemove(type: WorkOrderType, form: Form, text: string, view: View): string | undefined {
  const what = afterOpening(view.say, 'words.remove', text);
  if (what === undefined) return undefined;
  const field = fileField(type, form);
  const ids = fileIds(form.filled[field?.id ?? '']?.value ?? '');
  const named = ids.find((id) => {
    const name = foldText(form.files.find((file) => file.id === id)?.name ?? '');
    return name !== '' && what.includes(name);
  });
  const some = mentions(view.say, 'words.file', what) || foldText(field?.label ?? '') === what;
  return named ?? (ids.length === 1 && some ? ids[0] : undefined);
}

/** Takes a file out of the form; it expires where nothing else keeps it. */
export function removeFile(state: InForm, type: WorkOrderType, id: string, view: View): Outcome | undefined {
  const { form } = state;
  const field = type.fields.find((one) => fileIds(form.filled[one.id]?.value ?? '').includes(id));
  const filled = field && form.filled[field.id];
  const file = form.files.find((one) => one.id === id);
  if (!filled || !file || field.kind !== 'attachment') return undefined;
  const value = withoutFile(filled.value, id);
  const without =
    value === undefined ? skip(form, field.id) : fill(form, { [field.id]: { ...filled, value } });
  const told = view.say('form.file-removed', { name: asMarkdown(file.name) });
  const next = form.reviewing ? goOn : repeatPrompt;
  const here = expecting({ ...state, form: without }, { kind: 'form' });
  return say({ kind: 'notice', text: told }, next(here, type, view));
}
