import { toString as textOf } from 'mdast-util-to-string';
import { type Diagnostic, diagnose, located } from '../../content/diagnostic.ts';
import { type Document, placeOfNode } from '../../content/document.ts';
import { sectionsOf } from '../../content/headings.ts';
import { folded } from '../folded.ts';
import type { Rule } from '../rule.ts';

/**
 * shared-command: what people type means one thing. Words that stand in the lists of two commands, or in those of
 * yes and no, do only what the program looks for first.
 *
 * @example good
 * ```md phrases/en.md
 * ---
 * lang: en
 * ---
 *
 * ## command.cancel
 *
 * cancel, stop
 *
 * ## command.skip
 *
 * skip, next
 * ```
 *
 * @example bad phrases/en.md:9:1
 * ```md phrases/en.md
 * ---
 * lang: en
 * ---
 *
 * ## command.cancel
 *
 * cancel, stop
 *
 * ## command.skip
 *
 * skip, Stop!
 * ```
 */
export const sharedCommand: Rule = {
  name: 'shared-command',
  run: ({ phraseDocuments }) => phraseDocuments.flatMap(sharedIn),
};

const answers = new Set(['words.yes', 'words.no']);

function sharedIn(document: Document): Diagnostic[] {
  const firsts = new Map<string, string>();
  const lists = sectionsOf(document).filter(
    ({ title }) => title.startsWith('command.') || answers.has(title),
  );
  return lists.flatMap(({ title, heading, nodes }) => {
    if (heading === undefined) return [];
    const place = placeOfNode(document, heading);
    const words = new Set(
      nodes
        .map((node) => textOf(node))
        .join(',')
        .split(',')
        .map(folded)
        .filter(Boolean),
    );
    return [...words].flatMap((word): Diagnostic[] => {
      const key = `${answers.has(title)} ${word}`;
      const first = firsts.get(key);
      if (first === undefined) {
        firsts.set(key, located(document.file, place));
        return [];
      }
      const finding = {
        found: `\`${word}\` in \`${title}\``,
        expected: `what people type in one list (first: ${first})`,
        severity: 'warning' as const,
      };
      return [diagnose(document.file, place, 'shared-command', finding)];
    });
  });
}
