import { randomUUID } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { watchFolder } from '../../src/content/watch-folder.ts';
import { type DeskLoad, DeskLoader } from '../../src/live-desk/desk-loader.ts';
import { type DeskContent, LiveDesk, loadDesk } from '../../src/live-desk/live-desk.ts';

const lighthouse = (text: string): string =>
  `---\ntitle: The lighthouse keys\nquestions:\n  - where are the lighthouse keys\n---\n\n${text}\n`;

describe('a live desk', () => {
  let folder: string;
  let desk: LiveDesk;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'firstline-live-'));
    await cp('./knowledge', folder, { recursive: true });
    // What earlier runs kept would be found before it is dropped.
    desk = await LiveDesk.open(folder, new DeskLoader({ keeps: false }));
  }, 120_000);
  afterEach(async () => {
    await desk.close();
    await rm(folder, { recursive: true, force: true });
  });

  const write = (text: string): Promise<void> =>
    writeFile(join(folder, 'articles/sign-in/lighthouse.md'), lighthouse(text));
  const found = () => desk.current.knowledge.answer('where are the lighthouse keys').hits[0];
  const text = () => desk.current.knowledge.articles.get('sign-in/lighthouse')?.passages[0]?.text;

  it('shows a new text at once, and ranks it when that is learned', async () => {
    const before = desk.current;
    await write('They hang behind the door.');
    const { ranked } = await desk.reload();
    const shown = desk.current;
    expect(text()).toBe('They hang behind the door.');
    await ranked;
    expect(desk.current).not.toBe(shown);
    expect(desk.current.knowledge.revision).toBe(shown.knowledge.revision);
    expect(found()?.article.id).toBe('sign-in/lighthouse');
    // A turn under way keeps what it began with.
    expect(before.knowledge.articles.has('sign-in/lighthouse')).toBe(false);
  }, 120_000);

  it('shows a second change at once on the ranking learned before, and drops what it was learning', async () => {
    await write('They hang behind the door.');
    const first = await desk.reload();
    await first.ranked;
    await write('They lie under the mat.');
    const second = await desk.reload();
    expect(found()?.passage?.text).toBe('They lie under the mat.');
    await write('They are lost.');
    const third = await desk.reload();
    const shown = desk.current.knowledge.revision;
    await second.ranked;
    expect(desk.current.knowledge.revision).toBe(shown);
    await third.ranked;
    expect(found()?.passage?.text).toBe('They are lost.');
  }, 120_000);

  it('shows an article that only says something else before it is indexed, and then finds it by that', async () => {
    /** How often the desk is another from then on. */
    const swaps = async ({ ranked }: Awaited<ReturnType<LiveDesk['reload']>>): Promise<number> => {
      const shown = new Set([desk.current]);
      let isRanked = false;
      void ranked.then(() => {
        isRanked = true;
      });
      for (; !isRanked; await setImmediate()) shown.add(desk.current);
      return shown.add(desk.current).size - 1;
    };
    const asked = () => desk.current.knowledge.answer('xylophone').hits.map(({ article }) => article.id);
    await write('They hang behind the door.');
    // An article that is new is found by nothing until it is indexed.
    expect(await swaps(await desk.reload())).toBe(1);
    expect(asked()).not.toContain('sign-in/lighthouse');
    await write('They hang behind the xylophone.');
    const changed = await desk.reload();
    expect(text()).toBe('They hang behind the xylophone.');
    expect(await swaps(changed)).toBe(2);
    expect(asked()).toContain('sign-in/lighthouse');
  }, 120_000);

  it('rejects what it waits for when it is closed', async () => {
    const reloading = desk.reload();
    await desk.close();
    await expect(reloading).rejects.toThrow('has ended');
  }, 120_000);
});

describe('a file that is cut off and written again 1,000 times', () => {
  it('never shows in an answer but whole, and is live once it rests', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'firstline-rewritten-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await cp('./test/fixtures/small-desk', folder, { recursive: true });
    const file = join(folder, 'articles/opening-hours.md');
    const whole = await readFile(file, 'utf8');
    const saying = (n: number): string => `${whole.trimEnd()}\n\nVersion ${n} of it.\n`;
    await writeFile(file, saying(0));
    const desk = await LiveDesk.open(folder, new DeskLoader({ keeps: false }));
    const faults: unknown[] = [];
    let reloads = 0;
    const watching = await watchFolder(
      folder,
      async () => {
        await desk.reload();
        reloads++;
      },
      { onError: (error) => faults.push(error) },
    );
    const heard = new Set<string>();
    const ask = (): void => {
      const { hits } = desk.current.knowledge.answer('when are you open');
      const article = hits[0] && desk.current.knowledge.articles.get(hits[0].article.id);
      heard.add(article?.passages.map(({ text }) => text).join(' ') ?? 'nothing');
    };
    for (let n = 1; n <= 1000; n++) {
      // As many programs save: cut off first.
      await truncate(file);
      ask();
      await writeFile(file, saying(n));
      ask();
    }
    while (
      !desk.current.knowledge.articles
        .get('opening-hours')
        ?.passages.some(({ text }) => text.includes('1000'))
    )
      await new Promise((resolve) => setTimeout(resolve, 20));
    ask();
    await watching.close();
    await desk.close();
    expect(faults).toEqual([]);
    expect(reloads).toBeGreaterThan(0);
    for (const text of heard) expect(text).toMatch(/Version \d+ of it\.$/);
    expect([...heard].at(-1)).toContain('Version 1000 of it.');
  }, 120_000);
});

