import { expect, it } from 'vitest';
import { answerToStory } from '../../src/conversation/answering-a-story.ts';
import type { View } from '../../src/conversation/view.ts';
import { sampleDesk } from './chat.ts';

const view = async (lang: string): Promise<Pick<View, 'knowledge' | 'lang' | 'say'>> => {
  const desk = await sampleDesk;
  return { knowledge: desk.knowledge, lang, say: desk.phrases(lang).say };
};

const mail = (from: string, subject: string): string =>
  `${from}: Northgate Security <security@northgate-verify.example>\n${subject}: Your account will be suspended\n\nDear customer, verify your identity within 24 hours or your account will be closed.`;

it.each([
  ['en', `is this you?\n\n${mail('From', 'Subject')}`, 'security/suspicious-mail'],
  ['de', mail('Von', 'Betreff'), 'de/suspicious-mail'],
  ['es', `hola, esto es suyo?\n${mail('De', 'Asunto')}`, 'es/suspicious-mail'],
])('takes a pasted mail for one that somebody asks about: %s', async (lang, text, article) => {
  const { kind, hits } = answerToStory(text, await view(lang));
  expect([kind, hits[0]?.article.id]).toEqual(['confident', article]);
});

it('takes a single heading for the sender of the message itself', async () => {
  const { hits } = answerToStory('Subject: I forgot my password', await view('en'));
  expect(hits[0]?.article.id).toBe('sign-in/forgotten-password');
});
