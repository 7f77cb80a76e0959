import { type Answer, type Hit, shownOf } from '../knowledge/answer.ts';
import type { Article } from '../knowledge/article.ts';
import { primary } from '../knowledge/language.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { answerToStory } from './answering-a-story.ts';
import { choice } from './choices.ts';
import { fittingType } from './fitting-type.ts';
import {
  chosen,
  continues,
  goesOn,
  goOnAsking,
  mattersType,
  onTheSame,
  passageAt,
  questionAt,
  toldAt,
} from './going-on.ts';
import { answeredAt, articleShown, articleVoted } from './matter.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import type { Reply, ReplyChoice } from './reply.ts';
import { shownPassage } from './shown-passage.ts';
import type { ConversationState } from './state.ts';
import type { QuestionRecord } from './stores.ts';
import { alsoTold, shorten } from './text.ts';
import type { View } from './view.ts';

/** Answers from the knowledge folder: an answer, "did you mean", or an honest miss and an offer. */
export function answerQuestion(state: ConversationState, question: string, view: View): Outcome {
  const answer = answerTo(state, question, view);
  const here = inLanguageOf(answer, answeredAt(state, answer.revision, view), view);
  const told = onTheSame(here, question, answer, view);
  const taken = goesOn(here, question, answer, view)
    ? tellMore(told, question, view)
    : answerWith(told, question, answer, view);
  return { ...taken, questions: [record(question, answer)] };
}

/** A short question that has no answer by itself, "and for ETH?", goes on with the one before it. */
function answerTo(state: ConversationState, question: string, view: View): Answer {
  const alone = answerToStory(question, view);
  const before = goOnAsking(state, question, view);
  const isWhole = alone.kind === 'confident' && !continues(question, view);
  if (isWhole || before === undefined) return alone;
  const together = view.knowledge.answer(`${before} ${question}`, { lang: view.lang });
  const [best] = together.hits;
  if (together.kind !== 'confident' || !best) return alone;
  if (continues(question, view)) return together;
  if (wasJustShown(state, best)) return alone;
  const isNear =
    alone.kind === 'fallback' || shownOf(alone.hits).some(({ article }) => article === best.article);
  return isNear ? together : alone;
}

const wasJustShown = ({ expecting: at }: ConversationState, { article }: Hit): boolean =>
  at.kind === 'feedback' && at.tried.includes(article.id);

/** Whoever surely writes in another language than their channel speaks is answered in that. */
const inLanguageOf = ({ writtenIn }: Answer, state: ConversationState, { lang }: View): ConversationState =>
  writtenIn === undefined || primary(writtenIn) === primary(lang) ? state : { ...state, spoken: writtenIn };

function answerWith(state: ConversationState, question: string, answer: Answer, view: View): Outcome {
  const [best] = answer.hits;
  if (view.knowledge.articles.size === 0) return miss(state, question, view, 'miss.nothing-to-read');
  if (!best || answer.kind === 'fallback') return miss(state, question, view, 'miss');
  if (answer.kind === 'confident') return showArticle(state, question, best, [], view);
  const candidates = shownOf(answer.hits);
  const type = mattersType(state, view);
  const isFar =
    best.confidence < worthAsking && !candidates.some(({ article }) => article.workOrder === type?.id);
  // "Can you at least try" is near nothing, and least of all another matter.
  if (type && isFar) return miss(state, question, view, 'miss');
  return outcome(
    expecting(state, { kind: 'candidate', question, tried: candidates.map((hit) => hit.article.id) }),
    {
      kind: 'disambiguation',
      text: view.say('disambiguation'),
      choices: [
        ...candidates.map((hit) => choice(hit.article.title, { kind: 'article', article: hit.article.id })),
        choice(view.say('disambiguation.none'), { kind: 'none' }),
      ],
    },
  );
}

/** Shows one article; "not quite" then goes to the next candidate once, and to the offer after that. */
export function showArticle(
  state: ConversationState,
  question: string,
  hit: Pick<Hit, 'article' | 'passage' | 'confidence'>,
  tried: readonly string[],
  view: View,
): Outcome {
  const article = hit.article.id;
  const seen = articleShown(state, article, hit.confidence, view);
  const passage = passageAt(hit);
  const at = { question, article, passage, tried: [...tried, article] };
  return outcome(expecting(seen, { kind: 'feedback', ...at }), {
    kind: 'answer',
    text: shownPassage(hit.article, hit.passage ?? hit.article.passages[0], view.say),
    choices: answerChoices(hit.article, view),
  });
}

/** An article chosen by its id: from "did you mean", a follow-up, or a button of an older message. */
export function pickArticle(state: ConversationState, article: string, view: View): Outcome {
  const found = view.knowledge.articles.get(article);
  const asked = questionAt(state);
  if (!found) return miss(state, asked, view, 'miss');
  const hit = view.knowledge.answer(asked || found.title).hits.find((one) => one.article.id === article);
  return showArticle(
    chosen(state, found.workOrder, view),
    asked || found.title,
    hit ?? { article: found, passage: undefined, confidence: 0 },
    [article],
    view,
  );
}

