import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/content/read-document.ts';
import { phraseKeys } from '../../src/desk/phrase-keys.ts';
import { type Phrases, say, withFallback } from '../../src/desk/phrases.ts';
import { readPhrases } from '../../src/desk/read-phrases.ts';

/** A whole file, so that each test changes one thing only. */
const sections = Object.entries(phraseKeys).map(([key, names]) => ({
  key,
  text: ['Text', ...names.map((name) => `{${name}}`)].join(' '),
}));

function read(changed: Readonly<Record<string, string>> = {}, extra = '', frontMatter = 'lang: en') {
  const body = sections.map(({ key, text }) => `## ${key}\n\n${changed[key] ?? text}\n`).join('\n');
  const { document } = readDocument('phrases/en.md', `---\n${frontMatter}\n---\n${body}${extra}`);
  if (document === undefined) throw new Error('The example must parse.');
  return readPhrases(document);
}

function phrases(texts: Readonly<Record<string, string>>): Phrases {
  return { lang: 'en', texts: new Map(Object.entries(texts)) };
}

describe('a file of phrases', () => {
  it('has a text for every key', () => {
    const { phrases: made, diagnostics } = read({ help: 'One.\n\n- **two**\n\n### Three' });
    expect(diagnostics).toEqual([]);
    expect(made?.lang).toBe('en');
    expect(made?.texts.size).toBe(sections.length);
    expect(made?.texts.get('help')).toBe('One.\n\n- **two**\n\n### Three');
  });

  it('has every text below a key', () => {
    const text = '---\nlang: en\n---\n\n<!-- Ours. -->\n\n# help\n\nAsk.\n\n## yes\n\nYes\n';
    const { document } = readDocument('phrases/en.md', text);
    if (document === undefined) throw new Error('The example must parse.');
    expect(readPhrases(document).diagnostics[0]).toMatchObject({
      line: 7,
      severity: 'warning',
      message: 'Unexpected text above the first key, expected a heading `## key` above each text',
    });
  });

  it.each([
    [{ help: '' }, '', ['empty phrase `help`', 'missing phrase `help`']],
    [{ 'words.yes': '- yes\n- yep' }, '', ['list `words.yes` split by new lines, expected commas']],
    [{ 'command.skip': 'skip; next' }, '', ['list `command.skip` split by `;`, expected commas']],
    [{ 'words.no': 'no, nope,\nnever' }, '', []],
    [{ help: 'Ask {who}.' }, '', ['parameter `{who}`, expected no parameter here']],
    [
      { 'message.too-long': 'At most {limt}.' },
      '',
      ['parameter `{limt}`, expected `{limit}`', 'phrase `message.too-long` without `{limit}`'],
    ],
    [{}, '\n## helpp\n\nText.\n', ['phrase `helpp`, expected `help`']],
    [{}, '\n## help\n\nText.\n', ['second phrase `help`, expected each key once (first: phrases/en.md:']],
  ])('%# tells what is wrong', (changed, extra, found) => {
    const messages = read(changed, extra).diagnostics.map(({ message }) => message);
    expect(messages).toHaveLength(found.length);
    for (const [index, part] of found.entries()) expect(messages[index]).toContain(part);
  });

  it('tells a file of a few phrases once what it lacks', () => {
    const few = '---\nlang: en\n---\n\n## yes\n\nYes\n';
    const { document } = readDocument('phrases/en.md', few);
    const messages = document === undefined ? [] : readPhrases(document).diagnostics;
    expect(messages).toMatchObject([
      {
        rule: 'phrase-missing',
        message: expect.stringMatching(/^Unexpected \d{3} missing phrases \(`help`, /),
      },
    ]);
  });

  it('needs a language', () => {
    const { phrases: made, diagnostics } = read({}, '', 'language: en');
    expect(made).toBeUndefined();
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['front-matter', 'front-matter']);
  });
});

describe('saying a phrase', () => {
  it('puts parameters in once, and never reads them again', () => {
    const said = say(phrases({ offer: 'A {type} and {type}.' }), 'offer', { type: '{type} $& $1 {number}' });
    expect(said).toBe('A {type} $& $1 {number} and {type} $& $1 {number}.');
  });

  it('leaves a parameter standing that it was not given, even by an inherited name', () => {
    expect(say(phrases({ offer: '{type} {constructor}' }), 'offer')).toBe('{type} {constructor}');
  });

  it('tells the values even where the wording is missing', () => {
    expect(say(phrases({}), 'filed.track', { number: 'WO-1' })).toBe('filed track: WO-1');
  });

  it('falls back for single keys', () => {
    const both = withFallback(phrases({ yes: 'Ja' }), phrases({ yes: 'Yes', no: 'No' }));
    expect([say(both, 'yes'), say(both, 'no')]).toEqual(['Ja', 'No']);
  });
});
