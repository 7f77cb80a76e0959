import { expect, it } from 'vitest';
import { strangersView } from '../../src/cli/strangers-view.ts';
import { readDocument } from '../../src/content/read-document.ts';
import { openForm } from '../../src/conversation/filling.ts';
import { initialState } from '../../src/conversation/state.ts';
import { recogniseField, validateField } from '../../src/work-orders/fields/field-codecs.ts';
import { readTypeTranslation } from '../../src/work-orders/read-type-translation.ts';
import { translated } from '../../src/work-orders/translated-type.ts';
import { sampleDesk } from './chat.ts';

const german = `---
translation-of: sign-in
lang: de
title: Anmeldung
summary: Kein Zugang
fields:
  trouble: { label: Problem, prompt: Was ist los?, choices: { password: { label: Das Passwort, synonyms: [Kennwort vergessen] }, locked: Ein gesperrtes Konto } }
---

Guten Tag.
`;

async function opened(lang: string, translate: boolean) {
  const view = strangersView(await sampleDesk, lang);
  const type = view.types.get('sign-in');
  const { document } = readDocument('work-orders/de/sign-in.md', german);
  const words = document && readTypeTranslation(document).translation;
  if (type === undefined || words === undefined) throw new Error('There must be both.');
  const shown = translate ? translated(type, words) : type;
  const { replies, state } = openForm(initialState, shown, '', view);
  return { type, shown, state, text: replies.map((reply) => reply.text).join('\n') };
}

it('is the same form in another language: its values, its hash, and what has no words yet', async () => {
  const { type, shown, state, text } = await opened('de', true);
  expect(text).toMatch(/^\*\*Anmeldung\.\*\* Guten Tag\./);
  expect(text).not.toContain('gibt es nur auf');
  expect(state.form).toMatchObject({ type: 'sign-in', typeHash: type.hash });
  expect(shown).toMatchObject({ queue: type.queue, deskTitle: type.title });
  const trouble = shown.fields.find(({ id }) => id === 'trouble');
  expect(trouble).toMatchObject({ prompt: 'Was ist los?', required: true });
  expect(
    trouble?.kind === 'choice' && trouble.choices.map(({ value, label }) => `${value} ${label}`),
  ).toEqual(expect.arrayContaining(['password Das Passwort', 'new-device A new device']));
  expect(shown.fields.find(({ id }) => id === 'device')).toEqual(
    type.fields.find(({ id }) => id === 'device'),
  );
});

it('says where a form is not in the language of the chat, and nothing where it is', async () => {
  expect((await opened('de', false)).text).toMatch(/^Dieses Formular gibt es nur auf Englisch\./);
  expect((await opened('en', false)).text).not.toContain('only');
});

it('knows the synonyms of the language, and still those of the desk', async () => {
  const { shown } = await opened('de', true);
  const trouble = shown.fields.find(({ id }) => id === 'trouble');
  if (trouble === undefined) throw new Error('There must be one.');
  const context = { now: 0, zone: 'UTC', lang: 'de' };
  const values = (text: string) => recogniseField(trouble, text, context).map(({ value }) => value);
  expect(values('Hallo, ich habe mein Kennwort leider vergessen')).toEqual(['password']);
  expect(values('lost 2fa, bitte helfen')).toEqual(['second-factor']);
  expect(validateField(trouble, 'kennwort vergessen', context)).toMatchObject({ value: 'password' });
});