export function voted(
  state: ConversationState,
  vote: 'helped' | 'not-quite',
  article: string,
  view: View,
): Outcome {
  const votes = view.knowledge.articles.has(article) ? [{ article, vote }] : [];
  const heard = articleVoted(state, article, vote, view);
  if (vote === 'helped') {
    const thanks: Reply = { kind: 'notice', text: view.say('answer.thanks') };
    return { ...outcome(expecting(heard, { kind: 'anything' }), thanks), votes };
  }
  return { ...nextCandidate(heard, view), votes };
}

/** Less sure than that, a candidate must be of the kind that is talked about. */
const worthAsking = 0.4;

const worthShowing = 0.15;

function nextCandidate(state: ConversationState, view: View): Outcome {
  const at = state.expecting;
  if (at.kind !== 'feedback' || at.tried.length > 1) return offer(state, questionAt(state), view);
  const { hits } = view.knowledge.answer(at.question, { lang: view.lang });
  const refused = hits.filter((hit) => at.tried.includes(hit.article.id));
  // What was refused is no longer probable: the others share what it had.
  const left = 1 - refused.reduce((sum, hit) => sum + hit.confidence, 0);
  const next = hits.find((hit) => !refused.includes(hit) && hit.confidence > worthShowing * left);
  if (!next) return offer(state, at.question, view);
  const shown = showArticle(state, at.question, next, at.tried, view);
  return { ...shown, replies: [{ kind: 'notice', text: view.say('answer.next-best') }, ...shown.replies] };
}

/** What goes on with the story is kept for the work order, and that is offered; an article said all it knows. */
export function tellMore(state: ConversationState, question: string, view: View): Outcome {
  const type = mattersType(state, view) ?? fittingType(alsoTold(toldAt(state, view), question), view);
  return type
    ? offerOf(state, question, type, view.say('offer.more', { type: type.title }), view)
    : miss(state, question, view, 'miss');
}

/** Offers a work order of the type that fits the question. */
export function offer(state: ConversationState, question: string, view: View): Outcome {
  if (state.form) return miss(state, question, view, 'miss');
  const type = mattersType(state, view) ?? fittingType(question, view);
  if (!type)
    return outcome(expecting(state, { kind: 'anything' }), {
      kind: 'fallback',
      text: view.say('types.none'),
    });
  return offerOf(state, question, type, view.say('offer', { type: type.title }), view);
}

const offerOf = (
  state: ConversationState,
  question: string,
  type: WorkOrderType,
  text: string,
  view: View,
): Outcome =>
  outcome(expecting(state, { kind: 'offer', question, type: type.id }), {
    kind: 'fallback',
    text,
    choices: offerChoices(type.id, question, view),
  });

function miss(
  state: ConversationState,
  question: string,
  view: View,
  key: 'miss' | 'miss.nothing-to-read',
): Outcome {
  // The work order that could be offered is being filled in.
  if (state.form) return outcome(state, { kind: 'fallback', text: view.say(key) });
  const type = mattersType(state, view) ?? fittingType(question, view);
  if (!type) {
    return outcome(expecting(state, { kind: 'anything' }), {
      kind: 'fallback',
      text: `${view.say(key)} ${view.say('types.none')}`,
    });
  }
  const text = `${view.say(key)}\n\n${view.say('miss.offer', { type: type.title })}`;
  return offerOf(state, question, type, text, view);
}

const offerChoices = (type: string, question: string, view: View): readonly ReplyChoice[] => [
  choice(view.say('offer.yes'), { kind: 'type', type }),
  choice(view.say('offer.other'), { kind: 'other-type' }),
  choice(view.say('offer.no'), { kind: 'decline' }),
  ...(question === '' ? [] : [choice(view.say('offer.tell-me'), { kind: 'await-answer' })]),
];

function answerChoices(article: Article, view: View): readonly ReplyChoice[] {
  const followUps = article.followUps
    .map((id) => view.knowledge.articles.get(id))
    .filter((one) => one !== undefined)
    .slice(0, 3);
  const type = view.types.get(article.workOrder ?? '');
  return [
    choice(view.say('answer.helped'), { kind: 'vote', vote: 'helped', article: article.id }),
    choice(view.say('answer.not-quite'), { kind: 'vote', vote: 'not-quite', article: article.id }),
    // Such an article ends in "file a work order of this kind", which must not take more than a press.
    ...(type && type.id !== view.desk.fallbackType
      ? [choice(view.say('offer.yes'), { kind: 'type', type: type.id })]
      : []),
    ...followUps.map((one) => choice(one.title, { kind: 'article', article: one.id })),
  ];
}

const record = (question: string, answer: Answer): QuestionRecord => ({
  question: shorten(question, 1000),
  outcome: answer.kind,
  article: answer.hits[0]?.article.id,
  confidence: answer.hits[0]?.confidence ?? 0,
  runnerUp: answer.hits[1]?.article.id,
  why: answer.hits[0]?.why,
  revision: answer.revision,
});
