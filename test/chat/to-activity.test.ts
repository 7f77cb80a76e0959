import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { abilitiesOf, knownChannels } from '../../src/chat/channel-abilities.ts';
import { splitText } from '../../src/chat/split-text.ts';
import { toActivities } from '../../src/chat/to-activity.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { filed, review, welcome } from './engine.ts';

const choices = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ label: `Choice ${index + 1}`, value: `value-${index}` }));

/** One of each kind, with all that such a reply may carry. */
const replies: readonly Reply[] = [
  welcome,
  review,
  filed,
  {
    kind: 'answer',
    text: '**Wait** for it: [help](https://help.example/a).\n\n## Steps',
    choices: choices(2),
  },
  { kind: 'disambiguation', text: 'Did you mean one of these?', choices: choices(12) },
  { kind: 'fallback', text: 'I do not have a good answer to that.', choices: choices(3) },
  { kind: 'prompt', text: 'What is the e-mail address of your account?' },
  { kind: 'status', text: `Your work orders:\n\n${'- WO-TEST-0001\n'.repeat(2000)}` },
  { kind: 'notice', text: 'It costs 5 \\* 3.' },
];

const cases = [...knownChannels, 'a-channel-nobody-knows'].flatMap((channel) =>
  replies.map((reply) => ({ channel, kind: reply.kind, reply })),
);

describe.each(cases)('$kind over $channel', ({ channel, reply }) => {
  const abilities = abilitiesOf(channel);
  const activities = toActivities(reply, abilities);
  const shown = JSON.stringify(activities);

  it('keeps to what the channel shows', () => {
    for (const { text = '', textFormat, attachments, suggestedActions } of activities) {
      expect(text.length).toBeLessThanOrEqual(abilities.maxText);
      expect(textFormat).toBe(abilities.markdown ? 'markdown' : 'plain');
      if (!abilities.cards) expect(attachments).toBeUndefined();
      expect(suggestedActions?.actions.length ?? 0).toBeLessThanOrEqual(abilities.maxButtons);
      for (const { content } of attachments ?? [])
        expect(content.actions?.length ?? 0).toBeLessThanOrEqual(abilities.maxButtons);
      if (abilities.buttons === 'card' || abilities.buttons === 'none')
        expect(suggestedActions).toBeUndefined();
    }
    if (!abilities.markdown) expect(shown).not.toMatch(/\*\*|\]\(|## |\\\\\*/);
  });

  it('loses nothing: every choice can be seen, and every card is told', () => {
    for (const { label } of reply.choices ?? []) expect(shown).toContain(label);
    if (reply.card?.kind === 'work-order') {
      expect(shown).toContain('WO-TEST-0001');
      expect(shown).toContain('Ask me about it at any time.');
    }
    if (reply.card?.kind === 'review') expect(shown).toContain('a@b.example');
    expect(activities.every(({ text, attachments }) => text !== undefined || attachments !== undefined)).toBe(
      true,
    );
  });
});

describe('a text that is too long', () => {
  it('is cut where a reader would cut it', () => {
    expect(splitText('One line.\n\nAnother one.', 15)).toEqual(['One line.', 'Another one.']);
    expect(splitText('One line.\nAnother one.', 15)).toEqual(['One line.', 'Another one.']);
    expect(splitText('some words and more', 12)).toEqual(['some words', 'and more']);
    expect(splitText('', 5)).toEqual([]);
  });

  it('keeps every word, and no half of a character', () => {
    const text = fc
      .array(fc.constantFrom('word', 'a', '😀', '\n\n', '\n', ' ', 'averylongwordindeed'))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 40 }), (whole, limit) => {
        const pieces = splitText(whole, limit);
        expect(
          pieces.every((piece) => piece.length <= limit && Buffer.from(piece).toString() === piece),
        ).toBe(true);
        expect(pieces.join('').replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''));
      }),
    );
  });
});

it('lists a choice as it is written, also where a list is read as markdown', () => {
  const label = 'a*b*c@mail.example [x](https://evil.example)';
  const many = Array.from({ length: 40 }, (_, n) => ({ label: `${n} ${label}`, value: `${n}` }));
  for (const channel of knownChannels) {
    const abilities = abilitiesOf(channel);
    const shown = toActivities({ kind: 'prompt', text: 'Which?', choices: many }, abilities)
      .map(({ text = '' }) => text)
      .join('\n');
    if (!shown.includes('39')) continue;
    expect(shown.includes(`39 ${label}`)).toBe(!abilities.markdown);
    if (abilities.markdown)
      expect(shown).toContain('39 a\\*b\\*c@mail.example \\[x\\](https://evil.example)');
  }
});
