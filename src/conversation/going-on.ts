import { type Answer, type Hit, shownOf } from '../knowledge/answer.ts';
import { withoutIds } from '../work-orders/fields/words.ts';
import { recogniseFields } from '../work-orders/recognise.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { nearType } from './fitting-type.ts';
import { matterOf } from './matter.ts';
import type { ConversationState, Matter } from './state.ts';
import { alsoTold, foldText, hasWords } from './text.ts';
import { fieldContext, type View } from './view.ts';
import { afterOpening, isQuestion, opensLikeQuestion } from './words.ts';

/** The question the conversation is about, for going on with it. */
export const questionAt = (state: ConversationState): string =>
  'question' in state.expecting ? state.expecting.question : (state.form?.question ?? '');

/** All that was told about it, what was asked in between left out: what a work order shall not ask again. */
export function toldAt(state: ConversationState, view: View): string {
  const question = questionAt(state);
  const told = state.matter?.told ?? '';
  if (state.form || question === '' || told === '') return question;
  return asks(question, view) ? told : alsoTold(told, question);
}

/** The matter, with what was told last among what was told before it. */
export const withTold = (state: ConversationState, view: View): Matter => ({
  ...matterOf(state, view),
  told: toldAt(state, view),
});

/** So much an article must be sure of, and so much more than of the next type, for a type to be meant. */
const [leastShare, clearlyMore] = [0.2, 1.5];

/** The type that most of what was said about it speaks for, each message with what the articles make of it. */
export function mattersType(state: ConversationState, view: View): WorkOrderType | undefined {
  const [best, next] = Object.entries(state.matter?.types ?? {}).sort(([, one], [, other]) => other - one);
  const isClear = best && best[1] >= leastShare && best[1] > clearlyMore * (next?.[1] ?? 0);
  return isClear ? view.types.get(best[0]) : offeredType(state, view);
}

/** What was offered for want of an article still tells what kind of matter it is. */
const offeredType = (
  { expecting: at }: ConversationState,
  { types, desk }: View,
): WorkOrderType | undefined =>
  at.kind === 'offer' && at.type !== desk.fallbackType ? types.get(at.type) : undefined;

/** Before a question is taken up: what was said before it is kept, unless this is about something else. */
export function onTheSame(
  state: ConversationState,
  text: string,
  answer: Answer,
  view: View,
): ConversationState {
  if (state.form) return state;
  const matter = matterOf(state, view);
  const told = toldAt(state, view);
  const shares = sharesOf(answer, view);
  if (told === '' || isOther(state, text, answer, view))
    return { ...state, matter: { ...matter, told: undefined, types: shares } };
  // A question in between tells nothing of the matter.
  const before = added(matter.types ?? {}, offeredShare(state, view));
  const types = asks(text, view) ? before : added(before, shares);
  return { ...state, matter: { ...matter, told, types } };
}

/** What was told made an offer of it, where no article was near. */
function offeredShare(state: ConversationState, view: View): Shares {
  const type = offeredType(state, view);
  return type ? { [type.id]: leastShare } : {};
}

/** Of several articles the one of this type was chosen: that is as sure as can be. */
export function chosen(state: ConversationState, type: string | undefined, view: View): ConversationState {
  if (state.form || type === undefined || type === view.desk.fallbackType) return state;
  const matter = matterOf(state, view);
  return { ...state, matter: { ...matter, types: added(matter.types ?? {}, { [type]: 1 }) } };
}

type Shares = Readonly<Record<string, number>>;

function added(some: Shares, more: Shares): Shares {
  const sum: Record<string, number> = { ...some };
  for (const [type, share] of Object.entries(more)) sum[type] = (sum[type] ?? 0) + share;
  return sum;
}

/** What the articles have for each type but the one for what fits no other, 0 to 1. */
function sharesOf({ hits }: Answer, { desk }: View): Shares {
  const shares: Record<string, number> = {};
  for (const { article, confidence } of hits) {
    const { workOrder: type } = article;
    if (type !== undefined && type !== desk.fallbackType) shares[type] = (shares[type] ?? 0) + confidence;
  }
  return shares;
}

/** A statement that is surely answered, and by an article of another type. */
function isOther(state: ConversationState, text: string, answer: Answer, view: View): boolean {
  const before = mattersType(state, view);
  const meant = answer.kind === 'confident' ? nearType(answer, view) : undefined;
  if (before === undefined || meant === undefined || meant.id === view.desk.fallbackType) return false;
  return meant.id !== before.id && !asks(text, view);
}

const asks = (text: string, view: View): boolean =>
  text.trim().endsWith('?') || isQuestion(text, view) || opensLikeQuestion(text, view);

/**
 * Whether a message tells more of what the conversation is about: no question, and nothing that the folder
 * answers better than it did before.
 */
export function goesOn(state: ConversationState, text: string, answer: Answer, view: View): boolean {
  const isKnown = mattersType(state, view) !== undefined || matterOf(state, view).shown.length > 0;
  if (state.form || questionAt(state) === '' || !isKnown) return false;
  if (asks(text, view)) return false;
  if (answer.kind === 'fallback') return true;
  if (answer.kind === 'confident') return wasJustSaid(state, answer);
  if (tellsOnlyFacts(state, text, view)) return true;
  if (foldText(text).split(' ').length < sentenceWords) return false;
  const shown = new Set(matterOf(state, view).shown.map(({ article }) => article));
  return shownOf(answer.hits).some(({ article }) => shown.has(article.id));
}

/** "I have no backup codes": the same passage says nothing new to it. */
const wasJustSaid = ({ expecting: at }: ConversationState, { hits: [best] }: Answer): boolean =>
  at.kind === 'feedback' && at.article === best?.article.id && at.passage === passageAt(best);

/** The place of the passage that is shown of an article. */
export const passageAt = ({ article, passage }: Pick<Hit, 'article' | 'passage'>): number =>
  passage === undefined ? 0 : article.passages.indexOf(passage);

/** Fewer are a new word for what is looked for. */
const sentenceWords = 4;

/** Words beside a day, an amount or an id that tell nothing by themselves: "yesterday at 9 I think". */
const fewWords = 2;

/** "Yesterday at 9", "300 USDC", an address: what a form asks for, and nothing else. */
function tellsOnlyFacts(state: ConversationState, text: string, view: View): boolean {
  const type = mattersType(state, view);
  if (!type) return false;
  // What a choice is recognised by, or a story, is for the folder to answer.
  const fields = type.fields.filter(({ kind }) => !['choice', 'yes-no', 'text', 'paragraph'].includes(kind));
  const found = Object.values(recogniseFields({ fields }, text, fieldContext(view), {}));
  const rest = found.reduce((left, { source }) => left.replace(source, ' '), withoutIds(text));
  return found.length > 0 && foldText(rest).split(' ').filter(hasWords).length <= fewWords;
}

/** "And entered my password", "and for ETH?" */
export const continues = (text: string, { say }: View): boolean =>
  afterOpening(say, 'words.continuing', text) !== undefined;

/** So short a question leaves out what it is about. */
const shortest = 6;

/** What a question that leaves it out is about; undefined where it says so itself. */
export function goOnAsking(state: ConversationState, text: string, view: View): string | undefined {
  const before = questionAt(state);
  const isShort = foldText(text).split(' ').length <= shortest;
  const isOpen = asks(text, view) || continues(text, view);
  return state.form || before === '' || !isShort || !isOpen ? undefined : before;
}
