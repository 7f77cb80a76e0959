import type { UnansweredQuestion } from '../../knowledge/gaps/cluster.ts';
import type { DeskLog, LoggedWaiting } from '../../storage/figures.ts';
import { judge } from '../report/deflection.ts';

/**
 * The questions that had no answer, or one that did not help. An article that was given and then led to a
 * work order is not among them unless somebody said so: often that is what it tells people to do.
 */
export function unansweredIn(log: DeskLog, now: number): UnansweredQuestion[] {
  const refusals = new Map(
    log.votes
      .filter(({ vote }) => vote === 'not-quite')
      .map(({ questionId, article }) => [questionId, article]),
  );
  const waiting = new Set(log.waiting.map(waitingKey));
  return judge(log, now)
    .filter(({ deflection }) => deflection === 'failed' || deflection === 'reversed')
    .filter(({ question }) => question.outcome !== 'confident' || refusals.has(question.id))
    .map(({ question, workOrders }) => ({
      question: question.question,
      requester: question.requester,
      workOrders: workOrders.map(({ number }) => number),
      refused: refusals.get(question.id),
      waits: waiting.has(waitingKey(question)),
    }));
}

/** A question as it was kept for whoever waits: in a conversation, each once. */
const waitingKey = ({ conversation, question }: LoggedWaiting): string => `${conversation} ${question}`;
