import { fileIds } from '../work-orders/fields/attachment.ts';
import type { Status, WorkOrder } from '../work-orders/work-order.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { act } from './acting.ts';
import { choice } from './choices.ts';
import { repeatPrompt } from './filling.ts';
import { filedValues } from './form.ts';
import { expecting, type Outcome, outcome, say } from './outcome.ts';
import { factLines, givenFacts } from './reviewing.ts';
import { saidTime } from './said-time.ts';
import type { Form, InForm } from './state.ts';
import { asMarkdown, foldText } from './text.ts';
import type { View } from './view.ts';

type Values = Readonly<Record<string, string>>;

const worked: readonly Status[] = ['new', 'open', 'pending', 'on-hold'];

/** The requester's work order that is still worked on and about the same; the newest where there are more. */
export function duplicateOf(type: WorkOrderType, form: Form, view: View): WorkOrder | undefined {
  const values = filedValues(type, form);
  const open = view.own.filter(({ status }) => worked.includes(status));
  return open.find((one) => isSame(type, values, one) && hasSensitive(type, values, one));
}

/** What is sensitive cannot be added, since all staff read comments: it has to be there already. */
const hasSensitive = ({ fields }: WorkOrderType, values: Values, other: WorkOrder): boolean =>
  fields.every(
    ({ id, sensitive }) => !sensitive || values[id] === undefined || values[id] === other.fields[id],
  );

/** The same transaction; or the same type told in close words, unless the transactions differ. */
function isSame(type: WorkOrderType, values: Values, other: WorkOrder): boolean {
  const [id] = transactionIds(type, values);
  const [otherId] = transactionIds(type, other.fields);
  if (id !== undefined && Object.values(other.fields).includes(id)) return true;
  if (other.type !== type.id || (id !== undefined && otherId !== undefined)) return false;
  return isClose(storyOf(type, values), storyOf(type, other.fields));
}

const transactionIds = (type: WorkOrderType, values: Values): readonly string[] =>
  valuesOf(type, values, ['transaction-id']);

const storyOf = (type: WorkOrderType, values: Values): string =>
  valuesOf(type, values, ['text', 'paragraph']).join(' ');

const valuesOf = (type: WorkOrderType, values: Values, kinds: readonly string[]): readonly string[] =>
  type.fields.filter(({ kind }) => kinds.includes(kind)).flatMap(({ id }) => values[id] ?? []);

/** Words of a text that say something: "the" and "is" stand in every story. */
const telling = (text: string): ReadonlySet<string> =>
  new Set(
    foldText(text)
      .split(' ')
      .filter((word) => word.length > 3),
  );

/** Dice's coefficient over the telling words: the same story told again shares most of them. */
function isClose(one: string, other: string): boolean {
  const [a, b] = [telling(one), telling(other)];
  const shared = [...a].filter((word) => b.has(word)).length;
  return shared >= 3 && (2 * shared) / (a.size + b.size) >= 0.6;
}

/** "Add to WO-… instead?" */
export function offerDuplicate(state: InForm, { number, subject, filedAt }: WorkOrder, view: View): Outcome {
  const form = state.form.id;
  return outcome(expecting(state, { kind: 'duplicate', number }), {
    kind: 'prompt',
    text: view.say('duplicate.ask', {
      number,
      subject: asMarkdown(subject),
      filed: saidTime(filedAt, view),
    }),
    choices: [
      choice(view.say('duplicate.add', { number }), { kind: 'form', form, action: 'add' }),
      choice(view.say('duplicate.separate'), { kind: 'form', form, action: 'separate' }),
      choice(view.say('review.change'), { kind: 'form', form, action: 'change' }),
    ],
  });
}

/** Adds what the form says to the work order that is about the same; `resume` brings the form back. */
export function addToDuplicate(state: InForm, type: WorkOrderType, view: View): Outcome {
  const { form } = state;
  const duplicate = duplicateOf(type, form, view);
  // It may have been closed since it was offered.
  if (!duplicate)
    return say({ kind: 'notice', text: view.say('duplicate.gone') }, repeatPrompt(state, type, view));
  const facts = givenFacts(type, form, view, ({ sensitive }) => !sensitive);
  const text = `${view.say('duplicate.comment')}\n\n${factLines(facts)}`;
  const uploads = valuesOf(type, filedValues(type, form), ['attachment']).flatMap(fileIds);
  const id = `comment:${form.id}`;
  const added = act(state, { kind: 'comment', id, number: duplicate.number, text, uploads }, view);
  return { ...added, state: { ...added.state, form: undefined, dropped: form } };
}
