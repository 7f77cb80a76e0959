import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { watchFolder } from '../../src/content/watch-folder.ts';

async function temporaryFolder(): Promise<string> {
  const root = await mkdtemp(path.join(tmpdir(), 'firstline-watch-'));
  onTestFinished(() => rm(root, { recursive: true }));
  return root;
}

it('calls once for a burst of changes, and again for the next', async () => {
  const root = await temporaryFolder();
  let calls = 0;
  const begun: number[] = [];
  const count = () => {
    calls += 1;
  };
  const watched = await watchFolder(root, count, { debounceMs: 300, onBegin: () => void begun.push(calls) });
  onTestFinished(() => watched.close());
  for (const name of ['a', 'b', 'c']) await writeFile(path.join(root, `${name}.md`), name);
  await vi.waitFor(() => expect(calls).toBe(1), 5000);
  await wait(600);
  expect(calls).toBe(1);
  await writeFile(path.join(root, 'a.md'), 'again');
  await vi.waitFor(() => expect(calls).toBe(2), 5000);
  // Each burst once, before it is handled.
  expect(begun).toEqual([0, 1]);
});

it('hears nothing of hidden files and folders, though it may lie in one', async () => {
  const root = path.join(await temporaryFolder(), '.desk');
  await mkdir(path.join(root, '.git'), { recursive: true });
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  const watched = await watchFolder(root, count, { debounceMs: 50 });
  onTestFinished(() => watched.close());
  for (const name of ['.a.md.swp', '.git/index']) await writeFile(path.join(root, name), 'a');
  await wait(300);
  expect(calls).toBe(0);
  await writeFile(path.join(root, 'a.md'), 'a');
  await vi.waitFor(() => expect(calls).toBe(1), 5000);
});

it('hears of what Kubernetes changes, which is a hidden link alone', async () => {
  const root = await temporaryFolder();
  for (const version of ['..one', '..two']) await mkdir(path.join(root, version));
  await symlink('..one', path.join(root, '..data'));
  let calls = 0;
  const count = () => {
    calls += 1;
  };
  const watched = await watchFolder(root, count, { debounceMs: 50 });
  onTestFinished(() => watched.close());
  await symlink('..two', path.join(root, '..next'));
  await rename(path.join(root, '..next'), path.join(root, '..data'));
  await vi.waitFor(() => expect(calls).toBeGreaterThan(0), 5000);
});

it('waits on closing for the change that is being handled, and calls no more', async () => {
  const root = await temporaryFolder();
  const steps: string[] = [];
  const onChange = async () => {
    steps.push('begun');
    await wait(200);
    steps.push('done');
  };
  const watched = await watchFolder(root, onChange, { debounceMs: 20 });
  await writeFile(path.join(root, 'a.md'), 'a');
  await vi.waitFor(() => expect(steps).toEqual(['begun']), { timeout: 30_000, interval: 5 });
  await watched.close();
  expect(steps).toEqual(['begun', 'done']);
  await writeFile(path.join(root, 'a.md'), 'b');
  await wait(200);
  expect(steps).toEqual(['begun', 'done']);
});

it('goes on watching after a failure, which it hands over', async () => {
  const root = await temporaryFolder();
  const errors: unknown[] = [];
  const fail = () => {
    throw new Error('no');
  };
  const watched = await watchFolder(root, fail, {
    debounceMs: 20,
    onError: (error) => void errors.push(error),
  });
  onTestFinished(() => watched.close());
  await writeFile(path.join(root, 'a.md'), 'a');
  await vi.waitFor(() => expect(errors).toHaveLength(1), 5000);
  await writeFile(path.join(root, 'a.md'), 'b');
  await vi.waitFor(() => expect(errors).toHaveLength(2), 5000);
});
