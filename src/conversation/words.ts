import { foldText } from './text.ts';
import type { PhraseKey, Say } from './view.ts';

export const commandNames = [
  'help',
  'cancel',
  'back',
  'skip',
  'status',
  'start-over',
  'person',
  'resume',
  'file',
  'add',
  'escalate',
  'withdraw',
] as const;
export type CommandName = (typeof commandNames)[number];

const alternatives = (say: Say, key: PhraseKey): readonly string[] =>
  say(key).split(',').map(foldText).filter(Boolean);

/** Whether the text is made of a phrase list's alternatives ("yes, send it") and politeness, nothing more. */
export const saysOnly = (say: Say, key: PhraseKey, text: string): boolean => {
  const words = foldText(text);
  const bare = withoutFiller(say, words);
  const all = alternatives(say, key);
  return all.includes(words) || (bare !== '' && without(bare, all) === '');
};

/** Whether the text begins with one of a phrase list's alternatives, politeness aside; gives what follows it. */
export function afterOpening(say: Say, key: PhraseKey, text: string): string | undefined {
  const words = foldText(text);
  return after(say, key, words) ?? after(say, key, withoutLeadingFiller(say, words));
}

function after(say: Say, key: PhraseKey, words: string): string | undefined {
  const opening = alternatives(say, key)
    .filter((one) => words === one || words.startsWith(`${one} `))
    .sort((a, b) => b.length - a.length)[0];
  return opening === undefined ? undefined : words.slice(opening.length).trim();
}

/** Whether one of a phrase list's alternatives stands in the text as whole words. */
export const mentions = (say: Say, key: PhraseKey, text: string): boolean => {
  const words = ` ${foldText(text)} `;
  return alternatives(say, key).some((one) => words.includes(` ${one} `));
};

/** A sentence is a command only when nothing but politeness is left besides: "cancel" in a story is a story. */
export const commandIn = (say: Say, text: string): CommandName | undefined =>
  text.length > 120 ? undefined : commandNames.find((name) => saysOnly(say, `command.${name}`, text));

const withoutFiller = (say: Say, words: string): string => without(words, alternatives(say, 'words.filler'));

/** The words that stay when all of the phrases are taken out, the longest first. */
function without(words: string, phrases: readonly string[]): string {
  let rest = ` ${words} `;
  for (const phrase of phrases.toSorted((a, b) => b.length - a.length))
    rest = rest.replaceAll(` ${phrase} `, ' ');
  return rest.trim();
}

function withoutLeadingFiller(say: Say, words: string): string {
  const fillers = alternatives(say, 'words.filler').toSorted((a, b) => b.length - a.length);
  let rest = words;
  for (let filler: string | undefined = ''; filler !== undefined; ) {
    filler = fillers.find((one) => rest.startsWith(`${one} `));
    rest = rest.slice(filler === undefined ? 0 : filler.length + 1);
  }
  return rest;
}

/** Short, opening like a question and ending like one: a story that merely contains one is a story. */
export const isQuestion = (text: string, { say }: { readonly say: Say }): boolean =>
  text.length <= 160 && text.trim().endsWith('?') && afterOpening(say, 'words.question', text) !== undefined;
