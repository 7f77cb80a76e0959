/**
 * Answers beside MiniSearch with its defaults and SQLite FTS5 (bm25, porter), in one run on one folder.
 * The folder's own phrasings are the questions: of each article every fifth is kept back from all three.
 */
import Database from 'libsql';
import MiniSearch from 'minisearch';
import type { Article } from '../../src/knowledge/article.ts';
import type { SynonymGroups } from '../../src/knowledge/synonyms.ts';
import { createSnapshot } from '../knowledge/create-snapshot.ts';

/** Ids for a question, best first. */
type Ask = (question: string) => string | undefined;

export interface Measured {
  readonly name: string;
  readonly top1: number;
  readonly loadMs: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Golden {
  readonly question: string;
  readonly id: string;
}

const everyNth = 5;

/** Measures the three on the same articles and questions. */
export function benchAnswers(all: readonly Article[], synonyms: SynonymGroups = []): Measured[] {
  const golden = all.flatMap(({ id, questions }) =>
    questions.filter((_, i) => i % everyNth === 0).map((question) => ({ question, id })),
  );
  const articles = all.map((article) => ({
    ...article,
    questions: article.questions.filter((_, i) => i % everyNth !== 0),
  }));
  return [
    measure('firstline', () => firstline(articles, synonyms), golden),
    measure('minisearch defaults', () => miniSearch(articles), golden),
    measure('sqlite fts5', () => fts5(articles), golden),
  ];
}

/** A table with each figure, and what it is of Firstline's. */
export function tableOf(measured: readonly Measured[]): string {
  const [own] = measured;
  const cell = (value: number, of: number | undefined, digits: number): string =>
    `${value.toFixed(digits)} (${(value / (of || 1)).toFixed(2)}x)`.padStart(18);
  const rows = measured.map(
    ({ name, top1, loadMs, p50Ms, p99Ms }) =>
      name.padEnd(20) +
      cell(top1, own?.top1, 3) +
      cell(loadMs, own?.loadMs, 0) +
      cell(p50Ms, own?.p50Ms, 3) +
      cell(p99Ms, own?.p99Ms, 3),
  );
  const heads = ['top-1', 'load ms', 'p50 ms', 'p99 ms'].map((head) => head.padStart(18)).join('');
  return [' '.repeat(20) + heads, ...rows].join('\n');
}

function measure(name: string, open: () => Ask, golden: readonly Golden[]): Measured {
  const start = performance.now();
  const ask = open();
  const loadMs = performance.now() - start;
  for (const { question } of golden.slice(0, 200)) ask(question);
  let right = 0;
  const times = golden.map(({ question, id }) => {
    const before = performance.now();
    if (ask(question) === id) right++;
    return performance.now() - before;
  });
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(share * times.length)] ?? 0;
  return { name, top1: right / Math.max(1, golden.length), loadMs, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** With the synonyms of the folder's desk.md, which the others have no place for. */
function firstline(articles: readonly Article[], synonyms: SynonymGroups): Ask {
  const snapshot = createSnapshot(articles, { synonyms });
  return (question) => snapshot.answer(question).hits[0]?.article.id;
}

function fieldsOf(article: Article): { id: string; title: string; questions: string; body: string } {
  const body = article.passages.map(({ text }) => text).join('\n');
  return { id: article.id, title: article.title, questions: article.questions.join('\n'), body };
}

function miniSearch(articles: readonly Article[]): Ask {
  const index = new MiniSearch({ fields: ['title', 'questions', 'body'] });
  index.addAll(articles.map(fieldsOf));
  return (question) => {
    const [best] = index.search(question);
    return best === undefined ? undefined : String(best.id);
  };
}

function fts5(articles: readonly Article[]): Ask {
  const database = new Database(':memory:');
  database.exec(
    "create virtual table a using fts5(id unindexed, title, questions, body, tokenize = 'porter')",
  );
  const insert = database.prepare('insert into a values (?, ?, ?, ?)');
  for (const { id, title, questions, body } of articles.map(fieldsOf)) insert.run(id, title, questions, body);
  const select = database.prepare('select id from a where a match ? order by bm25(a) limit 1');
  return (question) => {
    const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) return undefined;
    const row: unknown = select.get(words.map((word) => `"${word}"`).join(' OR '));
    return isRow(row) ? row.id : undefined;
  };
}

function isRow(row: unknown): row is { readonly id: string } {
  return typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'string';
}
