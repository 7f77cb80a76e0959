import type { Answer } from '../knowledge/answer.ts';
import type { View } from './view.ts';

type Heard = Pick<View, 'knowledge' | 'lang' | 'say'>;

/** What the folder says to a message of any length: in a long story some words tell what is the matter, the others drown them. */
export function answerToStory(text: string, view: Heard): Answer {
  const said = withoutMail(text, view).replace(/\[removed: [a-z -]+\]/g, ' ');
  const ask = (words: string): Answer => view.knowledge.answer(words, { lang: view.lang });
  const whole = ask(said);
  if (whole.kind !== 'fallback') return whole;
  const [clearest] = partsOf(said)
    .map(ask)
    .filter((answer) => answer.kind !== 'fallback' && sureness(answer) >= leastSure)
    .sort((a, b) => sureness(b) - sureness(a));
  return clearest ?? whole;
}

const sureness = ({ hits }: Answer): number => hits[0]?.confidence ?? 0;

/** How sure the folder must be of a part that was taken out of its story, 0 to 1. */
const leastSure = 0.5;

/** A story is longer than that, words; and so long are the parts that it is read in, each half over the next. */
const partLength = 14;
const mostParts = 16;

function partsOf(text: string): readonly string[] {
  const words = text.split(/\s+/).filter(Boolean);
  if (words.length <= 1.5 * partLength) return [];
  const step = partLength / 2;
  const count = Math.min(mostParts, Math.ceil((words.length - step) / step));
  return Array.from({ length: count }, (_, at) => words.slice(at * step, at * step + partLength).join(' '));
}

/** What somebody else wrote is not their question: a pasted mail is one that they want to know about. */
function withoutMail(text: string, view: Heard): string {
  const [first, ...others] = headersIn(text);
  if (first === undefined || others.length === 0) return text;
  return `${text.slice(0, first)}\n${view.say('mail.pasted')}`;
}

/** Where lines such as "From:" and "Subject:" begin. */
const headersIn = (text: string): readonly number[] => [...text.matchAll(header)].map(({ index }) => index);

const header =
  /^[ \t>*]{0,8}(?:from|to|subject|date|sent|von|an|betreff|datum|gesendet|de|para|asunto|fecha|enviado)[*]?[ \t]?:/gim;
