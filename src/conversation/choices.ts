import type { ReplyChoice } from './reply.ts';
import { foldText } from './text.ts';
import { type CommandName, commandNames } from './words.ts';

/** What a choice's value means. Values travel through channels, so they are read as strictly as any input. */
export type Picked =
  | { readonly kind: 'command'; readonly name: CommandName }
  | { readonly kind: 'article'; readonly article: string }
  | { readonly kind: 'vote'; readonly vote: 'helped' | 'not-quite'; readonly article: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'type'; readonly type: string }
  | { readonly kind: 'other-type' }
  | { readonly kind: 'decline' }
  | { readonly kind: 'await-answer' }
  | { readonly kind: 'form'; readonly form: string; readonly action: FormAction }
  | { readonly kind: 'value'; readonly form: string; readonly field: string; readonly value: string }
  | { readonly kind: 'edit'; readonly form: string; readonly field: string }
  | { readonly kind: 'skip'; readonly form: string; readonly field: string }
  | { readonly kind: 'keep'; readonly form: string; readonly field: string }
  | { readonly kind: 'remove'; readonly form: string; readonly file: string }
  | { readonly kind: 'retype'; readonly form: string; readonly type: string }
  | { readonly kind: 'work-order'; readonly number: string; readonly action: WorkOrderAction }
  | { readonly kind: 'unknown' };

export const formActions = [
  'file',
  'change',
  'change-type',
  'cancel',
  'drop',
  'keep',
  'continue',
  'solved',
  'add',
  'separate',
] as const;
export type FormAction = (typeof formActions)[number];
export const workOrderActions = [
  'show',
  'add',
  'escalate',
  'withdraw',
  'withdraw-now',
  'keep',
  'reopen',
  'rate',
  'rate-1',
  'rate-2',
  'rate-3',
  'rate-4',
  'rate-5',
  'answer',
  'claim',
] as const;
export type WorkOrderAction = (typeof workOrderActions)[number];

/** A choice whose value means `picked`; readPicked is its inverse. */
export const choice = (label: string, picked: Exclude<Picked, { kind: 'unknown' }>): ReplyChoice => ({
  label,
  value: writePicked(picked),
});

function writePicked(picked: Exclude<Picked, { kind: 'unknown' }>): string {
  switch (picked.kind) {
    case 'command':
      return parts('command', picked.name);
    case 'article':
      return parts('article', picked.article);
    case 'vote':
      return parts('vote', picked.vote, picked.article);
    case 'type':
      return parts('type', picked.type);
    case 'form':
      return parts('form', picked.form, picked.action);
    case 'value':
      return parts('value', picked.form, picked.field, picked.value);
    case 'edit':
    case 'skip':
    case 'keep':
      return parts(picked.kind, picked.form, picked.field);
    case 'remove':
      return parts('remove', picked.form, picked.file);
    case 'retype':
      return parts('retype', picked.form, picked.type);
    case 'work-order':
      return parts('work-order', picked.number, picked.action);
    case 'none':
    case 'other-type':
    case 'decline':
    case 'await-answer':
      return picked.kind;
  }
}

const parts = (...all: readonly string[]): string => all.map(encodeURIComponent).join(':');

export function readPicked(value: string): Picked {
  const [kind, a = '', b = '', c = ''] = value.split(':').map(decoded);
  switch (kind) {
    case 'command': {
      const name = commandNames.find((one) => one === a);
      return name === undefined ? { kind: 'unknown' } : { kind: 'command', name };
    }
    case 'article':
      return { kind, article: a };
    case 'vote':
      return a === 'helped' || a === 'not-quite' ? { kind, vote: a, article: b } : { kind: 'unknown' };
    case 'type':
      return { kind, type: a };
    case 'form': {
      const action = formActions.find((one) => one === b);
      return action === undefined ? { kind: 'unknown' } : { kind, form: a, action };
    }
    case 'value':
      return { kind, form: a, field: b, value: c };
    case 'edit':
    case 'skip':
    case 'keep':
      return { kind, form: a, field: b };
    case 'remove':
      return { kind, form: a, file: b };
    case 'retype':
      return { kind, form: a, type: b };
    case 'work-order': {
      const action = workOrderActions.find((one) => one === b);
      return action === undefined ? { kind: 'unknown' } : { kind, number: a, action };
    }
    case 'none':
    case 'other-type':
    case 'decline':
    case 'await-answer':
      return { kind };
    default:
      return { kind: 'unknown' };
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** The choice that was typed: by its label, or by its place when `byPlace` (a number may be an answer). */
export function typedChoice(
  choices: readonly ReplyChoice[],
  text: string,
  byPlace: boolean,
): ReplyChoice | undefined {
  const folded = foldText(text);
  const place = /^\d{1,2}$/.test(text.trim()) && byPlace ? Number(text.trim()) : 0;
  return choices.find((one) => folded !== '' && foldText(one.label) === folded) ?? choices[place - 1];
}
