import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import type { Place } from '../../content/place.ts';
import { plainText } from '../../content/plain-text.ts';
import { asksForSecret as asked } from '../asked-secret.ts';
import type { CheckedContent } from '../load-content.ts';
import type { Rule } from '../rule.ts';

/**
 * asks-for-secret: no text asks its reader to hand over a password, a code, a private key or a seed
 * phrase. A desk that asks once teaches people to answer the next who asks. It reads English only.
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
 *
 * @example bad articles/safety.md:6:1 work-orders/reset.md:5:53
 * ```md articles/safety.md
 * ---
 * title: Safety
 * questions: [how do I prove who I am, how do I get back in, what do you need]
 * ---
 *
 * To prove who you are, send us your password.
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
  run: (content) =>
    [...bodyTexts(content), ...formTexts(content)].flatMap(({ file, place, text }) => {
      const secret = asked(text);
      return secret === undefined ? [] : [report(file, place, secret)];
    }),
};

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

function formTexts({ types, typeDocuments }: CheckedContent): Spoken[] {
  const documents = new Map(typeDocuments.map((document) => [document.file, document]));
  return [...types.values()].flatMap(({ file, fields, prepare, tip }) => {
    const document = documents.get(file);
    if (document === undefined) return [];
    const said = (path: readonly (string | number)[], text: string) => ({
      file,
      place: document.placeOf(path),
      text,
    });
    return [
      ...fields.flatMap(({ label, prompt, hint = '' }, index) => [
        said(['fields', index, 'label'], `What is your ${label}?`),
        said(['fields', index, 'prompt'], prompt),
        said(['fields', index, 'hint'], hint),
      ]),
      ...prepare.map((item, index) => said(['prepare', index], `Send us ${item}`)),
      said(['tip'], tip ?? ''),
    ];
  });
}

function report(file: string, place: Place, secret: string): Diagnostic {
  const finding = {
    found: `request for a secret (\`${secret}\`)`,
    expected: 'never to ask for what lets others in',
  };
  return diagnose(file, place, 'asks-for-secret', finding);
}
