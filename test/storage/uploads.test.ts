import { describe, expect, it } from 'vitest';
import type { Storage } from '../../src/storage/storage.ts';
import type { NewUpload } from '../../src/storage/uploads.ts';
import type { Field } from '../../src/work-orders/field.ts';
import { benchOn, ENGINES } from './engines.ts';
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

function anUpload(id: string, changed: Partial<NewUpload> = {}): NewUpload {
  return {
    id,
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
    fields: [PROOF],
    intro: '',
    hash: 'with-proof',
  });
  const command = aFiling('f', { typeHash: 'with-proof', fields: { proof, where: 'elsewhere' } });
  return numberIn(await storage.ledger.commit(aTurn({ commands: [command] })));
}

describe.each(ENGINES)('uploads on %s', (engine) => {
  const { freshUrl, open } = benchOn(engine);

  it('come back byte by byte', async () => {
    const { uploads } = await open(await freshUrl(), { now: () => 1 });
    expect(await uploads.put(anUpload('u1'))).toEqual({
      id: 'u1',
      name: 'a.png',
      contentType: 'image/png',
      bytes: 256,
    });
    const stored = await uploads.get('u1');
    expect(stored?.content).toEqual(anUpload('u1').content);
    expect(stored).toMatchObject({ requesterId: 'web/ann', ownerNumber: undefined });
  });

  it('expire until they are part of a work order, and stay then', async () => {
    let now = 1;
    const storage = await open(await freshUrl(), { now: () => now });
    for (const id of ['u1', 'u2', 'elsewhere']) await storage.uploads.put(anUpload(id));
    const number = await fileWith(storage, 'u1,u2');
    now = 200;
    expect(await storage.uploads.get('u2')).toMatchObject({ ownerNumber: number });
    expect(await storage.uploads.get('elsewhere')).toBeUndefined();
    expect(await storage.uploads.sweep()).toBe(1);
    expect(await storage.uploads.get('u1')).toMatchObject({ ownerNumber: number });
  });

  it("cannot be taken by who names somebody else's id", async () => {
    const storage = await open(await freshUrl(), { now: () => 1 });
    await storage.uploads.put(anUpload('u1', { requesterId: 'web/bob' }));
    await fileWith(storage, 'u1');
    expect(await storage.uploads.get('u1')).toMatchObject({ ownerNumber: undefined });
  });
});
