import type { Background, Continuity, TranscriptLine } from '../conversation/continuity.ts';
import type { Reply } from '../conversation/reply.ts';
import type { TurnRecord } from '../conversation/stores.ts';
import { lastTurns } from './last-turns.ts';
import type { Db, Tx } from './schema.ts';

/** Turns of a transcript, the newest where there are more. */
const TURNS = 60;
/** Characters of one line, and of all lines. */
const LINE = 1500;
const ALL = 40_000;

/** Keeps with a work order what led to it: the background that the turn gave, and what was said until now. */
export async function putContinuity(
  tx: Tx,
  number: string,
  background: Background,
  turn: TurnRecord,
): Promise<void> {
  const transcript = await transcriptOf(tx, background, turn);
  const continuity: Continuity = { ...background, transcript };
  await tx
    .insertInto('continuity')
    .values({ number, json: JSON.stringify(continuity) })
    .execute();
}

/** undefined for a number that never was, and for work orders filed without a conversation. */
export async function continuityOf(db: Db, number: string): Promise<Continuity | undefined> {
  const row = await db
    .selectFrom('continuity')
    .select('json')
    .where('number', '=', number)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const continuity: Continuity = JSON.parse(row.json);
  return continuity;
}

async function transcriptOf(
  tx: Tx,
  { since }: Background,
  turn: TurnRecord,
): Promise<readonly TranscriptLine[]> {
  const turns = await lastTurns(tx, turn.conversationId, { most: TURNS, since });
  const lines = turns.flatMap(({ at, said, replies }) => [
    ...saidBy('requester', at, [said]),
    ...saidBy('desk', at, replies.map(textOf)),
  ]);
  return newest([...lines, ...saidBy('requester', turn.at, [turn.said])]);
}

const textOf = ({ text }: Reply): string => text;

const saidBy = (by: TranscriptLine['by'], at: number, texts: readonly (string | null | undefined)[]) =>
  texts.flatMap((text) => (text ? [{ at, by, text: text.slice(0, LINE) }] : []));

function newest(lines: readonly TranscriptLine[]): readonly TranscriptLine[] {
  let left = ALL;
  const from = lines.findLastIndex(({ text }) => {
    left -= text.length;
    return left < 0;
  });
  return lines.slice(from + 1);
}