it('keeps what was learned of a change, though another part changes before the first is shown', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-two-changes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp('./test/fixtures/small-desk', folder, { recursive: true });
  const loads: DeskLoad[] = [];
  const nth = async (n: number): Promise<DeskLoad> => {
    for (;;) {
      const load = loads[n];
      if (load !== undefined) return load;
      await setImmediate();
    }
  };
  let show = (): void => {};
  const shown = new Promise<void>((resolve) => {
    show = resolve;
  });
  class SlowToShow extends DeskLoader {
    override async load(of: string): Promise<DeskLoad> {
      const load = await super.load(of);
      return loads.push(load) === 2 ? { ...load, indexed: shown.then(() => load.indexed) } : load;
    }
  }
  const desk = await LiveDesk.open(folder, new SlowToShow({ keeps: false }));
  onTestFinished(() => desk.close());
  await writeFile(join(folder, 'articles/lighthouse.md'), lighthouse('They hang behind the door.'));
  const first = desk.reload();
  await (await nth(1)).learned;
  await appendFile(join(folder, 'work-orders/lost-card.md'), '\nZeppelins are welcome.\n');
  const second = desk.reload();
  await nth(2);
  show();
  for (const { ranked } of [await first, await second]) await ranked;
  const hits = ({ knowledge }: DeskContent) =>
    knowledge.answer('where are the keys').hits.map(({ article, confidence }) => [article.id, confidence]);
  expect(hits(desk.current)).toEqual(hits(await loadDesk(folder, { anew: true })));
}, 120_000);

it('answers after any changes as a desk that is opened anew, though it looks only at what changed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-changes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp('./test/fixtures/small-desk', folder, { recursive: true });
  const things = ['lantern', 'walnut', 'kettle', 'tundra', 'gravel', 'cobalt'];
  const write = (thing: string, text: string): Promise<void> =>
    writeFile(
      join(folder, `articles/${thing}.md`),
      `---\ntitle: The ${thing}\nquestions:\n  - where is the ${thing}\n---\n\n${text}\n`,
    );
  for (const thing of things.slice(0, 4)) await write(thing, `Unlike any ${randomUUID()}.`);
  await loadDesk(folder);
  // Knows what the start before kept.
  const desk = await LiveDesk.open(folder);
  onTestFinished(() => desk.close());
  const changes = [
    () => write('walnut', 'It lies beside the kettle and the lantern.'),
    () => Promise.all([rm(join(folder, 'articles/kettle.md')), write('gravel', 'In the yard.')]),
    () => Promise.all([write('cobalt', 'On the shelf.'), write('lantern', 'On the shelf, too.')]),
  ];
  for (const change of changes) {
    desk.expectChange();
    await change();
    await (await desk.reload()).ranked;
    const anew = await loadDesk(folder, { anew: true });
    expect([...desk.current.knowledge.articles.values()]).toEqual([...anew.knowledge.articles.values()]);
    for (const question of things.map((thing) => `where do I find the ${thing}`)) {
      const { hits, ...answer } = anew.knowledge.answer(question);
      const expected = hits.map(({ article, score, confidence }) => [
        article.id,
        expect.closeTo(score, 5),
        expect.closeTo(confidence, 5),
      ]);
      const heard = desk.current.knowledge.answer(question);
      expect(heard).toMatchObject(answer);
      expect(heard.hits.map(({ article, score, confidence }) => [article.id, score, confidence])).toEqual(
        expected,
      );
    }
  }
}, 120_000);

it('knows after a start what a file said that is cut off later, since it knows the files of the start before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-again-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp('./test/fixtures/small-desk', folder, { recursive: true });
  const file = join(folder, 'articles/opening-hours.md');
  // Unlike all that earlier runs kept.
  await appendFile(file, `\n${randomUUID()}\n`);
  await loadDesk(folder);
  const desk = await LiveDesk.open(folder);
  onTestFinished(() => desk.close());
  await truncate(file);
  await desk.reload();
  expect(desk.current.knowledge.articles.has('opening-hours')).toBe(true);
  expect(desk.current.diagnostics.map(({ rule }) => rule)).toContain('file-empty');
}, 120_000);

