import { answeredNow } from '../knowledge/answered-now.ts';
import { showArticle } from './answering.ts';
import { isBusy } from './following.ts';
import { questionAt } from './going-on.ts';
import type { Message } from './message.ts';
import { resumeAfter } from './obeying.ts';
import { before, expecting, type Outcome, outcome } from './outcome.ts';
import type { ConversationState } from './state.ts';
import { asMarkdown, shorten } from './text.ts';
import type { View } from './view.ts';

type AnswerLive = Extract<Message, { readonly name: 'answer-live' }>;

/** The requester got no answer and leaves the door open: as soon as there is one, the desk says it here. */
export function awaitAnswer(state: ConversationState, messageId: string, view: View): Outcome {
  const question = shorten(questionAt(state), 1000);
  const refused = (state.matter?.shown ?? []).flatMap(({ article, vote }) =>
    vote === 'not-quite' ? article : [],
  );
  const { zone } = state;
  const lang = state.spoken ?? state.lang;
  const promised = { kind: 'notice', text: view.say('await.promised') } as const;
  return {
    ...outcome(expecting(state, { kind: 'anything' }), promised),
    commands: [
      {
        kind: 'await-answer',
        id: `await-answer:${messageId}`,
        question,
        refused,
        ...(lang !== undefined && { lang }),
        ...(zone !== undefined && { zone }),
      },
    ],
  };
}

/** Says what answers a question of before; nothing where that was taken back again. */
export function tellAnswer(state: ConversationState, { question, refused }: AnswerLive, view: View): Outcome {
  const hit = answeredNow({ question, refused, lang: view.lang }, view.knowledge);
  if (hit === undefined) return outcome(state);
  const text = view.say('await.answered', { question: asMarkdown(shorten(question, 200)) });
  const shown = showArticle(state, question, hit, refused, view);
  if (!isBusy(state)) return before(outcome(state, { kind: 'notice', text }), shown);
  // What the requester is in the middle of goes on.
  const answer = shown.replies.map((reply) => reply.text).join('\n\n');
  return resumeAfter(state, { kind: 'answer', text: `${text}\n\n${answer}` }, view);
}
