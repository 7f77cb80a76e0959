import * as z from 'zod';
import { exampleOr, type FieldCodec, ok, type PlainField, type Recognised } from './field-codec.ts';
import { invalid } from './problem.ts';
import { contentWords, fold } from './words.ts';

const yes =
  /^(?:y|yes|yeah|yea|yep|yup|ya|sure|correct|right|true|of course|certainly|definitely|absolutely|indeed|affirmative|ok|okay|i do|i can|i did|i am|i have|it is|it has|it did|it does|they did|ja|oui|si|sí|sim|👍)(?: |$)/u;
const no =
  /^(?:n|no|nope|nah|never|none|not|false|negative|incorrect|(?:of course|certainly|definitely|absolutely) not|i do not|i can not|i did not|i am not|i have not|it is not|it has not|it did not|it does not|they did not|nein|non|não|👎)(?: |$)/u;

// Begins like a no and is none.
const unknown =
  /^(?:no (?:idea|clue)|not sure|not certain|i do not (?:know|remember)|i am not (?:sure|certain)|do not know)(?: |$)/u;

/** "yes" or "no", and the ways in which an answer begins with them. */
export const yesNoCodec: FieldCodec<PlainField> = {
  validate: (_field, text) => {
    const words = fold(text.replaceAll('👍', 'yes').replaceAll('👎', 'no'));
    if (unknown.test(words)) return invalid('not-yes-or-no');
    if (no.test(words)) return ok('no');
    if (yes.test(words)) return ok('yes');
    return invalid('not-yes-or-no');
  },
  recognise: (field, text) => readSaid(field.label, text),
  show: (_field, value) => value,
  example: exampleOr('yes'),
  schema: () => z.enum(['yes', 'no']),
};

/** The label said as a sentence: "Can sign in" in "I can't sign in any more". */
function readSaid(label: string, text: string): readonly Recognised[] {
  const [first, ...rest] = fold(label).split(' ');
  if (first === undefined || rest.length === 0 || contentWords(label).length < 2) return [];
  const said = new RegExp(
    `(?:^| )(no |never |none of (?:my|the) )?${first}(?: (?:have|has|did|do|does|were|was|are|is|been))*( not| no longer)?(?: (?:still|even|now|also|been))* ${rest.join(' ')}(?: |$)`,
    'g',
  );
  // What may only be so is not said to be so.
  if (/\?|\b(?:if|whether|when|unless|so that)\b/i.test(text)) return [];
  return [...fold(text).matchAll(said)].map((match) => ({
    value: match[1] === undefined && match[2] === undefined ? 'yes' : 'no',
    source: text.trim(),
    index: 0,
    sure: false,
  }));
}
