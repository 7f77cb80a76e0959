import { describe, expect, it } from 'vitest';
import { createRunTurn, type TurnPorts } from '../../src/conversation/run-turn.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { WorkOrderType } from '../../src/work-orders/work-order-type.ts';
import { benchOn, ENGINES } from '../storage/engines.ts';
import { pointer, recorded } from '../storage/turns.ts';
import {
  ann,
  behind,
  chosen,
  NOW,
  portsOn,
  realNumbers,
  sampleDesk,
  sayAll,
  textOf,
  toReview,
  utterance,
} from './chat.ts';

const day = 86_400_000;

describe.each(ENGINES)('runTurn on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  const opened = async (): Promise<Storage> => open(await freshUrl(), realNumbers);
  const on = async (storage: Storage, changed: Partial<TurnPorts> = {}) =>
    createRunTurn(await portsOn(storage, changed));
  const filed = (storage: Storage) => storage.ledger.list(ann.requester.id);

  it('gives the recorded replies to a message seen before, and files once', async () => {
    const storage = await opened();
    const runTurn = await on(storage);
    await sayAll(runTurn, ...toReview);
    const first = await runTurn(utterance('send it', 'm-send'));
    expect(textOf(first)).toMatch(/Your work order is \*\*WO-\w{4}-\w{4}/);
    expect(await runTurn(utterance('send it', 'm-send'))).toEqual(first);
    // Another process answers the same: nothing of it is in memory.
    expect(await (await on(storage))(utterance('send it', 'm-send'))).toEqual(first);
    expect(await filed(storage)).toHaveLength(1);
  });

  it('runs two messages at once in the order they came', async () => {
    const runTurn = await on(await opened());
    const [, , last] = await Promise.all(toReview.slice(0, 3).map((text) => runTurn(utterance(text))));
    expect(textOf(last ?? [])).toContain('On which day did you last sign in');
  });

  it('lets two instances race on one version: one work order, both answered', async () => {
    const url = await freshUrl();
    const storages = [await open(url, realNumbers), await open(url, realNumbers)];
    const [first, second] = storages;
    if (!first || !second) throw new Error('Expected two storages');
    await sayAll(await on(first), ...toReview);
    const meet = meetingOf(2);
    const racing = await Promise.all(
      storages.map(async (storage, at) => {
        const runTurn = await on(storage, {
          turns: { ...storage.ledger, commit: meet(storage.ledger.commit) },
        });
        return runTurn(utterance('send it', `m-race-${at}`));
      }),
    );
    expect(racing.filter((replies) => textOf(replies).includes('Your work order is'))).toHaveLength(1);
    expect(racing.every((replies) => replies.length > 0)).toBe(true);
    expect(await filed(first)).toHaveLength(1);
  });

  it('loses no field when two instances race with two answers', async () => {
    const url = await freshUrl();
    const storages = [await open(url, realNumbers), await open(url, realNumbers)];
    const [first] = storages;
    if (!first) throw new Error('Expected a storage');
    await sayAll(await on(first), 'open a work order about sign-in trouble');
    const meet = meetingOf(2);
    const answers = ['email: anna@mail.example', 'trouble: The password'];
    await Promise.all(
      storages.map(async (storage, at) => {
        const runTurn = await on(storage, {
          turns: { ...storage.ledger, commit: meet(storage.ledger.commit) },
        });
        return runTurn(utterance(answers[at] ?? ''));
      }),
    );
    const review = await sayAll(
      await on(first),
      'skip',
      'skip',
      'skip',
      'My new password is refused, although I reset it twice.',
      'skip',
    );
    expect(textOf(review)).toContain('anna@mail.example');
    expect(textOf(review)).toContain('**Trouble:** The password');
  });

  it('leaves no state of a run that came to nothing, as where somebody was erased meanwhile', async () => {
    const url = await freshUrl();
    const [server, commandLine] = [await open(url, realNumbers), await open(url, realNumbers)];
    const written: string[] = [];
    const write: TurnPorts['snapshots']['write'] = async (key, state) => {
      if (written.push(key) === 3) await commandLine.privacy.erase(ann.requester.id, 'lead');
      return server.snapshots.write(key, state);
    };
    const runTurn = await on(server, { snapshots: { ...server.snapshots, write } });
    await sayAll(runTurn, ...toReview.slice(0, 2), 'help');
    expect(written).toHaveLength(4);
    const left = await Promise.all(written.map((key) => commandLine.snapshots.read(key)));
    expect(left.map((state) => state !== undefined)).toEqual([false, false, false, true]);
    expect(JSON.stringify(left)).not.toContain('anna@');
  });

  it('loses nothing to a kill between the snapshot and the commit', async () => {
    const storage = await opened();
    await sayAll(await on(storage), ...toReview.slice(0, 1));
    const stood = await pointer(storage.ledger, ann.conversationId);
    const dies: TurnPorts['turns']['commit'] = () => Promise.reject(new Error('killed'));
    const killed = await on(storage, { turns: { ...storage.ledger, commit: dies } });
    await expect(killed(utterance('anna@mail.example', 'm-killed'))).rejects.toThrow('killed');
    expect(await pointer(storage.ledger, ann.conversationId)).toEqual(stood);
    const restarted = await on(storage);
    expect(textOf(await restarted(utterance('anna@mail.example', 'm-killed')))).toContain(
      'What keeps you out?',
    );
    const review = await sayAll(restarted, ...toReview.slice(2));
    expect(textOf(review)).toContain('anna@mail.example');
  });

  it('changes nothing when the snapshot cannot be written, and takes the message again', async () => {
    const storage = await opened();
    await sayAll(await on(storage), ...toReview);
    const stood = await pointer(storage.ledger, ann.conversationId);
    const full = { ...storage.snapshots, write: () => Promise.reject(new Error('the disk is full')) };
    const failing = await on(storage, { snapshots: full });
    await expect(failing(utterance('send it', 'm-full'))).rejects.toThrow('the disk is full');
    expect(await pointer(storage.ledger, ann.conversationId)).toEqual(stood);
    expect(await recorded(storage.ledger, ann.conversationId, 'm-full')).toBeUndefined();
    expect(await filed(storage)).toEqual([]);
    expect(textOf(await (await on(storage))(utterance('send it', 'm-full')))).toContain('Your work order is');
    expect(await filed(storage)).toHaveLength(1);
  });

  it('goes on with the next message after one that failed', async () => {
    const storage = await opened();
    let failures = 1;
    const write: TurnPorts['snapshots']['write'] = (key, state) =>
      failures-- > 0 ? Promise.reject(new Error('once')) : storage.snapshots.write(key, state);
    const runTurn = await on(storage, { snapshots: { ...storage.snapshots, write } });
    const [failed, next] = await Promise.allSettled([runTurn(utterance('hi')), runTurn(utterance('help'))]);
    expect(failed?.status).toBe('rejected');
    expect(next?.status).toBe('fulfilled');
  });

  it('files once when Send it is pressed twice under two message ids', async () => {
    const storage = await opened();
    const runTurn = await on(storage);
    const send = behind(await sayAll(runTurn, ...toReview), 'Send it');
    const [first, second] = await Promise.all([runTurn(chosen(send)), runTurn(chosen(send))]);
    expect(textOf(first)).toContain('Your work order is');
    expect(textOf(second)).toContain('That one is sent already');
    const [workOrder, ...others] = await filed(storage);
    expect(others).toEqual([]);
    expect(textOf(second)).toContain(workOrder?.number ?? 'a number');
  });

  it('answers the button of an older form with what is current', async () => {
    const storage = await opened();
    const runTurn = await on(storage);
    const send = behind(await sayAll(runTurn, ...toReview), 'Send it');
    await sayAll(runTurn, 'start over', 'open a work order, my account was hacked');
    const replies = await runTurn(chosen(send));
    expect(textOf(replies)).toContain('That button belongs to an earlier message.');
    expect(textOf(replies)).toContain('What is the e-mail address of your account?');
    expect(await filed(storage)).toEqual([]);
  });

  it.each([
    ['another shape', { shape: 2, expecting: { kind: 'telepathy' }, choices: [] }],
    ['half a state', { shape: 1, expecting: { kind: 'form' } }],
    ['no state', undefined],
    ['no object', 'lost'],
  ])('drops %s politely', async (_, stored) => {
    const storage = await opened();
    await sayAll(await on(storage), ...toReview);
    const other = { ...storage.snapshots, read: () => Promise.resolve(stored) };
    const replies = await (await on(storage, { snapshots: other }))(utterance('help'));
    expect(textOf(replies)).toContain('lost the thread of our conversation');
    expect(textOf(replies)).toContain('Ask me anything in your own words');
    // What is written from then on is read again.
    expect(textOf(await sayAll(await on(storage), 'send it'))).not.toContain('lost the thread');
  });

  it('keeps the definition of a type whose file changes in the middle of a form', async () => {
    const storage = await opened();
    const desk = await sampleDesk;
    const old = desk.types.get('sign-in');
    if (!old) throw new Error('Expected the type sign-in');
    await sayAll(await on(storage), ...toReview.slice(0, 3));
    const edited: WorkOrderType = {
      ...old,
      hash: 'edited',
      fields: old.fields.slice(0, 1),
      title: 'Another title',
    };
    const types = new Map(desk.types).set('sign-in', edited);
    const runTurn = await on(storage, { desk: () => ({ ...desk, types }) });
    const review = await sayAll(runTurn, ...toReview.slice(3));
    expect(textOf(review)).toContain('Sign-in trouble: please check');
    expect(textOf(review)).toContain('My new password is refused');
    await sayAll(runTurn, 'send it');
    const [workOrder] = await filed(storage);
    expect(workOrder).toMatchObject({ typeHash: old.hash, typeTitle: old.title });
    expect(workOrder?.fields).toMatchObject({ email: 'anna@mail.example', trouble: 'password' });
    const afresh = await sayAll(runTurn, 'open a work order about sign-in trouble');
    expect(textOf(afresh)).toContain('Another title');
  });

  it('drops a draft older than the desk keeps them, and says so', async () => {
    const storage = await opened();
    const { settings } = await sampleDesk;
    await sayAll(await on(storage), ...toReview);
    const touched = NOW + settings.draftDays * day - 1;
    const inTime = await on(storage, { now: () => touched });
    expect(textOf(await sayAll(inTime, 'hello'))).toContain('"Sign-in trouble" still waits here');
    const late = await on(storage, { now: () => touched + settings.draftDays * day });
    const replies = await sayAll(late, 'send it');
    expect(textOf(replies)).toContain('was dropped, because nobody touched it for 7 days');
    expect(textOf(replies)).not.toContain('Your work order is');
    expect(textOf(await sayAll(late, 'resume'))).toContain('There is no work order in progress');
    expect(await filed(storage)).toEqual([]);
  });

  it('keeps a draft over a restart', async () => {
    const url = await freshUrl();
    const first = await open(url, realNumbers);
    await sayAll(await on(first), ...toReview);
    await first.close();
    const second = await open(url, realNumbers);
    expect(textOf(await sayAll(await on(second), 'yes'))).toContain('Your work order is');
  });
});

/** Each function that is let in waits at its first call until `count` of them were called. */
function meetingOf(count: number) {
  let there = 0;
  let go: () => void = () => undefined;
  const all = new Promise<void>((resolve) => {
    go = resolve;
  });
  return <A extends readonly unknown[], R>(work: (...given: A) => Promise<R>) => {
    let waited = false;
    return async (...given: A): Promise<R> => {
      if (!waited) {
        waited = true;
        if (++there === count) go();
        await all;
      }
      return work(...given);
    };
  };
}
