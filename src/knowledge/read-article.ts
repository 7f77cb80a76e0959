import { z } from 'zod';
import { type Diagnostic, diagnose, located } from '../content/diagnostic.ts';
import type { Document } from '../content/document.ts';
import { nearestPath } from '../content/nearest.ts';
import { passagesOf } from '../content/passages.ts';
import { fileStart, type Place } from '../content/place.ts';
import { isoDate, language, text } from '../content/schema-parts.ts';
import { validate } from '../content/validate.ts';
import type { Article } from './article.ts';
import { longestQuery } from './bound-query.ts';

const articleId = text.refine((id) => !id.endsWith('.md') && !id.startsWith('/'), {
  error: 'an article id: its path below articles without `.md`, such as `accounts/locked`',
});

/** The front matter of an article; the descriptions are the editors' manual. */
export const articleSchema = z.strictObject({
  title: text.max(200).describe('The heading that readers see'),
  // As long as a message that is read whole: people do ask in paragraphs (bound-query.ts).
  questions: z
    .array(text.max(longestQuery))
    .min(1)
    .max(1000)
    .describe('The questions it answers, as people ask them'),
  category: text.optional().describe('Its group, for who keeps the articles; the chat does not show it'),
  tags: z.array(text).default([]).describe('Words to find it by that its text does not have'),
  'work-order': text.optional().describe('Id of the work-order type to offer when the article is not enough'),
  'follow-ups': z.array(articleId).default([]).describe('Ids of the articles to offer next'),
  lang: language.optional().describe("Language of the text, such as `de`; the desk's when left out"),
  'translation-of': articleId.optional().describe('Id of the article that this one translates'),
  owner: text.optional().describe('Who keeps it right'),
  'review-by': isoDate.optional().describe('Date by which to read it again'),
  url: z
    .string()
    .refine(isWebAddress, 'an address that begins with `https://`')
    .optional()
    .describe('The page to read more on: the title below the answer leads there'),
  draft: z.boolean().default(false).describe('`true` keeps it from being answered with'),
});

export interface ArticleResult {
  readonly file: string;
  /** Undefined for a draft and for what has errors. */
  readonly article: Article | undefined;
  /** Where it says what it translates. */
  readonly translationAt: Place | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes an article of a document.
 *
 * @param deskLang the language of articles that name none
 */
export function readArticle(document: Document, deskLang = 'en'): ArticleResult {
  const { file } = document;
  const without = { file, article: undefined, translationAt: undefined };
  const { value, diagnostics } = validate(document, articleSchema);
  if (value === undefined || value.draft) return { ...without, diagnostics };
  const passages = passagesOf(document);
  if (passages.length === 0) return { ...without, diagnostics: [emptyBody(document)] };
  const article: Article = {
    ...identity(document, value, deskLang),
    ...optionalParts(value),
    tags: value.tags,
    followUps: value['follow-ups'],
    passages,
    places: { questions: value.questions.map((_, index) => document.placeOf(['questions', index])) },
  };
  const translationAt =
    article.translationOf === undefined ? undefined : document.placeOf(['translation-of']);
  return { file, article, translationAt, diagnostics: [] };
}

/** The id of the article in a file: its path below articles, without .md. */
export function articleIdOf(file: string): string {
  return file.replace(/^articles\//, '').replace(/\.md$/, '');
}

type Values = z.output<typeof articleSchema>;

function identity(document: Document, value: Values, deskLang: string) {
  const { file } = document;
  const { title, questions } = value;
  return { id: articleIdOf(file), file, title, questions, lang: value.lang ?? deskLang };
}

function optionalParts(value: Values) {
  const { category, owner, url, 'work-order': workOrder } = value;
  const { 'translation-of': translationOf, 'review-by': reviewBy } = value;
  return {
    ...(category === undefined ? {} : { category }),
    ...(workOrder === undefined ? {} : { workOrder }),
    ...(translationOf === undefined ? {} : { translationOf }),
    ...(owner === undefined ? {} : { owner }),
    ...(reviewBy === undefined ? {} : { reviewBy }),
    ...(url === undefined ? {} : { url }),
  };
}

function emptyBody(document: Document): Diagnostic {
  const place = { line: document.bodyLine, column: 1 };
  const finding = { found: 'end of the file', expected: 'the answer, as text below the front matter' };
  return diagnose(document.file, place, 'article-empty', finding);
}

function isWebAddress(url: string): boolean {
  return /^https?:\/\/[^\s]+$/.test(url) && URL.canParse(url);
}

export interface ArticlesResult {
  readonly articles: readonly Article[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads every article, and what only shows when all are known. */
export function readArticles(documents: readonly Document[], deskLang = 'en'): ArticlesResult {
  return allArticles(documents.map((document) => readArticle(document, deskLang)));
}

/** What only shows when all are known: ids and translations that clash. */
export function allArticles(results: readonly ArticleResult[]): ArticlesResult {
  const byId = new Map<string, Article>();
  const byFoldedId = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const { file, article, diagnostics: own } of results) {
    diagnostics.push(...own);
    if (article === undefined) continue;
    const first = byFoldedId.get(article.id.toLowerCase());
    if (first === undefined) {
      byFoldedId.set(article.id.toLowerCase(), article.file);
      byId.set(article.id, article);
    } else diagnostics.push(sameId(file, article, first));
  }
  const articles = [...byId.values()];
  const places = new Map(results.map(({ file, translationAt }) => [file, translationAt]));
  return { articles, diagnostics: [...diagnostics, ...translationFaults(articles, byId, places)] };
}

/** Folded, because two names that differ in case are one file on many disks. */
function sameId(file: string, article: Article, first: string): Diagnostic {
  return diagnose(file, fileStart, 'duplicate-id', {
    found: `second article \`${article.id}\``,
    expected: `each id once, whatever its case (first: ${first})`,
  });
}

function translationFaults(
  articles: readonly Article[],
  byId: ReadonlyMap<string, Article>,
  places: ReadonlyMap<string, Place | undefined>,
): Diagnostic[] {
  const seen = new Map<string, string>();
  return articles.flatMap((article) => {
    const place = places.get(article.file);
    if (article.translationOf === undefined || place === undefined) return [];
    const fault = originFault(article, byId) ?? repeatFault(article, seen);
    return fault === undefined ? [] : [diagnose(article.file, place, 'translation', fault)];
  });
}

function originFault(article: Article, byId: ReadonlyMap<string, Article>) {
  const id = article.translationOf ?? '';
  const origin = byId.get(id);
  if (origin === undefined) {
    const near = nearestPath(id, byId.keys());
    const expected =
      near === undefined ? 'the id of an article: its path below articles, without .md' : `\`${near}\``;
    return { found: `article \`${id}\``, expected };
  }
  if (origin.translationOf !== undefined) {
    return { found: 'translation of a translation', expected: `the original, \`${origin.translationOf}\`` };
  }
  if (origin.lang !== article.lang) return undefined;
  return {
    found: `translation into \`${article.lang}\``,
    expected: 'another language than the original has',
  };
}

function repeatFault(article: Article, seen: Map<string, string>) {
  const key = `${article.lang} ${article.translationOf}`;
  const first = seen.get(key);
  if (first === undefined) {
    seen.set(key, located(article.file, fileStart));
    return undefined;
  }
  return { found: `second translation into \`${article.lang}\``, expected: `one (first: ${first})` };
}
