import type { Field } from '../work-orders/field.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { change, validateChange } from './correcting.ts';
import { fieldsOf } from './form.ts';
import type { Outcome } from './outcome.ts';
import type { InForm } from './state.ts';
import { hasWords } from './text.ts';
import type { View } from './view.ts';
import { saysOnly } from './words.ts';

/** A part of a value that is said alone, and the whole that it makes of the value that was there. */
interface Amendment {
  readonly kinds: readonly Field['kind'][];
  readonly part: RegExp;
  readonly whole: (part: string, before: string) => string;
}

const amendments: readonly Amendment[] = [
  {
    kinds: ['amount', 'number'],
    part: /(?<![\p{L}\p{N}.,:])\d[\d.,]{0,30}(?<=\d)(?![\p{L}\p{N}:])/gu,
    whole: (figure) => figure,
  },
  {
    kinds: ['date-time'],
    part: /(?<![\p{L}\p{N}.,:])(?:\d{1,2}:\d{2}(?:\s?[ap]m)?|\d{1,2}\s?[ap]m)(?![\p{L}\p{N}:])/giu,
    whole: (clock, before) => `${before.slice(0, 'yyyy-mm-dd'.length)} ${clock}`,
  },
];

/**
 * "Sorry, it was 0.35", "0.35, not 0.3", "the time was 18:15": a bare figure is of the only amount given so
 * far, in its currency, a bare time of the only date. Undefined where the text says more than that.
 */
export function amend(state: InForm, type: WorkOrderType, text: string, view: View): Outcome | undefined {
  for (const amendment of amendments) {
    const amended = amendWith(amendment, state, type, text, view);
    if (amended) return amended;
  }
  return undefined;
}

function amendWith(
  { kinds, part, whole }: Amendment,
  state: InForm,
  type: WorkOrderType,
  text: string,
  view: View,
): Outcome | undefined {
  const parts = text.match(part) ?? [];
  const rest = text.replace(part, ' ');
  if (parts.length === 0 || (hasWords(rest) && !saysOnly(view.say, 'words.amend', rest))) return undefined;
  const { form } = state;
  const [field, ...others] = fieldsOf(type, form).filter(
    ({ id, kind }) => form.filled[id] && kinds.includes(kind),
  );
  if (!field || others.length > 0) return undefined;
  const before = form.filled[field.id]?.value ?? '';
  const fresh = parts
    .map((one) => whole(one, before))
    .filter((one) => {
      const checked = validateChange(field, form, one, view);
      return checked.kind === 'ok' && checked.value !== before;
    });
  const [to, ...more] = fresh;
  return to === undefined || more.length > 0 ? undefined : change(state, type, { field, text: to }, view);
}
