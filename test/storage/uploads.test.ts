import { describe, expect, it } from 'vitest';
import type { Storage } from '../../src/storage/storage.ts';
import { createUploads, type NewUpload } from '../../src/storage/uploads.ts';
import type { Field } from '../../src/work-orders/field.ts';
import { countOthersTurns } from '../others-turns.ts';
import { benchOn, ENGINES } from './engines.ts';
import { keptUpload } from './kept-upload.ts';
import { aFiling, aTurn, numberIn } from './turns.ts';

const PROOF: Field = {
  id: 'proof',
  label: 'Proof',
  prompt: 'Please attach it.',
  required: false,
  sensitive: false,
  when: {},
  kind: 'attachment',
  maxCount: 3,
  maxBytes: 1000,
};

const WHERE: Field = {
  id: 'where',
  label: 'Where',
  prompt: 'Where?',
  required: false,
  sensitive: false,
  when: {},
  kind: 'text',
  minLength: 0,
  maxLength: 100,
};

/** An id as the server makes them. */
const idOf = (name: string): string =>
  `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').slice(0, 12).padStart(12, '0')}`;

function anUpload(id: string, changed: Partial<NewUpload> = {}): NewUpload {
  return {
    id: idOf(id),
    requesterId: 'web/ann',
    name: 'a.png',
    contentType: 'image/png',
    content: Uint8Array.from({ length: 256 }, (_, n) => n),
    expiresAt: 100,
    ...changed,
  };
}

async function fileWith(storage: Storage, proof: string): Promise<string> {
  await storage.ledger.pinType({
    id: 'card-lost',
    file: 'work-orders/card-lost.md',
    title: 'Lost card',
    summary: '',
    phrasings: [],
    prepare: [],
    queue: 'cards',
    priority: 'normal',
    serviceLevel: { firstResponseHours: [1, 2], resolutionDays: [1, 2] },
    fields: [PROOF, WHERE],
    intro: '',
    hash: 'with-proof',
  });
  const command = aFiling('f', { typeHash: 'with-proof', fields: { proof, where: idOf('elsewhere') } });
  return numberIn(await storage.ledger.commit(aTurn({ commands: [command] })));
}

describe.each(ENGINES)('uploads on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('come back byte by byte', async () => {
    const storage = await open(await freshUrl(), { now: () => 1 });
    expect(await storage.uploads.put(anUpload('u1'))).toEqual({
      id: idOf('u1'),
      name: 'a.png',
      contentType: 'image/png',
      bytes: 256,
    });
    const stored = await keptUpload(storage, idOf('u1'));
    expect(stored?.content).toEqual(anUpload('u1').content);
    expect(stored).toMatchObject({ requesterId: 'web/ann', ownerNumber: undefined });
  });

  it('expire until they are part of a work order, and stay then', async () => {
    let now = 1;
    const storage = await open(await freshUrl(), { now: () => now });
    for (const id of ['u1', 'u2', 'elsewhere']) await storage.uploads.put(anUpload(id));
    const number = await fileWith(storage, `${idOf('u1')},${idOf('u2')}`);
    now = 200;
    expect(await keptUpload(storage, idOf('u2'))).toMatchObject({ ownerNumber: number });
    expect(await storage.uploads.sweep()).toBe(1);
    expect(await keptUpload(storage, idOf('elsewhere'))).toBeUndefined();
    expect(await keptUpload(storage, idOf('u1'))).toMatchObject({ ownerNumber: number });
  });

  it('wait for as long as the draft that they were sent for, which lives on with each touch', async () => {
    let now = 1;
    const storage = await open(await freshUrl(), { now: () => now });
    for (const id of ['u1', 'alone']) await storage.uploads.put(anUpload(id));
    const draft = { formId: 'f', type: 'card-lost', asking: 'where', agesAt: 500, lang: undefined };
    const files = [idOf('u1')];
    await storage.ledger.commit(aTurn({ draft: { ...draft, zone: undefined, files } }));
    now = 500;
    await storage.uploads.sweep();
    expect(await keptUpload(storage, idOf('u1'))).toBeDefined();
    expect(await keptUpload(storage, idOf('alone'))).toBeUndefined();
  });

  it('go when they have expired, however many they are, and let turns be taken in between', async () => {
    let now = 1;
    const storage = await open(await freshUrl(), { now: () => now });
    for (let n = 0; n < 45; n++) await storage.uploads.put(anUpload(`u${n}`));
    now = 100;
    const others = countOthersTurns();
    expect(await storage.uploads.sweep()).toBe(45);
    expect(others.end()).toBeGreaterThan(0);
    expect(await keptUpload(storage, idOf('u44'))).toBeUndefined();
  });

  it('wait for a work order up to a quota of files and bytes, by requester and altogether', async () => {
    let now = 1;
    const storage = await open(await freshUrl(), { now: () => now });
    const quota = { files: 3, bytes: 700, totalBytes: 1100 };
    const uploads = createUploads(storage.database.db, () => now, quota);
    const put = async (id: string, requesterId: string, bytes: number): Promise<boolean> =>
      (await uploads.put(anUpload(id, { requesterId, content: new Uint8Array(bytes) }))) !== undefined;

    expect([await put('a1', 'web/ann', 300), await put('a2', 'web/ann', 400)]).toEqual([true, true]);
    expect(await put('a3', 'web/ann', 1)).toBe(false);
    expect(await put('b1', 'web/bob', 300)).toBe(true);
    expect(await put('b2', 'web/bob', 101)).toBe(false);
    for (const id of ['b3', 'b4']) expect(await put(id, 'web/bob', 1)).toBe(true);
    expect(await put('b5', 'web/bob', 1)).toBe(false);
    expect(await keptUpload(storage, idOf('a3'))).toBeUndefined();
    // What expired waits no longer, swept or not.
    now = 100;
    expect(await put('a4', 'web/ann', 700)).toBe(true);
  });

  it('count no more once they are part of a work order', async () => {
    const storage = await open(await freshUrl(), { now: () => 1 });
    const uploads = createUploads(storage.database.db, () => 1, { files: 1, bytes: 1000, totalBytes: 1000 });
    expect(await uploads.put(anUpload('u1'))).toBeDefined();
    expect(await uploads.put(anUpload('u2'))).toBeUndefined();
    await fileWith(storage, idOf('u1'));
    expect(await uploads.put(anUpload('u2'))).toBeDefined();
  });

  it("cannot be taken by who names somebody else's id", async () => {
    const storage = await open(await freshUrl(), { now: () => 1 });
    await storage.uploads.put(anUpload('u1', { requesterId: 'web/bob' }));
    await fileWith(storage, idOf('u1'));
    expect(await keptUpload(storage, idOf('u1'))).toMatchObject({ ownerNumber: undefined });
  });
});
