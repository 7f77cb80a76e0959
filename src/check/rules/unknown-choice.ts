import type { Nodes, Paragraph, Root } from 'mdast';
import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import { nearest } from '../../content/nearest.ts';
import { plainText } from '../../content/plain-text.ts';
import type { Article } from '../../knowledge/article.ts';
import { primary } from '../../knowledge/language.ts';
import { translated } from '../../work-orders/translated-type.ts';
import { folded } from '../folded.ts';
import type { CheckedContent } from '../load-content.ts';
import type { Rule } from '../rule.ts';

/**
 * unknown-choice: what an article tells its reader to choose in a form is a choice of the form that the article
 * opens, in the article's language. Read are sentences in English, German and Spanish that file a work order (or
 * stand first below a heading that does) and then choose something in bold.
 *
 * @example good
 * ```md articles/deposits.md
 * ---
 * title: Deposits
 * questions: [where is my deposit, my deposit is missing, no deposit came]
 * work-order: transaction
 * ---
 *
 * Open **History** and choose **Export**. If it is not there, file a transaction work order and choose **Deposit**.
 *
 * ## Open a ticket
 *
 * Choose **A deposit by bank**, and have the receipt ready.
 * ```
 * ```md work-orders/transaction.md
 * ---
 * title: Transaction
 * summary: Something went wrong
 * phrasings: [file a transaction, report a transaction, open a transaction ticket]
 * fields:
 *   - id: kind
 *     kind: choice
 *     label: Kind
 *     prompt: What is it about?
 *     choices: [{ value: deposit, label: Deposit }, { value: bank, label: A deposit by bank }]
 * ---
 * ```
 *
 * @example bad articles/deposits.md:7:67
 * ```md articles/deposits.md
 * ---
 * title: Deposits
 * questions: [where is my deposit, my deposit is missing, no deposit came]
 * work-order: transaction
 * ---
 *
 * If it is not there, file a transaction work order and choose kind **Deposits**.
 * ```
 * ```md work-orders/transaction.md
 * ---
 * title: Transaction
 * summary: Something went wrong
 * phrasings: [file a transaction, report a transaction, open a transaction ticket]
 * fields:
 *   - id: kind
 *     kind: choice
 *     label: Kind
 *     prompt: What is it about?
 *     choices: [{ value: deposit, label: Deposit }, { value: bank, label: A deposit by bank }]
 * ---
 * ```
 */
export const unknownChoice: Rule = {
  name: 'unknown-choice',
  run: (content) => {
    const documents = new Map(content.articleDocuments.map((document) => [document.file, document]));
    return content.articles.flatMap((article) => {
      const document = documents.get(article.file);
      const choices = choicesOf(article, content);
      if (document === undefined || choices.length === 0) return [];
      return namedIn(document, article.lang).flatMap(({ node, name }) =>
        faultOf(document, node, name, choices),
      );
    });
  },
};

/** The labels of the form that an article opens, in the article's language; none where it opens none. */
function choicesOf(
  { workOrder, lang }: Article,
  { types, typeTranslations }: CheckedContent,
): readonly string[] {
  const type = types.get(workOrder ?? '');
  if (type === undefined) return [];
  const words = typeTranslations.find((one) => one.of === type.id && primary(one.lang) === primary(lang));
  const { fields } = words === undefined ? type : translated(type, words);
  return fields.flatMap((field) => (field.kind === 'choice' ? field.choices.map(({ label }) => label) : []));
}

interface Named {
  readonly node: Nodes;
  readonly name: string;
}

/** Of a sentence, in letters: more says nothing, and takes long to read. */
const longest = 300;

/** What the article says to choose in a form that it says to file. */
function namedIn({ tree }: Document, lang: string): Named[] {
  const files = sentences[primary(lang)];
  if (files === undefined) return [];
  return paragraphsOf(tree).flatMap(({ heading, paragraph }) => {
    const named: Named[] = [];
    let said = heading === '' ? '' : `${heading}: `;
    for (const child of paragraph.children) {
      const text = plainText([child]);
      if (child.type === 'strong' && files.test(said)) named.push({ node: child, name: text });
      said = (said + text).slice(-longest).replace(/^.*[.!?](?=\s)/su, '');
    }
    return named;
  });
}

/** Each with the heading that it stands first below, if it does. */
function paragraphsOf(tree: Root): { readonly heading: string; readonly paragraph: Paragraph }[] {
  const found: { readonly heading: string; readonly paragraph: Paragraph }[] = [];
  let heading = '';
  visit(tree, ['heading', 'paragraph'], (node) => {
    if (node.type === 'heading') heading = plainText([node]);
    if (node.type !== 'paragraph') return;
    found.push({ heading, paragraph: node });
    heading = '';
  });
  return found;
}

/** Up to four words between two. */
const few = '(?: [\\p{L}-]+){0,4}';

/** A new work order is filed, and then, at most three words before the bold ones, something is chosen. */
const sentence = (filing: string, choosing: string): RegExp =>
  new RegExp(
    `(?<!\\p{L})(?:${filing})(?!\\p{L}).*(?<!\\p{L})(?:${choosing})(?:\\P{L}+\\p{L}+){0,3}\\P{L}*$`,
    'isu',
  );

const germanFiling = 'öffnen|eröffnen|stellen|senden|schicken|erstellen';
const germanWorkOrder = 'eine?n?(?: neue[ns]?)? (?:auftrag|ticket|anfrage|antrag)';

const sentences: Readonly<Record<string, RegExp>> = {
  en: sentence(
    `(?:file|open|send|submit|create|raise|start|begin|fill in) an?${few} (?:work order|ticket|request|case)`,
    'choose|select|pick',
  ),
  // The verb first in a sentence, last in a heading.
  de: sentence(
    `(?:${germanFiling})(?: sie)? ${germanWorkOrder}|${germanWorkOrder}${few} (?:${germanFiling})`,
    'wählen',
  ),
  es: sentence(
    `(?:abr|envi|enví|present|cre|hag|hac)(?:a|e|ar|er|ir) una?${few} (?:solicitud|petición|tique|ticket|caso)`,
    'elija|elige|escoja|escoge|seleccione|selecciona',
  ),
};

function faultOf(document: Document, node: Nodes, name: string, choices: readonly string[]): Diagnostic[] {
  if (choices.some((label) => folded(label) === folded(name))) return [];
  const near = nearest(name, choices);
  const expected = near === undefined ? 'a choice of the form that the article opens' : `\`${near}\``;
  const finding = { found: `choice \`${name}\``, expected, severity: 'warning' as const };
  return [diagnose(document.file, placeOfNode(document, node), 'unknown-choice', finding)];
}
