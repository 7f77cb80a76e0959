import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Document, isSeq, parseDocument } from 'yaml';
import type { Gap } from '../../knowledge/gaps/gaps.ts';
import { findNumbers } from '../../work-orders/number.ts';
import { fileNameOf } from '../file-name.ts';

/** What was written, or why nothing was. */
export type Written =
  | { readonly kind: 'draft' | 'phrasings'; readonly file: string; readonly added: readonly string[] }
  | { readonly kind: 'nothing'; readonly why: string };

const mostPhrasings = 8;
const mostAdded = 4;
/** Below `articles`; an editor moves a draft from there when it has its text. */
const draftFolder = 'drafts';

/** Where gaps are written. */
export interface GapTarget {
  /** The knowledge folder. */
  readonly folder: string;
  /** The files of its articles, by their ids. */
  readonly files: ReadonlyMap<string, string>;
  /** First letters of the desk's work-order numbers. */
  readonly prefix: string;
}

/** Makes a draft for a gap, or adds its wordings to the article that should have answered. */
export async function writeGap({ folder, files, prefix }: GapTarget, gap: Gap): Promise<Written> {
  const wordings = gap.wordings.filter((wording) => isPublishable(wording, prefix));
  if (wordings.length === 0) return { kind: 'nothing', why: 'every wording names something personal' };
  if (gap.advice.kind === 'article') return writeDraft(folder, gap, wordings.slice(0, mostPhrasings));
  const file = files.get(gap.advice.article);
  if (file === undefined) return { kind: 'nothing', why: `there is no article ${gap.advice.article}` };
  return addPhrasings(folder, file, wordings.slice(0, mostAdded));
}

/** What a person wrote becomes a text that everybody may read: nothing that looks like theirs alone. */
export function isPublishable(wording: string, prefix: string): boolean {
  if (wording.length > 200 || !/\s/.test(wording.trim())) return false;
  if (findNumbers(prefix, wording).length > 0) return false;
  return !/@|https?:|www\.|\d{4}|\b(?:my name is|i am called)\b|[\r\n]|\b[a-z0-9]{20,}\b/i.test(wording);
}

async function writeDraft(folder: string, gap: Gap, wordings: readonly string[]): Promise<Written> {
  const title = capitalised(wordings[0] ?? gap.name);
  const file = `articles/${draftFolder}/${fileNameOf(gap.name, 'gap')}.md`;
  const front = new Document({ title, questions: wordings, draft: true });
  const text = `---\n${front.toString({ lineWidth: 0 })}---\n\n${draftBody(gap)}\n`;
  const full = path.join(folder, file);
  await mkdir(path.dirname(full), { recursive: true });
  try {
    // Never over a draft that somebody may have begun to write.
    await writeFile(full, text, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      return { kind: 'nothing', why: `${file} is there already` };
    throw error;
  }
  return { kind: 'draft', file, added: wordings };
}

function draftBody({ people, asked, workOrders, waiting, advice }: Gap): string {
  const near =
    advice.kind === 'article' && advice.near !== undefined ? ` Nearest today: ${advice.near}.` : '';
  const told = waiting === 0 ? '' : ` Once it is published, ${waiting} of them are told.`;
  const asking = `Asked ${asked} times by ${people} people; work orders: ${workOrders}.${told}${near}`;
  return `<!-- ${asking} Write the answer, take out "draft: true", and move the file to its folder. -->\n\nThe answer.`;
}

/** Into the list as it is written: comments, quotes, order and line ends of the front matter stay. */
async function addPhrasings(folder: string, file: string, wordings: readonly string[]): Promise<Written> {
  const full = path.join(folder, file);
  const text = await readFile(full, 'utf8');
  const [, begin = '', lineEnd = '', matter, rest] =
    /^(\uFEFF?---(\r?\n))([\s\S]*?\n)(---\s*\n[\s\S]*)$/.exec(text) ?? [];
  const front = matter === undefined ? undefined : parseDocument(matter.replaceAll('\r\n', '\n'));
  const questions = front?.get('questions');
  if (front === undefined || rest === undefined || !isSeq(questions))
    return { kind: 'nothing', why: `${file} has no list of questions` };
  const there = new Set(questions.items.map((item) => folded(String(item))));
  const added = wordings.filter((wording) => !there.has(folded(wording)));
  if (added.length === 0) return { kind: 'nothing', why: `${file} has these phrasings already` };
  for (const wording of added) questions.add(front.createNode(wording));
  const written = front.toString({ lineWidth: 0, flowCollectionPadding: false });
  await writeFile(full, begin + written.replaceAll('\n', lineEnd) + rest);
  return { kind: 'phrasings', file, added };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const folded = (text: string): string => text.trim().toLowerCase();