it('holds on to what a file said before a slip, and keeps it for no other folder of the same files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-slip-'));
  const copy = await mkdtemp(join(tmpdir(), 'firstline-copy-'));
  for (const one of [folder, copy]) onTestFinished(() => rm(one, { recursive: true, force: true }));
  await cp('./test/fixtures/small-desk', folder, { recursive: true });
  const file = join(folder, 'articles/opening-hours.md');
  // Unlike all that earlier runs kept.
  await appendFile(file, `\n${randomUUID()}\n`);
  const whole = await readFile(file, 'utf8');
  const desk = await LiveDesk.open(folder);
  onTestFinished(() => desk.close());
  const rules = () => desk.current.diagnostics.map(({ rule }) => rule);
  await writeFile(file, whole.replace('title: ', 'title: Slip: '));
  await (await desk.reload()).ranked;
  expect(desk.current.knowledge.articles.has('opening-hours')).toBe(true);
  expect(rules()).toContain('front-matter-yaml');
  await cp(folder, copy, { recursive: true });
  expect((await loadDesk(copy)).knowledge.articles.has('opening-hours')).toBe(false);
  await writeFile(file, whole);
  await (await desk.reload()).ranked;
  expect(rules()).not.toContain('front-matter-yaml');
}, 120_000);

it('learns a folder in a process of its own at first, and finds what that kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-first-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp('./test/fixtures/small-desk', folder, { recursive: true });
  // Unlike all that earlier runs kept.
  await appendFile(join(folder, 'articles/opening-hours.md'), `\n${randomUUID()}\n`);
  const loader = new DeskLoader();
  onTestFinished(() => loader.close());
  expect([...(await loader.load(folder)).known.keys()]).toContain('own');
  // What changes later is learned in a thread, which hears of the next change sooner.
  await appendFile(join(folder, 'articles/opening-hours.md'), `\n${randomUUID()}\n`);
  expect((await loader.load(folder)).known.size).toBe(0);
}, 120_000);

it('learns a folder of more than 2,000 articles in a process of its own, and finds what that kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-large-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'articles'));
  // Unlike all that earlier runs kept.
  const text = randomUUID();
  for (let n = 0; n <= 2_000; n++)
    await writeFile(
      join(folder, `articles/room-${n}.md`),
      `---\ntitle: Room ${n}\nquestions:\n  - where is room ${n}\n---\n\nBehind door ${n}. ${text}\n`,
    );
  const loader = new DeskLoader();
  expect([...(await loader.load(folder)).known.keys()]).toContain('own');
  const desk = await LiveDesk.open(folder, loader);
  onTestFinished(() => desk.close());
  await (await desk.reload()).ranked;
  const [hit] = desk.current.knowledge.answer('where is room 1234').hits;
  expect(hit?.passage?.text).toBe(`Behind door 1234. ${text}`);
}, 180_000);

it('answers as before from a folder that grew past 2,000 articles and is as before again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'firstline-grows-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'articles/rooms'), { recursive: true });
  // Unlike all that earlier runs kept.
  const text = randomUUID();
  const write = (file: string, thing: string): Promise<void> =>
    writeFile(
      join(folder, `articles/${file}.md`),
      `---\ntitle: ${thing}\nquestions:\n  - where is ${thing}\n---\n\nBehind ${thing}. ${text}\n`,
    );
  for (const thing of ['tundra', 'walnut', 'lantern']) await write(thing, thing);
  const desk = await LiveDesk.open(folder);
  onTestFinished(() => desk.close());
  const answer = () => {
    const { hits, ...rest } = desk.current.knowledge.answer('where is the walnut');
    return { ...rest, hits: hits.map(({ article, score, confidence }) => [article.id, score, confidence]) };
  };
  // The thread that loads changes knows the folder from now on.
  await write('kettle', 'kettle');
  await (await desk.reload()).ranked;
  const before = answer();
  expect(before.hits[0]?.[0]).toBe('walnut');
  for (let n = 0; n < 2_000; n++) await write(`rooms/room-${n}`, `room ${n}`);
  await (await desk.reload()).ranked;
  expect(answer()).not.toEqual(before);
  await rm(join(folder, 'articles/rooms'), { recursive: true });
  await (await desk.reload()).ranked;
  expect(answer()).toEqual(before);
}, 180_000);

it('opens a folder with nothing in it', async () => {
  const { knowledge, diagnostics } = await loadDesk('/nowhere/at/all');
  expect(knowledge.answer('anything').kind).toBe('fallback');
  expect(diagnostics.length).toBeGreaterThan(0);
}, 120_000);
