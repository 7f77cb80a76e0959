import type { Command } from 'commander';
import { openForAsking } from '../check/compare.ts';
import { type CheckedContent, loadForCheck } from '../check/load-content.ts';
import type { KnowledgeSnapshot } from '../knowledge/answer.ts';
import { answeredNow } from '../knowledge/answered-now.ts';
import type { UnansweredQuestion } from '../knowledge/gaps/cluster.ts';
import { type Gap, gapsIn } from '../knowledge/gaps/gaps.ts';
import { readLogged, sinceTime } from './desk-log.ts';
import { draftsIn, type Replay, replay } from './gaps/replay.ts';
import { unansweredIn } from './gaps/unanswered.ts';
import { writeGap } from './gaps/write-gap.ts';
import { knowledgeFolder } from './knowledge-folder.ts';
import { counted, print, say } from './printed.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  readonly since: string;
  readonly least: string;
  readonly knowledge?: string;
  readonly json?: boolean;
  readonly write?: boolean;
  readonly replay?: boolean;
}

export function addGaps(program: Command): void {
  program
    .command('gaps')
    .description('what people asked that had no good answer, and what to write about it')
    .option('--since <time>', 'how far to look back: days such as 30d, or a date', '30d')
    .option('--least <people>', 'leave out what fewer people asked', '2')
    .option('--knowledge <dir>', 'knowledge folder')
    .option('--write', 'write a draft for each gap, or add its phrasings to the article that fits')
    .option('--replay', 'ask the unanswered questions again, of the folder as it is, and with its drafts')
    .option('--json', 'print one JSON value')
    .action(async (options: Options) => {
      const folder = await knowledgeFolder(options.knowledge);
      const now = Date.now();
      const unanswered = unansweredIn(await readLogged(sinceTime(options.since, now)), now);
      if (options.replay) return say(await replayed(folder, unanswered, options.json));
      const content = await loadForCheck(folder);
      const fewestPeople = leastPeople(options.least);
      const { snapshot } = await openForAsking(content);
      const open = unanswered.filter((one) => !isAnsweredNow(one, snapshot));
      const gaps = gapsIn(open, snapshot, { synonyms: content.desk.synonyms, fewestPeople });
      const written = options.write ? await writeAll(folder, gaps, content) : [];
      const counts = { asked: unanswered.length, answeredSince: unanswered.length - open.length };
      print(options.json, { ...counts, gaps, written }, () => text(gaps, counts, written));
    });
}

function leastPeople(written: string): number {
  if (/^[1-9]\d{0,4}$/.test(written)) return Number(written);
  throw new UsageError(`--least ${written}: write a number of people from 1 on.`);
}

/** What was written since needs no editor any more. */
const isAnsweredNow = ({ question, refused }: UnansweredQuestion, snapshot: KnowledgeSnapshot): boolean =>
  answeredNow({ question, refused: refused === undefined ? [] : [refused] }, snapshot) !== undefined;

interface Counts {
  readonly asked: number;
  /** By the folder as it is. */
  readonly answeredSince: number;
}

async function writeAll(folder: string, gaps: readonly Gap[], content: CheckedContent): Promise<string[]> {
  const files = new Map(content.articles.map(({ id, file }) => [id, file]));
  const target = { folder, files, prefix: content.desk.prefix };
  const told: string[] = [];
  for (const gap of gaps) {
    const written = await writeGap(target, gap);
    const what = written.kind === 'draft' ? 'a draft with' : 'added';
    told.push(
      written.kind === 'nothing'
        ? `"${gap.name}": nothing written, ${written.why}`
        : `${written.file}: ${what} ${counted(written.added.length, 'phrasing', 'phrasings')}`,
    );
  }
  return told;
}

function text(gaps: readonly Gap[], { asked, answeredSince }: Counts, written: readonly string[]): string {
  const list = gaps.flatMap(({ name, people, workOrders, waiting, wordings, advice }) => [
    `${name}: ${[counted(people, 'person', 'people'), counted(workOrders, 'work order', 'work orders'), ...waitingText(waiting)].join(', ')}`,
    `  ${adviceText(advice)}`,
    ...wordings.slice(0, 4).map((wording) => `  - ${wording}`),
    '',
  ]);
  const since = answeredSince === 0 ? [] : [`${answeredSince} of them answered by the folder as it is`];
  const summary = [
    `${counted(asked, 'question', 'questions')} without a good answer`,
    ...since,
    counted(gaps.length, 'gap', 'gaps'),
  ].join(', ');
  return [...list, ...written, `${summary}.`].join('\n');
}

const waitingText = (waiting: number): string[] =>
  waiting === 0 ? [] : [`${waiting} left word to be told when it is answered`];

function adviceText(advice: Gap['advice']): string {
  if (advice.kind === 'phrasing')
    return `a new phrasing in ${advice.article}, which is near at ${Math.round(advice.confidence * 100)} %`;
  return advice.near === undefined ? 'a new article' : `a new article; nearest today: ${advice.near}`;
}

async function replayed(
  folder: string,
  unanswered: readonly UnansweredQuestion[],
  json: boolean | undefined,
): Promise<string> {
  const content = await loadForCheck(folder);
  const drafts = draftsIn(content.articleDocuments, content.desk.lang);
  const published = { ...content, articles: [...content.articles, ...drafts] };
  const now = replay(unanswered, (await openForAsking(content)).snapshot);
  const withDrafts = replay(unanswered, (await openForAsking(published)).snapshot);
  if (json) return JSON.stringify({ now, withDrafts, drafts: drafts.map(({ id }) => id) });
  return [
    `${unanswered.length} questions had no good answer.`,
    `The folder as it is: ${replayText(now)}.`,
    `With its ${drafts.length} drafts published: ${replayText(withDrafts)}.`,
  ].join('\n');
}

const replayText = ({ answered, offered }: Replay): string =>
  `${answered} would be answered, ${offered} answered with a choice`;
