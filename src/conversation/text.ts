import { sizes } from '../limits.ts';

/** NFC, line ends as \n, without terminal colours, control, private-use and direction-override characters. */
export function cleanText(text: string): string {
  return text
    .slice(0, 2 * sizes.message)
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(terminalColour, '')
    .replace(/[\p{Co}\u202A-\u202E\u2066-\u2069]/gu, '')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .trim();
}

const terminalColour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/**
 * Lower case, letters and digits only, without accents, which many leave out, single spaces: for comparing
 * what was typed with what was meant.
 */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * What somebody wrote, as markdown that shows exactly that: never markup, never a link in disguise. What means
 * something in few places is escaped there alone, so that an address somebody wrote still leads where it says.
 */
export const asMarkdown = (text: string): string =>
  text
    .replace(/[\\`*[\]<>|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?[a-z\d]{1,31};)/giu, '\\$&')
    .replace(/^( {0,3})([-+=#](?=[-+=#\s]|$))/gm, '$1\\$2')
    .replace(/^( {0,3}\d{1,9})([.)](?=\s|$))/gm, '$1\\$2')
    .replace(/^(?: {4}| {0,3}\t)[ \t]{0,200}/gm, (indent) =>
      noBreak.repeat(indent.replace(/\t/g, '    ').length),
    );

/** Spaces that make no block of code. */
const noBreak = '\u00a0';

/** A question and what was told after it, no longer than a message. */
export const alsoTold = (question: string, told: string): string =>
  [question, told].filter(Boolean).join('\n').slice(0, sizes.message);

export const shorten = (text: string, length: number): string =>
  text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`;

const picture = /!\[([^[\]]*)\]\(([^()\s]*)(?:\s"[^"\n]*")?\)/g;
const fileLink = /(?<!!)\[([^[\]]+)\]\((?![a-z][a-z0-9+.-]*:)[^()\s]*(?:\s"[^"\n]*")?\)/gi;

/**
 * An article's text as a chat can show it. A link to another article is a file's path, which leads nowhere from
 * there: its words stay. So do those of a picture beside the article; one of the web becomes a link, since hardly a
 * channel shows pictures within a text, and our own page none.
 */
export const forChat = (markdown: string): string =>
  markdown
    .replace(picture, (_, words: string, url: string) =>
      /^https?:/i.test(url) ? `[${words.trim() || url}](${url})` : words,
    )
    .replace(fileLink, '$1');

export const clausesOf = (text: string): readonly string[] => text.split(/[:;.!?\n]\s|,\s|\s[-–—]\s/);
