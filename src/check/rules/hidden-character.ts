import type { Nodes } from 'mdast';
import { visit } from 'unist-util-visit';
import { type Diagnostic, diagnose } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import type { Place } from '../../content/place.ts';
import { codePoint, type HiddenCharacter, hiddenCharacters } from '../hidden-character.ts';
import { questionsName } from '../load-content.ts';
import type { Rule } from '../rule.ts';

/**
 * hidden-character: a text reads as it is written. A character that overrides the direction of writing shows an
 * address or an amount other than it is; one that is not seen, as text copied from a web page brings it, hides a
 * word from those who ask for it. The marks that some scripts need are let pass.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * None 👩&#x200D;💻, nor in نامه&zwnj;ها.
 * ```
 *
 * @example bad articles/fees.md:3:13 articles/fees.md:6:1
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: ["what are the f\u200Bees", how much does it cost, is it free]
 * ---
 *
 * Pay to &#x202E;moc.elpmaxe.
 * ```
 */
export const hiddenCharacter: Rule = {
  name: 'hidden-character',
  run: ({ articleDocuments, typeDocuments, phraseDocuments, deskDocument, questionFile }) => {
    const desk = deskDocument === undefined ? [] : [deskDocument];
    const documents = [...articleDocuments, ...typeDocuments, ...phraseDocuments, ...desk];
    const inDocuments = documents.flatMap((one) => [...written(one.file, one.text), ...escaped(one)]);
    return [...inDocuments, ...written(questionsName, questionFile ?? '')];
  },
};

/** The first of each line: who types the line anew is rid of all. */
function written(file: string, text: string): Diagnostic[] {
  return text.split('\n').flatMap((line, at) => {
    const [first] = hiddenCharacters(line);
    return first === undefined ? [] : [told(file, { line: at + 1, column: first.at + 1 }, first, line)];
  });
}

/** Those that YAML or Markdown spell in letters that are seen: `"\u200B"`, `&#x200B;`. */
function escaped(document: Document): Diagnostic[] {
  const found: Diagnostic[] = [];
  const look = (said: string, place: () => Place): void => {
    const first = hiddenCharacters(said).find(({ character }) => !document.text.includes(character));
    if (first !== undefined) found.push(told(document.file, place(), first, said));
  };
  for (const [path, value] of stringsIn(document.data)) look(value, () => document.placeOf(path));
  visit(document.tree, (node) => {
    for (const said of saidBy(node)) look(said, () => placeOfNode(document, node));
  });
  return found;
}

function saidBy(node: Nodes): readonly string[] {
  if (node.type === 'text') return [node.value];
  if (node.type === 'image' || node.type === 'imageReference') return [node.alt ?? ''];
  return node.type === 'link' || node.type === 'definition' ? [node.url] : [];
}

type Path = readonly (string | number)[];

function stringsIn(value: unknown, path: Path = []): (readonly [Path, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (Array.isArray(value)) return value.flatMap((each: unknown, at) => stringsIn(each, [...path, at]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => stringsIn(each, [...path, key]));
}

function told(
  file: string,
  place: Place,
  { at, character, kind }: HiddenCharacter,
  text: string,
): Diagnostic {
  const [word = ''] = /\S*$/u.exec(text.slice(0, at)) ?? [];
  const behind = word === '' ? '' : ` behind \`${[...word].slice(-20).join('')}\``;
  const name = kind === 'direction' ? 'direction override' : 'invisible character';
  return diagnose(file, place, 'hidden-character', {
    found: `${name} ${codePoint(character)}${behind}`,
    expected: 'text without it; type the word anew if you cannot see it to delete it',
    severity: kind === 'direction' ? 'error' : 'warning',
  });
}
