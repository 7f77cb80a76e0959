import DOMPurify from 'dompurify';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';

const allowed = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'hr'],
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'align'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel):/i,
};

const cleaner = DOMPurify(window);

// A link must neither take the visitor out of the chat nor give the other side a handle on this window.
cleaner.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A' || !node.hasAttribute('href')) return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

/** Markdown as HTML that can do nothing: no markup of its own, no images, links only to the web and mail. */
const cleanHtml = (markdown: string): string =>
  cleaner.sanitize(micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()] }), allowed);

/** The same for a card's text, without GitHub's part of markdown: an address that was typed in is no link. */
export const cleanCardHtml = (markdown: string): string => cleaner.sanitize(micromark(markdown), allowed);

export function renderMarkdown(markdown: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = cleanHtml(markdown);
  return template.content;
}
