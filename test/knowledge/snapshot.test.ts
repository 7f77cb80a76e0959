import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/knowledge/article.ts';
import { evaluate } from '../../src/knowledge/evaluate.ts';
import { readQuestionFile } from '../../src/knowledge/question-file.ts';
import { createSnapshot } from './create-snapshot.ts';

function article(id: string, title: string, questions: string[] = [], more: Partial<Article> = {}): Article {
  const passages = [{ headings: [], anchor: '', markdown: title, text: title, line: 1 }];
  const base = { id, file: `${id}.md`, title, questions, tags: [], followUps: [], lang: 'en', passages };
  return { ...base, places: { questions: [] }, ...more };
}

const library = [
  article('hours', 'Opening hours', ['when do you open', 'are you open on sunday', 'closing time today']),
  article('renew', 'Renew a loan', ['keep a book longer', 'extend my loan', 'can I renew a book']),
  article('card', 'Library card', ['get a library card', 'my card is lost', 'replace a lost card']),
  article('fines', 'Late fees', ['how much is the fine', 'pay my late fee', 'book is overdue']),
  article('rooms', 'Study rooms', ['book a study room', 'reserve a room for a group', 'quiet place to work']),
];
const first = (snapshot: ReturnType<typeof createSnapshot>, question: string): string | undefined =>
  snapshot.answer(question).hits[0]?.article.id;

describe('a snapshot', () => {
  const snapshot = createSnapshot(library, { revision: 'r1' });

  it.each([
    ['could I keep this book a bit longer?', 'renew'],
    ['I lost my card', 'card'],
    ['is it opened on sundays', 'hours'],
    ['reserving a rom', 'rooms'],
    ['what are the fines', 'fines'],
  ])('%s -> %s', (question, id) => {
    expect(first(snapshot, question)).toBe(id);
  });

  it('says why, and how sure it is', () => {
    const { hits, revision } = snapshot.answer('I lost my card');
    expect(revision).toBe('r1');
    expect(hits[0]?.why.terms).toEqual(
      expect.arrayContaining(
        ['lose', 'card'].map((w) => w.slice(0, 3)).map((w) => expect.stringContaining(w)),
      ),
    );
    expect(Object.keys(hits[0]?.why.shares ?? {})).toEqual(['learned', 'retrieved']);
    expect(hits[0]?.confidence).toBeGreaterThan(hits[1]?.confidence ?? 1);
  });

  it('falls back on what no article knows', () => {
    expect(snapshot.answer('best recipe for lasagne').kind).toBe('fallback');
    expect(snapshot.answer('').kind).toBe('fallback');
    expect(snapshot.answer('?!').hits).toEqual([]);
  });

  it('learns the same from the same', () => {
    const again = createSnapshot(library);
    expect(again.answer('keep the card').hits).toEqual(snapshot.answer('keep the card').hits);
  });

  it('answers any text with probabilities', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5_000 }), (text) => {
        const { hits } = snapshot.answer(text);
        for (const { confidence } of hits) expect(confidence >= 0 && confidence <= 1).toBe(true);
      }),
    );
    for (const text of [
      'a '.repeat(5_000),
      'x'.repeat(9_999),
      '界'.repeat(5_000),
      'bok cadr roon '.repeat(900),
    ]) {
      expect(snapshot.answer(text).hits.length).toBeLessThanOrEqual(10);
    }
  });
});

