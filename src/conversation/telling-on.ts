import { validateField } from '../work-orders/fields/field-codecs.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { repeatPrompt } from './filling.ts';
import { fieldsOf, fill } from './form.ts';
import { type Outcome, say } from './outcome.ts';
import type { InForm } from './state.ts';
import { foldText } from './text.ts';
import { fieldContext, type View } from './view.ts';
import { afterOpening } from './words.ts';

/** Where a file is asked or "add" is said, a sentence goes on with the story: nothing gets lost. */
export function tellOn(state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined {
  const { form } = state;
  const [story, ...others] = fieldsOf(type, form).filter(({ kind }) => kind === 'paragraph');
  if (!story || others.length > 0 || foldText(text).split(' ').length < sentenceWords) return undefined;
  const before = form.filled[story.id];
  const read = validateField(story, [before?.value, text].filter(Boolean).join('\n'), fieldContext(view));
  if (read.kind !== 'ok') return undefined;
  const told = fill(form, {
    [story.id]: { value: read.value, source: read.value, guess: before?.guess ?? false },
  });
  const notice = view.say('form.added', { label: story.label });
  return say({ kind: 'notice', text: notice }, repeatPrompt({ ...state, form: told }, type, view));
}

const sentenceWords = 4;

/** Where a date or an id is asked, fewer words than elsewhere are the story: they are nothing else. */
export const tellingWords = 8;

export const isLong = (text: string): boolean => foldText(text).split(' ').length >= tellingWords;

/** "Please add that …", "also …" */
export const addsMore = (text: string, { say }: View): boolean =>
  afterOpening(say, 'command.add', text) !== undefined ||
  afterOpening(say, 'words.add-that', text) !== undefined;
