import type { Secret } from '../work-orders/secret-guard.ts';
import type { Background } from './continuity.ts';
import type { ConversationState, Form, Matter } from './state.ts';
import { shorten } from './text.ts';
import type { PhraseKey, View } from './view.ts';

/** After so long without a word and without a draft, what comes is about something else; ms. */
const forgetAfter = 86_400_000;
/** Articles that are remembered, the newest where there are more. */
const articles = 20;

export const matterOf = ({ matter }: ConversationState, view: View): Matter =>
  matter ?? { since: view.now, shown: [], removed: [] };

/** The state at the beginning of a turn: what the conversation is about goes on, or begins anew. */
export function beginMatter(
  state: ConversationState,
  removed: readonly Secret[],
  view: View,
): ConversationState {
  const over = !state.form && view.now - (state.touchedAt ?? view.now) >= forgetAfter;
  const matter = matterOf(over ? { ...state, matter: undefined } : state, view);
  return { ...state, matter: { ...matter, removed: [...new Set([...matter.removed, ...removed])] } };
}

/** Remembers the revision that answered. */
export const answeredAt = (state: ConversationState, revision: string, view: View): ConversationState => ({
  ...state,
  matter: { ...matterOf(state, view), revision },
});

/** Remembers that a person was asked for. */
export const personAsked = (state: ConversationState, view: View): ConversationState => ({
  ...state,
  matter: { ...matterOf(state, view), person: true },
});

/** Remembers that an article was shown; shown again, it counts as it was shown last. */
export function articleShown(
  state: ConversationState,
  article: string,
  confidence: number,
  view: View,
): ConversationState {
  const matter = matterOf(state, view);
  const others = matter.shown.filter((one) => one.article !== article);
  return { ...state, matter: { ...matter, shown: [...others, { article, confidence }].slice(-articles) } };
}

/** Remembers what it was worth; once something helped, a work order is about something else. */
export function articleVoted(
  state: ConversationState,
  article: string,
  vote: 'helped' | 'not-quite',
  view: View,
): ConversationState {
  const matter = matterOf(state, view);
  const shown = matter.shown.map((one) => (one.article === article ? { ...one, vote } : one));
  if (vote === 'not-quite') return { ...state, matter: { ...matter, shown } };
  return { ...state, matter: { ...matter, shown, told: undefined, types: undefined } };
}

/** What a work order filed with this form brings along. */
export function backgroundOf(state: ConversationState, form: Form, view: View): Background {
  const { since, shown, revision, removed } = matterOf(state, view);
  return { question: shorten(form.question, 2000), shown, revision, removed, since };
}

const names: Readonly<Record<Secret, PhraseKey>> = {
  'seed-phrase': 'secret.seed-phrase',
  'private-key': 'secret.private-key',
  'card-number': 'secret.card-number',
  password: 'secret.password',
  'one-time-code': 'secret.one-time-code',
  'api-secret': 'secret.api-secret',
};

/** The kinds of secrets that were taken out, in words: "a password, a seed phrase"; empty where there were none. */
export function removedInWords(state: ConversationState, view: View): string {
  const { removed } = matterOf(state, view);
  return Object.entries(names)
    .filter(([kind]) => removed.includes(kind))
    .map(([, key]) => view.say(key))
    .join(', ');
}