describe('small folders', () => {
  it('has no answer where there are no articles', () => {
    expect(createSnapshot([]).answer('anything')).toEqual({ kind: 'fallback', hits: [], revision: '' });
  });

  it('answers from the only article, and only what it knows', () => {
    const only = createSnapshot([
      article('a', 'Reset a password', ['I forgot my password', 'reset my password']),
    ]);
    expect(only.answer('forgot password').kind).toBe('confident');
    expect(only.answer('weather tomorrow').kind).toBe('fallback');
  });

  it('finds articles without phrasings by title and text', () => {
    const bare = createSnapshot([
      article('a', 'Reset a password'),
      article('b', 'Close an account'),
      article('c', ''),
    ]);
    expect(first(bare, 'how do I close my account')).toBe('b');
  });

  it('offers both where two articles have the same phrasing', () => {
    const twins = createSnapshot([
      ...library,
      article('x', 'Export', ['where are my data']),
      article('y', 'Import', ['where are my data']),
    ]);
    const { kind, hits } = twins.answer('where are my data');
    expect(kind).not.toBe('confident');
    expect(
      hits
        .slice(0, 2)
        .map((hit) => hit.article.id)
        .sort(),
    ).toEqual(['x', 'y']);
  });
});

it('answers in the language of the conversation', () => {
  const german = article('de/hours', 'Öffnungszeiten', ['wann habt ihr offen'], {
    lang: 'de',
    translationOf: 'hours',
  });
  const snapshot = createSnapshot([...library, german]);
  const ids = (question: string, lang: string): (string | undefined)[] =>
    snapshot.answer(question, { lang }).hits.map((hit) => hit.article.id);
  expect(ids('when do you open', 'de-AT')[0]).toBe('de/hours');
  expect(ids('wann habt ihr offen', 'en')[0]).toBe('hours');
  expect(ids('wann habt ihr offen', 'en')).not.toContain('de/hours');
});

it('knows the synonyms of the desk', () => {
  const synonyms = [['loan', 'lending period']];
  expect(first(createSnapshot(library, { synonyms }), 'lending period')).toBe('renew');
});

it('shows the section that answers', () => {
  const section = (heading: string, text: string) => ({
    headings: [heading],
    anchor: heading,
    markdown: text,
    text,
    line: 1,
  });
  const passages = [
    section('Price', 'A new card costs five euro.'),
    section('Where', 'Come to the desk downstairs.'),
  ];
  const snapshot = createSnapshot([
    article('card', 'Library card', ['lost card'], { passages }),
    ...library.slice(0, 2),
  ]);
  expect(snapshot.answer('where to get a card, which desk').hits[0]?.passage?.anchor).toBe('Where');
});

describe('evaluate', () => {
  it('reads quoted questions and counts every share', () => {
    const file = readQuestionFile(
      'question,article\r\n"I lost my card, again",card\nlasagne recipe,\nopen today?,nowhere\n',
    );
    if (file.kind !== 'questions') throw new Error(file.finding.found);
    let clock = 0;
    const measures = { now: () => clock++, loadMs: 5, peakRssMb: () => 7 };
    const result = evaluate(createSnapshot(library), file.questions, measures);
    expect(result).toMatchObject({
      questions: 3,
      articles: 5,
      top1: 0.5,
      top3: 0.5,
      mrr: 0.5,
      inScopeAccuracy: 0.5,
    });
    expect(result).toMatchObject({
      outOfScopeRecall: 1,
      latencyMs: { p50: 1, p99: 1 },
      loadMs: 5,
      peakRssMb: 7,
    });
    expect(result.worst[0]?.expected).toBe('nowhere');
  });

  it.each([
    ['a,b\nx,y\n', 1],
    ['', 1],
    ['question,article\none\n', 2],
    ['question,article\none,a\n\n"two,b\nthree,c\n', 4],
    ['question,article\nplease, one,a\n', 2],
  ])('refuses %j', (csv, line) => {
    expect(readQuestionFile(csv)).toMatchObject({ kind: 'unexpected', line });
  });

  it('never loses a quote', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (text) => {
        const file = readQuestionFile(`question,article\n"${text.replaceAll('"', '""')}",a\n`);
        const question = text.replace(/\r\n?/g, '\n').trim();
        expect(file).toEqual({
          kind: 'questions',
          questions: question === '' ? [] : [{ question, article: 'a', line: 2 }],
        });
      }),
    );
  });
});
