import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One article and one type with three fields: a desk that takes no time to learn. */
export function writeSmallKnowledge(into: string): void {
  for (const name of ['articles', 'work-orders']) mkdirSync(join(into, name), { recursive: true });
  writeFileSync(join(into, 'desk.md'), '---\nname: Northgate\n---\n');
  writeFileSync(
    join(into, 'articles', 'hours.md'),
    '---\ntitle: Opening hours\nquestions:\n  - when are you open\n  - what are your hours\n---\n\nAll day.\n',
  );
  writeFileSync(
    join(into, 'work-orders', 'lost-card.md'),
    `---
title: Lost card
summary: A card that is gone
phrasings: [my card is gone, report a lost card]
queue: cards
priority: normal
first-response-hours: [24, 48]
resolution-days: [3, 5]
fields:
  - { id: where, kind: text, label: Where, prompt: Where did you have it last?, required: true }
  - { id: digits, kind: number, label: Digits, prompt: Which digits are on its back?, required: true }
  - { id: email, kind: email, label: E-mail, prompt: Which e-mail address reaches you?, required: true, contact: true }
---
`,
  );
}
