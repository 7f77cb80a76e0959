import { describe, expect, it } from 'vitest';
import type { Message } from '../src/conversation/message.ts';
import { createLog, fingerprint, logged } from '../src/log.ts';
import { leaksIn } from './personal.ts';

const message: Message = {
  ...{ kind: 'utterance', id: 'message-1', conversationId: 'sms/+4915112345678' },
  ...{ requester: { id: 'email/ann@mail.example', name: 'Ann Miller' }, text: 'My dog is called Rex' },
};

/** A log in memory, and each of its lines as it is read. */
function kept() {
  const lines: string[] = [];
  const log = createLog('debug', { write: (line) => void lines.push(line) });
  return { log, lines, read: () => lines.map((line) => JSON.parse(line)) };
}

describe('a turn in the log', () => {
  it('is one line: which, what came of it, and how long it took', async () => {
    const { log, lines, read } = kept();
    await logged(async () => [{ kind: 'answer', text: 'Rex, a fine name' }], log)(message);
    expect(read()).toMatchObject([
      {
        ...{ level: 30, msg: 'A turn', channel: 'sms', said: 'utterance', replies: ['answer'] },
        ...{ conversationId: fingerprint(message.conversationId), message: fingerprint('message-1') },
        ms: expect.any(Number),
      },
    ]);
    expect(lines.join()).not.toMatch(/Rex|Ann|4915|message-1/);
  });

  it('that fails says why, and who calls hears of it too', async () => {
    const { log, lines, read } = kept();
    const failing = logged(async () => {
      throw Object.assign(new Error('duplicate key, ann@mail.example'), {
        ...{ code: '23505', detail: 'Key (requester)=(Ann Miller) exists', parameters: ['Rex'] },
      });
    }, log);
    await expect(failing(message)).rejects.toThrow('duplicate key');
    expect(read()).toMatchObject([
      { level: 50, msg: 'A turn failed', err: { code: '23505', message: 'duplicate key, [address]' } },
    ]);
    expect(read()[0].err.stack[0]).toMatch(/^\s+at .*log\.test\.ts/);
    expect(lines.join()).not.toMatch(/Rex|Miller|mail\.example/);
  });
});

describe('what a library’s error tells', () => {
  it.each([
    ['550 5.1.1 <ann@mail.example>: Recipient rejected', '550 5.1.1 <[address]>: Recipient rejected'],
    ['GET https://files.example/a?token=abc failed', 'GET https://files.example/a?… failed'],
    [
      'connect postgres://desk:hunter22@db.example/desk',
      'connect postgres://desk:[removed: api secret]@db.example/desk',
    ],
    ['no value for 4111 1111 1111 1111', 'no value for [removed: card number]'],
  ])('%s', (said, shown) => {
    const { log, read } = kept();
    log.error({ err: new Error('Outside', { cause: new Error(said) }), error: said, sdk: said }, 'Failed');
    expect(read()[0]).toMatchObject({ err: { message: 'Outside', cause: shown }, error: shown, sdk: shown });
  });
});

describe('the search of a log', () => {
  it.each([
    ['a text', '{"msg":"x","text":"My dog is called Rex"}'],
    ['an escaped one', '{"msg":"x","text":"My \\"dog\\" is\\ncalled"}'],
    ['an address', '{"msg":"550 <somebody@mail.example>"}'],
    ['a secret', '{"msg":"the code is 482913"}'],
    ['a token', '{"msg":"eyJhbGciOiJIUzI1NiJ9.eyJjb252IjoiMTIz.AAAAAAAAAAAA"}'],
  ])('finds %s', (_what, line) => {
    expect(leaksIn(line, new Set(['My dog is called Rex', 'My "dog" is\ncalled']))).not.toEqual([]);
  });

  it('finds nothing in what it should have', () => {
    const line =
      '{"level":30,"time":1764150000000,"channel":"web","conversationId":"q83kDk29xz","ms":4.2,"msg":"A turn"}';
    expect(leaksIn(line, new Set(['My dog is called Rex']))).toEqual([]);
  });
});
