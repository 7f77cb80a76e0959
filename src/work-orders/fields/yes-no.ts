import * as z from 'zod';
import { distinct, exampleOr, type FieldCodec, type FieldOf, ok, type Recognised } from './field-codec.ts';
import { invalid } from './problem.ts';
import { isDenied, phraseEnd, phraseWords, spokenWords } from './spoken.ts';
import { contentWords, fold } from './words.ts';

type YesNoField = FieldOf<'yes-no'>;

const yes =
  /^(?:y|yes|yeah|yea|yep|yup|ya|sure|correct|right|true|of course|certainly|definitely|absolutely|indeed|affirmative|ok|okay|i do|i can|i did|i am|i have|it is|it has|it did|it does|they did|ja|oui|si|sí|sim|👍)(?: |$)/u;
const no =
  /^(?:n|no|nope|nah|never|none|not|false|negative|incorrect|(?:of course|certainly|definitely|absolutely) not|i do not|i can not|i did not|i am not|i have not|it is not|it has not|it did not|it does not|they did not|nein|non|não|👎)(?: |$)/u;

// Begins like a no and is none.
const unknown =
  /^(?:no (?:idea|clue)|not sure|not certain|i do not (?:know|remember)|i am not (?:sure|certain)|do not know)(?: |$)/u;

/** "yes" or "no", and the ways in which an answer begins with them. */
export const yesNoCodec: FieldCodec<YesNoField> = {
  validate: (_field, text) => {
    const words = fold(text.replaceAll('👍', 'yes').replaceAll('👎', 'no'));
    if (unknown.test(words)) return invalid('not-yes-or-no');
    if (no.test(words)) return ok('no');
    if (yes.test(words)) return ok('yes');
    return invalid('not-yes-or-no');
  },
  recognise: (field, text) =>
    // What may only be so is not said to be so.
    maybe.test(text) ? [] : distinct([...readSaid(field.label, text), ...synonymsIn(field, text)]),
  show: (_field, value) => value,
  example: exampleOr('yes'),
  schema: () => z.enum(['yes', 'no']),
};

const maybe =
  /\?|\b(?:if|whether|unless|so that|maybe|perhaps|might|could|not sure|tr(?:y|ied|ying) to|attempt\w*|afraid|worried|fear)\b/i;

/** What the field's file lists, and its contrary where it is denied: "they did not take anything". */
function synonymsIn({ synonyms }: YesNoField, text: string): readonly Recognised[] {
  const words = spokenWords(text);
  const said = words.map(({ word }) => word);
  const found = (['yes', 'no'] as const).flatMap((value) =>
    (synonyms?.[value] ?? []).map(phraseWords).flatMap((phrase) =>
      said.flatMap((_word, from) => {
        const to = phraseEnd(phrase, said, from);
        const meant = isDenied(said, from) === (value === 'no') ? 'yes' : 'no';
        return to === undefined ? [] : [{ value: meant, from, to }];
      }),
    ),
  );
  const longest = found.filter(
    (one) =>
      !found.some(
        (other) => other.to - other.from > one.to - one.from && other.from <= one.from && one.to <= other.to,
      ),
  );
  return longest.map(({ value, from, to }) => {
    const index = words[from]?.index ?? 0;
    return { value, index, source: text.slice(index, words[to]?.end), sure: false };
  });
}

/** The label said as a sentence: "Can sign in" in "I can't sign in any more". */
function readSaid(label: string, text: string): readonly Recognised[] {
  const [first, ...rest] = fold(label).split(' ');
  if (first === undefined || rest.length === 0 || contentWords(label).length < 2) return [];
  if (/\bwhen\b/i.test(text)) return [];
  const said = new RegExp(
    `(?:^| )(no |never |none of (?:my|the) )?${first}(?: (?:have|has|did|do|does|were|was|are|is|been))*( not| no longer)?(?: (?:still|even|now|also|been))* ${rest.join(' ')}(?: |$)`,
    'g',
  );
  return [...fold(text).matchAll(said)].map((match) => ({
    value: match[1] === undefined && match[2] === undefined ? 'yes' : 'no',
    source: text.trim(),
    index: 0,
    sure: false,
  }));
}
