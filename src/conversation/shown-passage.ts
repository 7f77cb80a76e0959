import type { Article, Passage } from '../knowledge/article.ts';
import { asMarkdown, forChat } from './text.ts';
import type { Say } from './view.ts';

/** A passage as the chat shows it: its text, and below it where it is from, with a link to the page that has more. */
export function shownPassage({ title, url }: Article, passage: Passage | undefined, say: Say): string {
  const headings = passage?.headings.length ? ` › ${passage.headings.map(asMarkdown).join(' › ')}` : '';
  const name = asMarkdown(title);
  const source = say('answer.source', {
    title: url === undefined ? name : `[${name}](${target(url)})`,
    headings,
  });
  return `${forChat(passage?.markdown.trim() ?? '')}\n\n${source}`;
}

/** What would end it, or what emphasises the words around it. */
const target = (url: string): string =>
  new URL(url).href.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('*', '%2A');
