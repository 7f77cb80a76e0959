import { withoutIds } from '../work-orders/fields/words.ts';
import { findNumbers } from '../work-orders/number.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { aboutNumber } from './about-number.ts';
import { act, beginAction } from './acting.ts';
import { answerQuestion, offer, pickArticle, tellMore } from './answering.ts';
import { strayAnswer } from './answering-staff.ts';
import { openForm } from './filling.ts';
import { likelyType, namedType } from './fitting-type.ts';
import { mattersType, questionAt, toldAt, withTold } from './going-on.ts';
import { beginFiling, chooseType, latestOpen, obey } from './obeying.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import { pick } from './picking.ts';
import { onlyVents, soothe } from './soothing.ts';
import type { ConversationState } from './state.ts';
import { alsoTold, clausesOf, foldText, hasWords } from './text.ts';
import { mistypedNumber, showWorkOrder } from './tracking.ts';
import type { View } from './view.ts';
import { welcome } from './welcoming.ts';
import {
  afterOpening,
  beforeEnding,
  commandIn,
  isQuestion,
  mentions,
  opensLikeQuestion,
  saysOnly,
} from './words.ts';

export function hearType(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const type = namedType(text, view);
  return type === undefined
    ? hearAnything(state, text, messageId, view)
    : openForm(state, type, alsoTold(toldAt(state, view), text), view);
}

/** What an utterance is that no prompt waits for: a number, politeness, a wish to file, a question. */
export function hearAnything(state: ConversationState, text: string, messageId: string, view: View): Outcome {
  const aboutNumber = hearNumber(state, text, messageId, view);
  if (aboutNumber) return aboutNumber;
  if (!hasWords(withoutIds(text))) return hasWords(text) ? hearId(state, text, view) : noWords(state, view);
  if (saysOnly(view.say, 'words.greeting', text)) return welcome(state, view);
  if (questionAt(state) === '' && saysOnly(view.say, 'words.opening', text))
    return outcome(state, { kind: 'notice', text: view.say('message.say-more') });
  if (saysOnly(view.say, 'words.file-it', text) || saysOnly(view.say, 'words.work-order', text))
    return obey(state, 'file', text, view);
  if (isOnlyThanks(text, view)) return thanked(state, view);
  if (saysOnly(view.say, 'words.who-are-you', text))
    return outcome(state, { kind: 'notice', text: view.say('who-i-am') });
  if (saysOnly(view.say, 'words.thanks', text) || saysOnly(view.say, 'words.yes', text)) {
    return outcome(expecting(state, { kind: 'anything' }), {
      kind: 'notice',
      text: view.say('anything-else'),
    });
  }
  if (saysOnly(view.say, 'words.what-now', text) && questionAt(state) !== '') return goOnWith(state, view);
  const done = ofTheLatest(state, text, messageId, view);
  if (done) return done;
  if (isThanks(text, view)) return thanked(state, view);
  if (onlyVents(text, view)) return soothe(state, view);
  if (saysOnly(view.say, 'words.no', text)) return pick(state, { kind: 'decline' }, messageId, view);
  const toFile = afterOpening(view.say, 'command.file', text);
  // "Open a ticket about it": what was talked about before.
  if (toFile !== undefined && saysOnly(view.say, 'words.about-it', toFile))
    return obey(state, 'file', text, view);
  if (toFile !== undefined) {
    const named = namedType(toFile, view) ?? openingType(text, view);
    return named || !mattersType(state, view)
      ? fileAbout(state, text, named, view)
      : obey(state, 'file', text, view);
  }
  const matter = asksAboutFiling(text, view) ? undefined : beforeEnding(view.say, 'words.file-it', text);
  // "yes, file it": what was talked about before.
  if (matter !== undefined && isAgreement(matter, view)) return obey(state, 'file', text, view);
  if (matter !== undefined) return fileAbout(state, text, typeOf(matter, view), view);
  const rest = besidesWish(text, view);
  if (rest !== undefined) return fileAbout(state, text, typeOf(rest, view), view);
  return strayAnswer(state, text, view) ?? answerQuestion(state, text, view);
}

const noWords = (state: ConversationState, view: View): Outcome =>
  outcome(state, { kind: 'notice', text: view.say('message.no-words') });

/** An address or an id alone is for the form that is offered, or for what is talked about; else its story is asked. */
function hearId(state: ConversationState, text: string, view: View): Outcome {
  const told = alsoTold(toldAt(state, view), text);
  if (state.expecting.kind === 'offer') return beginFiling(state, state.expecting.type, told, view);
  if (mattersType(state, view)) return tellMore({ ...state, matter: withTold(state, view) }, text, view);
  return outcome(expecting(state, { kind: 'candidate', question: told, tried: [] }), {
    kind: 'notice',
    text: view.say('message.only-an-id'),
  });
}

const politeWords = 8;

/** "Thanks, you were great": thanks, and nothing besides that the folder knows of. */
function isThanks(text: string, view: View): boolean {
  if (!mentions(view.say, 'words.thanking', text)) return false;
  const isShort = foldText(text).split(' ').length <= politeWords && !/[?\d]/.test(text);
  return (
    isShort &&
    !mentions(view.say, 'words.unsolved', text) &&
    view.knowledge.answer(text, { lang: view.lang }).kind === 'fallback'
  );
}

const isOnlyThanks = (text: string, { say }: View): boolean =>
  saysOnly(say, 'words.thanks', text) && mentions(say, 'words.thanking', text);

const thanked = (state: ConversationState, view: View): Outcome =>
  outcome(expecting(state, { kind: 'anything' }), { kind: 'notice', text: view.say('welcome.thanks') });

