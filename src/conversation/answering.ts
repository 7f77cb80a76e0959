import { type Answer, type Hit, shownOf } from '../knowledge/answer.ts';
import type { Article } from '../knowledge/article.ts';
import { primary } from '../knowledge/language.ts';
import { recogniseFields } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { choice } from './choices.ts';
import { answeredAt, articleShown, articleVoted } from './matter.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import type { Reply, ReplyChoice } from './reply.ts';
import type { ConversationState } from './state.ts';
import type { QuestionRecord } from './stores.ts';
import { asMarkdown, shorten, withoutFileLinks } from './text.ts';
import { fieldContext, type View } from './view.ts';

/** Answers from the knowledge folder: an answer, "did you mean", or an honest miss and an offer. */
export function answerQuestion(state: ConversationState, question: string, view: View): Outcome {
  const answer = view.knowledge.answer(question, { lang: view.lang });
  const asked = inLanguageOf(answer, answeredAt(state, answer.revision, view), view);
  return { ...answerWith(asked, question, answer, view), questions: [record(question, answer)] };
}

/** Whoever surely writes in another language than their channel speaks is answered in that. */
const inLanguageOf = ({ writtenIn }: Answer, state: ConversationState, { lang }: View): ConversationState =>
  writtenIn === undefined || primary(writtenIn) === primary(lang) ? state : { ...state, spoken: writtenIn };

function answerWith(state: ConversationState, question: string, answer: Answer, view: View): Outcome {
  const [best] = answer.hits;
  if (view.knowledge.articles.size === 0) return miss(state, question, view, 'miss.nothing-to-read');
  if (!best || answer.kind === 'fallback') return miss(state, question, view, 'miss');
  if (answer.kind === 'confident') return showArticle(state, question, best, [], view);
  const candidates = shownOf(answer.hits);
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
  return outcome(expecting(seen, { kind: 'feedback', question, article, tried: [...tried, article] }), {
    kind: 'answer',
    text: answerText(hit, view),
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
    state,
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

/** Offers a work order of the type that fits the question. */
export function offer(state: ConversationState, question: string, view: View): Outcome {
  if (state.form) return miss(state, question, view, 'miss');
  const type = fittingType(question, view);
  if (!type)
    return outcome(expecting(state, { kind: 'anything' }), {
      kind: 'fallback',
      text: view.say('types.none'),
    });
  return outcome(expecting(state, { kind: 'offer', question, type: type.id }), {
    kind: 'fallback',
    text: view.say('offer', { type: type.title }),
    choices: offerChoices(type.id, question, view),
  });
}

function miss(
  state: ConversationState,
  question: string,
  view: View,
  key: 'miss' | 'miss.nothing-to-read',
): Outcome {
  // The work order that could be offered is being filled in.
  if (state.form) return outcome(state, { kind: 'fallback', text: view.say(key) });
  const type = fittingType(question, view);
  if (!type) {
    return outcome(expecting(state, { kind: 'anything' }), {
      kind: 'fallback',
      text: `${view.say(key)} ${view.say('types.none')}`,
    });
  }
  return outcome(expecting(state, { kind: 'offer', question, type: type.id }), {
    kind: 'fallback',
    text: `${view.say(key)}\n\n${view.say('miss.offer', { type: type.title })}`,
    choices: offerChoices(type.id, question, view),
  });
}

const offerChoices = (type: string, question: string, view: View): readonly ReplyChoice[] => [
  choice(view.say('offer.yes'), { kind: 'type', type }),
  choice(view.say('offer.other'), { kind: 'other-type' }),
  choice(view.say('offer.no'), { kind: 'decline' }),
  ...(question === '' ? [] : [choice(view.say('offer.tell-me'), { kind: 'await-answer' })]),
];

/** The type that fits a question, else the desk's own for what fits no other. */
export const fittingType = (question: string, view: View): WorkOrderType | undefined =>
  likelyType(question, view) ??
  toldType(question, view) ??
  view.types.get(view.desk.fallbackType ?? '') ??
  [...view.types.values()][0];

/** The type whose phrasings are near, else the one that the nearest article names. */
export function likelyType(question: string, view: View): WorkOrderType | undefined {
  const { kind, hits } = view.knowledge.answer(question, { lang: view.lang });
  const near = kind === 'fallback' ? undefined : hits[0]?.article.workOrder;
  return namedType(question, view) ?? (near === undefined ? undefined : view.types.get(near));
}

/** The type of the article that surely answers. */
export function answeringType(text: string, view: View): WorkOrderType | undefined {
  const { kind, hits } = view.knowledge.answer(text, { lang: view.lang });
  const type = kind === 'confident' ? hits[0]?.article.workOrder : undefined;
  return type === undefined ? undefined : view.types.get(type);
}

/** What a message must tell for a type before it is taken to be about it. */
const leastTold = 2;

/** So much of a message, characters, is read for every type: its beginning tells what it is about. */
const mostReadForType = 800;

/** The one type that asks for most of what a message tells: a deposit, an amount and a day. */
export function toldType(text: string, view: View): WorkOrderType | undefined {
  const beginning = text.slice(0, mostReadForType);
  const told = (type: WorkOrderType) =>
    Object.keys(recogniseFields(type, beginning, fieldContext(view), {})).length;
  const ranked = [...view.types.values()]
    .map((type) => ({ type, told: told(type) }))
    .toSorted((a, b) => b.told - a.told);
  const [best, next] = ranked;
  return best && best.told >= leastTold && best.told > (next?.told ?? 0) ? best.type : undefined;
}

/** The one type that a wish to file names; undefined where asking is better than being wrong. */
export function namedType(wish: string, view: View): WorkOrderType | undefined {
  const { kind, hits } = view.typeFinder.answer(wish, { lang: view.lang });
  const [best, next] = hits;
  if (!best) return undefined;
  const clear = best.confidence > 0.45 && best.confidence > 3 * (next?.confidence ?? 0);
  return kind === 'confident' || clear ? view.types.get(best.article.id) : undefined;
}

/** The question the conversation is about, for going on with it. */
export const questionAt = (state: ConversationState): string =>
  'question' in state.expecting ? state.expecting.question : (state.form?.question ?? '');

function answerText({ article, passage }: Pick<Hit, 'article' | 'passage'>, view: View): string {
  const shown = passage ?? article.passages[0];
  const headings = shown?.headings.length ? ` › ${shown.headings.map(asMarkdown).join(' › ')}` : '';
  const source = view.say('answer.source', { title: asMarkdown(article.title), headings });
  return `${withoutFileLinks(shown?.markdown.trim() ?? '')}\n\n${source}`;
}

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
