import { describe, expect, it } from 'vitest';
import type { Message } from '../../src/conversation/message.ts';
import type { Reply } from '../../src/conversation/reply.ts';
import { catchRetries } from '../../src/conversation/retries.ts';

let at = 0;
const clock = () => at;
const said = (text: string, id: string, by = 'ann'): Message => ({
  kind: 'utterance',
  id,
  text,
  conversationId: 'c',
  requester: { id: by },
});

/** Turns that end when they are told to; `runs` counts them. */
function bench() {
  at = 0;
  const retried = catchRetries(clock);
  const ends: ((replies: readonly Reply[]) => void)[] = [];
  const hear = (message: Message) =>
    retried(message, () => new Promise<readonly Reply[]>((resolve) => ends.push(resolve)));
  const end = async (turn: number) => {
    ends[turn]?.([{ kind: 'notice', text: `turn ${turn}` }]);
    await new Promise(setImmediate);
  };
  return { hear, end, runs: () => ends.length };
}

describe('catchRetries', () => {
  it('lets a person say the same twice, quickly or not, in flight or after', async () => {
    const { hear, end, runs } = bench();
    hear(said('skip', 'm1'));
    at = 7999;
    hear(said('skip', 'm2'));
    await end(0);
    await end(1);
    hear(said('skip', 'm3'));
    expect(runs()).toBe(3);
  });

  it('gives a retry the replies of the slow turn, in flight and for 20 seconds after', async () => {
    const { hear, end, runs } = bench();
    const first = hear(said('hello', 'm1'));
    at = 8000;
    const second = hear(said('hello', 'm2'));
    await end(0);
    at = 28_000;
    const third = hear(said('hello', 'm3'));
    expect(await Promise.all([second, third])).toEqual([await first, await first]);
    at = 28_001;
    hear(said('hello', 'm4'));
    expect(runs()).toBe(2);
  });

  it('takes other words, other people and what follows in between for what they are', async () => {
    const { hear, runs } = bench();
    hear(said('hello', 'm1'));
    at = 9000;
    hear(said('hello', 'm2', 'bob'));
    hear(said('yes', 'm3'));
    hear(said('hello', 'm4'));
    expect(runs()).toBe(4);
  });

  it('runs a message again whose slow turn failed', async () => {
    at = 0;
    const retried = catchRetries(clock);
    const failed = retried(said('hello', 'm1'), async () => {
      at = 9000;
      throw new Error('no disk');
    });
    await expect(failed).rejects.toThrow('no disk');
    expect(await retried(said('hello', 'm2'), async () => [])).toEqual([]);
  });
});
