import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import type { Place } from '../../content/place.ts';
import { plainText } from '../../content/plain-text.ts';
import { asksForSecret as asked, namesSecret } from '../asked-secret.ts';
import type { CheckedContent } from '../load-content.ts';
import type { Rule } from '../rule.ts';

/**
 * asks-for-secret: no text asks its reader to hand over a password, a code, a private key or a seed
 * phrase. A desk that asks once teaches people to answer the next who asks. It reads English, German
 * and Spanish.
 *
 * @example good
 * ```md articles/safety.md
 * ---
 * title: Safety
 * questions: [what do you never ask, is this message from you, how do I stay safe]
 * ---
 *
 * We never ask for your password. Do not send us your seed phrase. Whoever tells you to share a
 * verification code is a scammer. Enter your password on the sign-in page only.
 * ```
 * ```md articles/sicherheit.md
 * ---
 * title: Sicherheit
 * questions: [was fragt ihr nie, ist diese Mail von euch, wie bleibe ich sicher]
 * lang: de
 * ---
 *
 * Senden Sie uns Ihr Passwort nicht. Niemand von uns fragt nach Ihrer PIN.
 * ```
 *
 * @example bad articles/safety.md:6:1 articles/seguridad.md:7:1 articles/sicherheit.md:7:1 work-orders/reset.md:5:53 work-orders/reset.md:6:67
 * ```md articles/safety.md
 * ---
 * title: Safety
 * questions: [how do I prove who I am, how do I get back in, what do you need]
 * ---
 *
 * To prove who you are, send us your password.
 * ```
 * ```md articles/seguridad.md
 * ---
 * title: Seguridad
 * questions: [cómo demuestro quién soy, cómo vuelvo a entrar, qué necesitan]
 * lang: es
 * ---
 *
 * Si no puede entrar, envíenos su contraseña.
 * ```
 * ```md articles/sicherheit.md
 * ---
 * title: Sicherheit
 * questions: [wie weise ich mich aus, wie komme ich wieder hinein, was braucht ihr]
 * lang: de
 * ---
 *
 * Den Bestätigungscode bitte hier eintragen.
 * ```
 * ```md work-orders/reset.md
 * ---
 * title: Reset
 * summary: Start over
 * fields:
 *   - { id: secret, kind: text, label: Proof, prompt: "What is your seed phrase?" }
 *   - { id: note, kind: text, label: Note, prompt: What else?, why: Then tell us your PIN. }
 * ---
 * ```
 */
export const asksForSecret: Rule = {
  name: 'asks-for-secret',
  run: (content) => [
    ...secretsIn([...bodyTexts(content), ...formTexts(content)], asked),
    ...secretsIn(wantedThings(content), namesSecret),
  ],
};

const secretsIn = (texts: readonly Spoken[], read: (text: string) => string | undefined): Diagnostic[] =>
  texts.flatMap(({ file, place, text }) => {
    const secret = read(text);
    return secret === undefined ? [] : [report(file, place, secret)];
  });

interface Spoken {
  readonly file: string;
  readonly place: Place;
  readonly text: string;
}

function bodyTexts({
  articleDocuments,
  typeDocuments,
  phraseDocuments,
  deskDocument,
}: CheckedContent): Spoken[] {
  const desk = deskDocument === undefined ? [] : [deskDocument];
  return [...articleDocuments, ...typeDocuments, ...phraseDocuments, ...desk].flatMap(blocksOf);
}

function blocksOf(document: Document): Spoken[] {
  const blocks: Spoken[] = [];
  visit(document.tree, ['paragraph', 'heading', 'tableCell'], (node) => {
    if (node.type !== 'paragraph' && node.type !== 'heading' && node.type !== 'tableCell') return;
    blocks.push({ file: document.file, place: placeOfNode(document, node), text: plainText([node]) });
  });
  return blocks;
}

/** What the forms say. */
const formTexts = (content: CheckedContent): readonly Spoken[] =>
  inForms(content, ({ fields, tip = '' }, said) => [
    ...fields.flatMap(({ at, prompt, hint = '', why = '' }) => [
      said(['fields', at, 'prompt'], prompt),
      said(['fields', at, 'hint'], hint),
      said(['fields', at, 'why'], why),
    ]),
    said(['tip'], tip),
  ]);

/** What the forms want: to name a secret there is to ask for it. */
const wantedThings = (content: CheckedContent): readonly Spoken[] =>
  inForms(content, ({ fields, prepare }, said) => [
    ...fields.map(({ at, label }) => said(['fields', at, 'label'], label)),
    ...prepare.map((item, index) => said(['prepare', index], item)),
  ]);

type Said = (path: readonly (string | number)[], text: string) => Spoken;

/** What a type and a translation of one have in common; `at` is a field's place in its file. */
interface FormWords {
  readonly file: string;
  readonly prepare: readonly string[];
  readonly tip?: string;
  readonly fields: readonly {
    readonly at: string | number;
    readonly label: string;
    readonly prompt: string;
    readonly hint?: string | undefined;
    readonly why?: string | undefined;
  }[];
}

function inForms(
  content: CheckedContent,
  read: (form: FormWords, said: Said) => readonly Spoken[],
): readonly Spoken[] {
  const documents = new Map(content.typeDocuments.map((document) => [document.file, document]));
  return formsOf(content).flatMap((form) => {
    const document = documents.get(form.file);
    if (document === undefined) return [];
    return read(form, (path, text) => ({ file: form.file, place: document.placeOf(path), text }));
  });
}

const formsOf = ({ types, typeTranslations }: CheckedContent): readonly FormWords[] => [
  ...[...types.values()].map((type) => ({
    ...type,
    fields: type.fields.map((field, at) => ({ ...field, at })),
  })),
  ...typeTranslations.map((words) => ({
    ...words,
    fields: Object.entries(words.fields).map(([at, field]) => ({ ...field, at })),
  })),
];

function report(file: string, place: Place, secret: string): Diagnostic {
  const finding = {
    found: `request for a secret (\`${secret}\`)`,
    expected: 'never to ask for what lets others in',
  };
  return diagnose(file, place, 'asks-for-secret', finding);
}
