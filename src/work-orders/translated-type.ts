import type { Choice, Field } from './field.ts';
import type { WorkOrderType } from './work-order-type.ts';

/** The words of a work-order type in another language than the desk's; what it asks is the type's own. */
export interface TypeTranslation {
  readonly file: string;
  /** Id of the type. */
  readonly of: string;
  /** BCP 47. */
  readonly lang: string;
  readonly title: string;
  readonly summary: string;
  readonly phrasings: readonly string[];
  readonly prepare: readonly string[];
  readonly tip?: string;
  readonly intro: string;
  /** By the field's id. */
  readonly fields: Readonly<Record<string, FieldWords>>;
}

/** What a field that has none of these in the translation says in the desk's language. */
export interface FieldWords {
  readonly label: string;
  readonly prompt: string;
  readonly hint?: string | undefined;
  readonly why?: string | undefined;
  readonly example?: string | undefined;
  readonly patternMessage?: string | undefined;
  /** By the choice's value. */
  readonly choices: Readonly<Record<string, ChoiceWords>>;
}

export interface ChoiceWords {
  readonly label: string;
  readonly synonyms: readonly string[];
}

/** The type as a requester of that language sees it. Its hash stays: it is the same form. */
export const translated = (type: WorkOrderType, words: TypeTranslation): WorkOrderType => ({
  ...type,
  lang: words.lang,
  deskTitle: type.title,
  title: words.title,
  summary: words.summary,
  phrasings: words.phrasings,
  prepare: words.prepare,
  ...(words.tip !== undefined && { tip: words.tip }),
  intro: words.intro,
  fields: type.fields.map((field) => translatedField(field, words.fields[field.id])),
});

function translatedField(field: Field, words: FieldWords | undefined): Field {
  if (words === undefined) return field;
  const { label, prompt, hint, why, example } = words;
  const spoken = {
    ...{ label, prompt },
    ...(hint !== undefined && { hint }),
    ...(why !== undefined && { why }),
    ...(example !== undefined && { example }),
  };
  if (field.kind === 'choice') {
    const choices = field.choices.map((one) => translatedChoice(one, words.choices[one.value]));
    return { ...field, ...spoken, choices };
  }
  if ((field.kind === 'text' || field.kind === 'paragraph') && field.pattern !== undefined)
    return { ...field, ...spoken, pattern: patternIn(field.pattern, words) };
  return { ...field, ...spoken };
}

/** The desk's words stay beside the translation's: people mix the languages, as in `2fa`. */
function translatedChoice(choice: Choice, words: ChoiceWords | undefined): Choice {
  if (words === undefined) return choice;
  return {
    ...choice,
    label: words.label,
    synonyms: [...words.synonyms, choice.label, ...(choice.synonyms ?? [])],
  };
}

const patternIn = (
  pattern: { readonly source: string; readonly message: string },
  { patternMessage = pattern.message }: FieldWords,
) => ({ ...pattern, message: patternMessage });
