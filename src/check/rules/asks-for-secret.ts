import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import type { Place } from '../../content/place.ts';
import { plainText } from '../../content/plain-text.ts';
import type { WorkOrderType } from '../../work-orders/work-order-type.ts';
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
 * @example bad articles/safety.md:6:1 articles/seguridad.md:7:1 articles/sicherheit.md:7:1 work-orders/reset.md:5:53
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
const formTexts = (content: CheckedContent): Spoken[] =>
  inTypes(content, ({ fields, tip = '' }, said) => [
    ...fields.flatMap(({ prompt, hint = '' }, index) => [
      said(['fields', index, 'prompt'], prompt),
      said(['fields', index, 'hint'], hint),
    ]),
    said(['tip'], tip),
  ]);

/** What the forms want: to name a secret there is to ask for it. */
const wantedThings = (content: CheckedContent): Spoken[] =>
  inTypes(content, ({ fields, prepare }, said) => [
    ...fields.map(({ label }, index) => said(['fields', index, 'label'], label)),
    ...prepare.map((item, index) => said(['prepare', index], item)),
  ]);

type Said = (path: readonly (string | number)[], text: string) => Spoken;

function inTypes(
  { types, typeDocuments }: CheckedContent,
  read: (type: WorkOrderType, said: Said) => Spoken[],
): Spoken[] {
  const documents = new Map(typeDocuments.map((document) => [document.file, document]));
  return [...types.values()].flatMap((type) => {
    const document = documents.get(type.file);
    if (document === undefined) return [];
    return read(type, (path, text) => ({ file: type.file, place: document.placeOf(path), text }));
  });
}

function report(file: string, place: Place, secret: string): Diagnostic {
  const finding = {
    found: `request for a secret (\`${secret}\`)`,
    expected: 'never to ask for what lets others in',
  };
  return diagnose(file, place, 'asks-for-secret', finding);
}
