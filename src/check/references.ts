import path from 'node:path/posix';
import type { Document } from '../content/document.ts';
import { articleIdOf } from '../knowledge/read-article.ts';
import type { CheckedContent } from './load-content.ts';

/** Where a relative address in a document leads; undefined for one that leaves the folder's files. */
export function relativeTarget(
  document: Document,
  url: string,
): { file: string; anchor: string } | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url) || url.startsWith('//')) return undefined;
  const [address = '', anchor = ''] = url.split('#', 2);
  const plain = decoded(address.replace(/\?.*$/, ''));
  if (plain === '') return { file: document.file, anchor: decoded(anchor) };
  // A leading slash means the knowledge folder, as an editor's preview takes it.
  const base = plain.startsWith('/') ? '' : path.dirname(document.file);
  return { file: path.normalize(path.join(base, plain)).replace(/^\//, ''), anchor: decoded(anchor) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A front-matter value that names an article. */
export interface ArticleReference {
  readonly document: Document;
  readonly path: readonly (string | number)[];
  readonly id: string;
}

/** Every place of the front matters that names an article, `translation-of` apart: its reader checks it. */
export function articleReferences({ articleDocuments, articles, desk, deskDocument }: CheckedContent) {
  const byFile = new Map(articles.map((article) => [article.file, article]));
  const followUps = articleDocuments.flatMap((document) =>
    references(document, 'follow-ups', byFile.get(document.file)?.followUps ?? []),
  );
  return deskDocument === undefined
    ? followUps
    : [...followUps, ...references(deskDocument, 'promoted', desk.promoted)];
}

function references(document: Document, key: string, ids: readonly string[]): ArticleReference[] {
  return ids.map((id, index) => ({ document, path: [key, index], id }));
}

/** Ids of the articles that are drafts. */
export function draftIds({ articleDocuments }: CheckedContent): Set<string> {
  const drafts = articleDocuments.filter(({ data }) => data.draft === true);
  return new Set(drafts.map(({ file }) => articleIdOf(file)));
}

/** Ids of all article files, the broken ones too: those have said what is wrong with them. */
export function articleIds({ files }: CheckedContent): Set<string> {
  const inside = [...files].filter((file) => file.startsWith('articles/') && file.endsWith('.md'));
  return new Set(inside.map(articleIdOf));
}
