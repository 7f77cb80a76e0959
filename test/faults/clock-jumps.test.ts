import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { ENGINES } from '../storage/engines.ts';
import { type KilledDesk, openKilledDesk } from './killed-desk.ts';
import { answer } from './staff-member.ts';
import { newVisitor, PICTURE, said } from './visitor.ts';

const HOUR = 3_600_000;

/** How far the clock is off at each message of a filing: forwards past a draft's first hours, and back. */
const jumps = [
  ['forwards', [0, 2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR, 2 * HOUR]],
  ['back', [0, 0, -2 * HOUR, -2 * HOUR, -26 * HOUR, -26 * HOUR]],
  ['there and back', [0, 2 * HOUR, 0, 5 * HOUR, -HOUR, 0]],
] as const;

describe.each(ENGINES)('a server on %s whose clock is set', (engine) => {
  let desk: KilledDesk | undefined;
  afterEach(async () => {
    await desk?.close();
    desk = undefined;
  });

  it.each(jumps)('%s in the middle of a form, files it once and tells it at once', async (_, offsets) => {
    desk = await openKilledDesk(engine);
    const url = await desk.url();
    const visitor = await newVisitor(url);
    const messages = [
      said('report a lost card'),
      said('Berlin'),
      said(`ann.${randomUUID()}@mail.example`),
      said('', { file: PICTURE }),
      said('file it'),
      said('file it'),
    ];
    for (const [at, message] of messages.entries()) {
      await desk.inject({ clockMs: offsets[at] ?? 0 });
      await visitor.say(message);
    }
    const numbers = (await visitor.heard()).flatMap(({ text }) => text.match(/WO-[\w-]{9}/g) ?? []);
    const [number = ''] = numbers;
    expect(new Set(numbers).size).toBe(1);
    await desk.settled();
    // Set far back while deliveries are under way: they are made all the same, each under one id.
    await desk.inject({ clockMs: -30 * 24 * HOUR });
    expect(await answer(url, number, randomUUID())).toBe(true);
    await desk.settled();
    const ids = desk.webhook.posts
      .filter(({ body }) => body.includes(number))
      .map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
    const heard = await visitor.heard();
    expect(heard.filter(({ text }) => text.includes('We look at it.'))).toHaveLength(1);
  });
});
