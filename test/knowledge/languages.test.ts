import { expect, it } from 'vitest';
import type { Article } from '../../src/knowledge/article.ts';
import { byLanguage, speaking } from '../../src/knowledge/languages.ts';
import { article } from './article.ts';
import { createSnapshot } from './create-snapshot.ts';

/** As the desk opens a folder of several languages. */
function deskOf(articles: readonly Article[]) {
  const { own, others } = byLanguage(articles, 'en');
  return speaking(
    createSnapshot(own),
    new Map([...others].map(([lang, some]) => [lang, createSnapshot(some)])),
  );
}

const english = [
  article('password', ['I forgot my password', 'how do I reset my password', 'my password is lost']),
  article('fees', ['what are the fees', 'how much does a withdrawal cost', 'are there fees']),
  article('hours', ['when are you open', 'what are your opening hours', 'are you there at night']),
];

const inLanguage = (lang: string, one: Article): Article => ({ ...one, lang });

it('knows what is surely written in a language without spaces, whatever the channel says', () => {
  const desk = deskOf([
    ...english,
    inLanguage(
      'ja',
      article('ja/p', ['パスワードを忘れました', 'パスワードをリセットしたい', 'パスワードの再設定']),
    ),
    inLanguage(
      'ja',
      article('ja/f', ['手数料はいくらですか', '出金の手数料を教えてください', '手数料はかかりますか']),
    ),
  ]);
  const { writtenIn, kind, hits } = desk.answer('パスワードを忘れたのでリセットしたいです', { lang: 'en' });
  expect([writtenIn, kind, hits[0]?.article.id]).toEqual(['ja', 'confident', 'ja/p']);
});

it('shows an article in the wanted language, also where that is the original and the desk has the translation', () => {
  const desk = deskOf([
    ...english.map((one) => (one.id === 'fees' ? { ...one, translationOf: 'de/kosten' } : one)),
    inLanguage('de', article('de/kosten', ['was kostet das', 'wie hoch ist der Preis'])),
    inLanguage('de', { ...article('de/zeiten', ['wann habt ihr auf']), translationOf: 'hours' }),
  ]);
  const shown = (question: string) => desk.answer(question, { lang: 'de' }).hits[0]?.article.id;
  // In one word, which no language surely has for itself.
  expect(shown('opening')).toBe('de/zeiten');
  expect(shown('fees')).toBe('de/kosten');
  expect(shown('password')).toBe('password');
});
