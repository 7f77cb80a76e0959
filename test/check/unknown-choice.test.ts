import { expect, it } from 'vitest';
import { type CheckedContent, loadForCheck } from '../../src/check/load-content.ts';
import { unknownChoice } from '../../src/check/rules/unknown-choice.ts';
import { inPackage } from '../../src/package-root.ts';
import { cpuMs } from '../cpu-time.ts';

const desk = await loadForCheck(inPackage('knowledge'));

/** The sample desk with a choice of its forms called otherwise, in one language. */
function renamed(lang: string, from: string, to: string): CheckedContent {
  const isIt = ({ label }: { readonly label: string }): boolean => label === from;
  const other = <T extends { readonly label: string }>(one: T): T =>
    isIt(one) ? { ...one, label: to } : one;
  if (lang !== 'en') {
    const typeTranslations = desk.typeTranslations.map((words) => ({
      ...words,
      fields: Object.fromEntries(
        Object.entries(words.fields).map(([id, field]) => {
          const choices = Object.entries(field.choices).map(([value, choice]) => [value, other(choice)]);
          return [id, { ...field, choices: Object.fromEntries(choices) }];
        }),
      ),
    }));
    return { ...desk, typeTranslations };
  }
  const types = [...desk.types].map(([id, type]) => {
    const fields = type.fields.map((field) =>
      field.kind === 'choice' ? { ...field, choices: field.choices.map(other) } : field,
    );
    return [id, { ...type, fields }] as const;
  });
  return { ...desk, types: new Map(types) };
}

it.each([
  ['en', 'A locked account', 'Account is locked', ['articles/sign-in/locked-account.md']],
  ['de', 'Einzahlung', 'Geldeingang', ['articles/de/deposit-missing.md']],
  ['es', 'Una cuenta bloqueada', 'Cuenta sin acceso', ['articles/es/locked-account.md']],
])('finds the articles that still name a choice by its old name, in %s alone', (lang, from, to, files) => {
  expect(unknownChoice.run(desk, 0)).toEqual([]);
  const found = unknownChoice.run(renamed(lang, from, to), 0);
  expect(found.map(({ file }) => file)).toEqual(files);
  expect(found[0]?.message).toContain(`choice \`${from}\``);
});

it('reads a long sentence in a moment', () => {
  const long = `${'file a ticket and choose '.repeat(20_000)} one of the many things below `;
  const [first] = desk.articleDocuments;
  if (first === undefined) throw new Error('The sample desk has articles.');
  const paragraph = {
    type: 'paragraph' as const,
    children: [
      { type: 'text' as const, value: long },
      { type: 'strong' as const, children: [{ type: 'text' as const, value: 'Nothing' }] },
    ],
  };
  const document = { ...first, tree: { type: 'root' as const, children: [paragraph] } };
  const article = desk.articles.filter(({ file }) => file === first.file);
  const start = cpuMs();
  expect(unknownChoice.run({ ...desk, articles: article, articleDocuments: [document] }, 0)).toEqual([]);
  expect(cpuMs() - start).toBeLessThan(2000);
});
