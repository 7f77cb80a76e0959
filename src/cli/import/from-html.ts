import type { RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { parseMarkdown } from '../../content/read-document.ts';
import type { Imported } from './imported.ts';

/** What surrounds a page's text, and what only a browser can use. */
const left = [
  'nav',
  'header',
  'footer',
  'aside',
  'form',
  'button',
  'iframe',
  'video',
  'audio',
  'svg',
  'noscript',
];
const drop = (): undefined => undefined;

const converter = remark()
  .use(remarkGfm)
  .use(rehypeParse)
  .use(rehypeRemark, { handlers: Object.fromEntries(left.map((name) => [name, drop])) })
  .freeze();

/** A page of so many questions is a list of them, not one article. */
const fewestQuestions = 2;

/**
 * Reads a saved page of a help centre. A page whose headings are questions becomes an article for each;
 * any other page becomes one, under its first heading.
 */
export function fromHtml(source: string, html: string): Imported[] {
  const markdown = String(converter.processSync(mainPart(html)));
  const faults = leftOut(html);
  const parts = partsOf(markdown);
  const asked = parts.filter(({ title }) => title.endsWith('?'));
  if (asked.length >= fewestQuestions)
    return asked.map(({ title, body }) => ({
      ...{ source, title, questions: [title], answer: body },
      faults: [...faults, ...emptyFault(body)],
    }));
  const [first] = parts.filter(({ title }) => title !== '');
  const title = first?.title ?? pageTitle(html) ?? source;
  const answer = withoutTitle(markdown, first?.depth === 1 ? first.heading : '');
  return [{ source, title, questions: [title], answer, faults: [...faults, ...emptyFault(answer)] }];
}

/** A piece of HTML as markdown. */
export const markdownOf = (html: string): string => String(converter.processSync(html)).trim();

/** Its main part where the page names one; a summary of folded details, or a term of a list of them, is a heading. */
function mainPart(html: string): string {
  const main =
    /<main\b[\s\S]*<\/main>/i.exec(html)?.[0] ?? /<article\b[\s\S]*<\/article>/i.exec(html)?.[0] ?? html;
  return main
    .replace(/<(\/?)(?:summary|dt)\b[^>]*>/gi, '<$1h2>')
    .replace(/<(\/?)(?:dl|dd)\b[^>]*>/gi, '<$1div>');
}

const pageTitle = (html: string): string | undefined => {
  const title = /<title\b[^>]*>([\s\S]*?)<\/title>/i.exec(html)?.[1];
  // Through the converter, so that &amp; becomes what it stands for.
  return title === undefined ? undefined : textOf(parseMarkdown(String(converter.processSync(title))));
};

interface Part {
  readonly title: string;
  readonly depth: number;
  /** The heading as it is written; empty for what stands before the first. */
  readonly heading: string;
  readonly body: string;
}

/** A heading and what follows it, up to the next of its depth or above. */
function partsOf(markdown: string): Part[] {
  const { children } = parseMarkdown(markdown);
  return children.flatMap((node, at) => {
    if (node.type !== 'heading') return [];
    const end = children.findIndex(
      (other, index) => index > at && other.type === 'heading' && other.depth <= node.depth,
    );
    const from = endOf(node);
    const to = end === -1 ? markdown.length : startOf(children[end]);
    const heading = markdown.slice(startOf(node), from);
    return [
      { title: textOf(node).trim(), depth: node.depth, heading, body: markdown.slice(from, to).trim() },
    ];
  });
}

const startOf = (node: RootContent | undefined): number => node?.position?.start.offset ?? 0;
const endOf = (node: RootContent): number => node.position?.end.offset ?? 0;

/** The title goes to the front matter; what stood before it stays. */
const withoutTitle = (markdown: string, heading: string): string =>
  markdown.replace(heading, () => '').trim();

const emptyFault = (body: string): readonly string[] => (body === '' ? ['it has no answer'] : []);

function leftOut(html: string): readonly string[] {
  const main = mainPart(html);
  const has = (name: string): boolean => new RegExp(`<${name}\\b`, 'i').test(main);
  const names = ['iframe', 'video', 'audio', 'form'].filter(has);
  return names.length === 0 ? [] : [`left out: ${names.join(', ')}`];
}