/** "What do I do?" asks nothing new: the article that is likeliest meant, and after it the way to a person. */
function goOnWith(state: ConversationState, view: View): Outcome {
  const at = state.expecting;
  const [first] = at.kind === 'candidate' ? at.tried : [];
  return first === undefined ? offer(state, questionAt(state), view) : pickArticle(state, first, view);
}

/** What is said of a work order without its number is said of the one talked about, or of the only open one. */
function ofTheLatest(
  state: ConversationState,
  text: string,
  messageId: string,
  view: View,
): Outcome | undefined {
  const number = latestOpen(state, view);
  if (number === undefined) return undefined;
  if (saysOnly(view.say, 'words.when', text)) return showWorkOrder(state, number, view);
  const clauses = clausesOf(text).filter(hasWords);
  // "Can this go faster? I need it today": the wish, and why.
  const [wanted = '', ...why] = clauses;
  if (saysOnly(view.say, 'command.escalate', wanted) && why.length > 0)
    return act(state, { kind: 'escalate', id: `escalate:${messageId}`, number, reason: text }, view);
  if (saysOnly(view.say, 'command.escalate', text)) return beginAction(state, 'escalation', number, view);
  if (isQuestion(text, view)) return undefined;
  // "The money was refunded, you can close it".
  const isSolved = [text, clauses.at(-1) ?? ''].some((one) => saysOnly(view.say, 'words.solved', one));
  // What staff solved needs no withdrawal: it closes by itself.
  const isResolved = view.own.some((one) => one.number === number && one.status === 'resolved');
  if (isSolved) return isResolved ? thanked(state, view) : beginAction(state, 'withdrawal', number, view);
  const told = additionIn(text, view);
  if (told !== undefined)
    return act(state, { kind: 'comment', id: `comment:${messageId}`, number, text: told }, view);
  const wish = afterOpening(view.say, 'command.escalate', text);
  if (wish === undefined) return undefined;
  const reason = clausesOf(text).slice(1).join(' ');
  return hasWords(reason)
    ? act(state, { kind: 'escalate', id: `escalate:${messageId}`, number, reason: text }, view)
    : beginAction(state, 'escalation', number, view);
}

/** "Add: it was Lisbon", "please add that it was Lisbon". */
function additionIn(text: string, view: View): string | undefined {
  const [head = '', ...rest] = text.split(':');
  const told = rest.join(':').trim();
  if (hasWords(told) && saysOnly(view.say, 'command.add', head)) return told;
  const more = afterOpening(view.say, 'words.add-that', text);
  if (more) return asksOrFiles(more, view) ? undefined : text;
  const next = afterOpening(view.say, 'words.continuing', text);
  if (!next || asksOrFiles(next, view)) return undefined;
  // "And my withdrawal is stuck" is about something else.
  return view.knowledge.answer(next, { lang: view.lang }).kind === 'confident' ? undefined : text;
}

/** "Also file one about the app" adds nothing, nor does a question. */
const asksOrFiles = (text: string, view: View): boolean =>
  opensLikeQuestion(text, view) ||
  wishesToFile(text, view) ||
  afterOpening(view.say, 'command.file', text) !== undefined;

/** "When should I open a ticket?" wants to know; "how do I open a ticket?" wants to open one. */
function asksAboutFiling(text: string, { say }: View): boolean {
  const clause = clausesOf(text).findLast(hasWords) ?? text;
  const asking = beforeEnding(say, 'words.file-it', clause);
  if (asking === undefined || afterOpening(say, 'words.how-to', asking) !== undefined) return false;
  return afterOpening(say, 'words.question', asking) !== undefined;
}

/** "My withdrawal failed, can you open a ticket": what is said besides a clause that wishes to file. */
function besidesWish(text: string, view: View): string | undefined {
  const clauses = clausesOf(text).filter(hasWords);
  const others = clauses.filter((clause) => !wishesToFile(clause, view));
  return others.length === 0 || others.length === clauses.length ? undefined : others.join(', ');
}

const wishesToFile = (text: string, { say }: View): boolean =>
  commandIn(say, text) === 'file' || saysOnly(say, 'words.file-it', text);

/** "How do I", before "open a ticket", tells of no matter. */
function typeOf(matter: string, view: View): WorkOrderType | undefined {
  const told = afterOpening(view.say, 'words.how-to', matter) ?? matter;
  return told === '' ? undefined : likelyType(told, view);
}

const isAgreement = (text: string, view: View): boolean =>
  saysOnly(view.say, 'words.yes', text) || saysOnly(view.say, 'words.filler', text);

/** "report a transaction problem: …": a long story drowns the words that name the type. */
function openingType(text: string, view: View): WorkOrderType | undefined {
  const [clause = ''] = clausesOf(text);
  const wish = clause === text ? undefined : afterOpening(view.say, 'command.file', clause);
  return wish ? namedType(wish, view) : undefined;
}

/** "open a work order about a missing deposit", "…, file it": the type that fits, else the list of types. */
const fileAbout = (
  state: ConversationState,
  text: string,
  type: WorkOrderType | undefined,
  view: View,
): Outcome => (type ? openForm(state, type, text, view) : chooseType(state, text, view));

/** A work order's number anywhere in the text, with what is wanted of it. */
export function hearNumber(
  state: ConversationState,
  text: string,
  messageId: string,
  view: View,
): Outcome | undefined {
  const numbers = findNumbers(view.desk.prefix, text);
  const found = numbers.find((one) => one.valid) ?? numbers[0];
  if (!found) return undefined;
  if (!found.valid) return mistypedNumber(state, found.number, view);
  return aboutNumber(state, found.number, text, messageId, view);
}
