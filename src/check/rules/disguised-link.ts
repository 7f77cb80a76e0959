import { domainToUnicode } from 'node:url';
import type { Definition, Link } from 'mdast';
import { visit } from 'unist-util-visit';
import { diagnose, type Finding } from '../../content/diagnostic.ts';
import { placeOfNode } from '../../content/document.ts';
import { plainText } from '../../content/plain-text.ts';
import type { Rule } from '../rule.ts';

/**
 * disguised-link: a link leads to a web page, an address or a number, and where it says that it leads.
 *
 * @example good
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * See [our fees](https://northgate.example/fees), [northgate.example](https://www.northgate.example) or
 * [mail us](mailto:desk@northgate.example).
 * ```
 *
 * @example bad articles/fees.md:6:5 articles/fees.md:6:37 articles/fees.md:7:1
 * ```md articles/fees.md
 * ---
 * title: Fees
 * questions: [what are the fees, how much does it cost, is it free]
 * ---
 *
 * See [our fees](javascript:close()), [northgate.example](https://elsewhere.example) or
 * [the list](https://nоrthgate.example).
 * ```
 */
export const disguisedLink: Rule = {
  name: 'disguised-link',
  run: ({ articleDocuments }) =>
    articleDocuments.flatMap((document) => {
      const links: (Link | Definition)[] = [];
      visit(document.tree, ['link', 'definition'], (node) => {
        if (node.type === 'link' || node.type === 'definition') links.push(node);
      });
      return links.flatMap((node) => {
        const finding = faultOf(node);
        return finding === undefined
          ? []
          : [diagnose(document.file, placeOfNode(document, node), 'disguised-link', finding)];
      });
    }),
};

const schemes = ['http', 'https', 'mailto', 'tel'];
/** Of a text that names one. */
const host = /^(?:https?:\/\/)?([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,})(?::\d|[/?#]|$)/iu;

function faultOf(node: Link | Definition): Finding | undefined {
  // Spaces and control characters before it, and line ends in it, are nothing to a browser.
  const url = node.url.replace(/[\s\p{Cc}]/gu, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && !schemes.includes(scheme))
    return { found: `link of the kind \`${scheme}:\``, expected: 'https:, http:, mailto: or tel:' };
  const leads = hostOf(url.replace(/^[/\\]{2}/, 'https://'));
  if (leads === undefined) return undefined;
  if (leads.split('.').some(isMixed))
    return { found: `letters of several alphabets in \`${leads}\``, expected: 'a name in one alphabet' };
  const [, said] = host.exec(node.type === 'link' ? plainText(node.children).trim() : '') ?? [];
  const says = said === undefined ? undefined : hostOf(`https://${said}`);
  if (says === undefined || bare(says) === bare(leads)) return undefined;
  return { found: `link to \`${leads}\` that says \`${says}\``, expected: 'a link that leads where it says' };
}

/** Where a browser goes, as it shows it: behind a name and a password, without the port. */
const hostOf = (url: string): string | undefined =>
  /^https?:/i.test(url) && URL.canParse(url) ? domainToUnicode(new URL(url).hostname) : undefined;

/** As look-alikes are made: a Latin name with a letter or two that only look Latin. */
const isMixed = (label: string): boolean =>
  /\p{Script=Latin}/u.test(label) && /[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(label);

const bare = (name: string): string => name.replace(/^www\.|\.$/g, '');
