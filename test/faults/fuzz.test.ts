import { randomInt, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Channel, openChannel } from '../chat/bot-framework/channel.ts';
import { generateToken } from '../chat/direct-line/client.ts';
import { leaksIn } from '../personal.ts';
import { type Postgres, startPostgres } from '../postgres.ts';
import { ENGINES } from '../storage/engines.ts';
import { effort, upTo } from './effort.ts';
import { type Said, talk } from './fuzz/form-target.ts';
import { type FuzzedServer, staffTokens, startFuzzed } from './fuzz/fuzzed-server.ts';
import { staffApi } from './fuzz/staff-target.ts';
import { directLine, type Known, messages, type Shot } from './fuzz/targets.ts';

/** Inputs to each of four targets on each of two engines: 5,000 or 100,000 together. */
const inputs = upTo({ short: 625, long: 12_500 });
/** How many are under way at once. */
const together = 5;
/** The short form tries the same each time: what it finds is found by whoever made the change. */
const seed = Number(process.env.FUZZ_SEED ?? (effort === 'short' ? 20_261_126 : randomInt(2 ** 31)));

describe.each(ENGINES)(`hostile input, seed ${seed}, on %s`, (engine) => {
  let folder = '';
  let postgres: Postgres | undefined;
  let channel: Channel;
  let server: FuzzedServer;
  let known: Known;
  const memory: number[] = [];
  const answered = new Map<number, number>();

  beforeAll(async () => {
    console.info(`fuzz on ${engine}: FUZZ_SEED=${seed}, ${inputs} inputs a target`);
    folder = mkdtempSync(join(tmpdir(), 'firstline-fuzz-'));
    postgres = engine === 'postgres' ? await startPostgres() : undefined;
    const url = (await postgres?.createDatabase()) ?? `sqlite:${join(folder, 'desk.sqlite')}`;
    [channel, server] = await Promise.all([openChannel(), startFuzzed(folder, url)]);
    known = {
      serviceUrl: channel.serviceUrl,
      tokens: Object.values(staffTokens),
      visits: await Promise.all(Array.from({ length: 40 }, begin)),
      numbers: await file(),
    };
  });
  afterAll(async () => {
    await server?.stop();
    await channel?.close();
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const begin = async () => {
    const visit = await generateToken(server.url, { 'x-forwarded-for': `203.0.113.${randomInt(250)}` });
    await fetch(`${server.url}/v3/directline/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${visit.token}` },
    });
    return visit;
  };
  /** Numbers of work orders, filed as people file them. */
  const file = async (): Promise<readonly string[]> => {
    const filing = [
      ...['open a work order', 'sign in trouble', 'ann@mail.example', 'the password', 'skip', 'skip', 'skip'],
      ...['My phone asks for it again and again', 'skip', 'send it'],
    ];
    const heard = await Promise.all(
      Array.from({ length: 5 }, () => converse(filing.map((one) => ({ text: one })))),
    );
    return [...new Set([...heard.join(' ').matchAll(/WO-\w{4}-\w{4}/g)].map(([number]) => number))];
  };

  const fire = async ({ method, path, headers, body }: Shot): Promise<void> => {
    const response = await fetch(server.url + path, {
      method,
      headers,
      ...(body !== undefined && { body: payload(body) }),
    });
    const answer = await response.text();
    answered.set(response.status, (answered.get(response.status) ?? 0) + 1);
    const calm = response.status < 500 || (response.status === 501 && path === '/api/messages');
    if (!calm || /\n\s+at /.test(answer)) throw new Error(`${response.status} ${answer.slice(0, 500)}`);
  };
  const payload = (body: NonNullable<Shot['body']>): string | FormData => {
    if (typeof body === 'string') return body;
    const form = new FormData();
    for (const [name, file, content] of body) form.append(name, new Blob([content]), file);
    return form;
  };

  /** Says one after the other in a conversation of its own; gives what was heard. */
  const converse = async (said: readonly Said[]): Promise<string> => {
    const conversation = randomUUID();
    const heard: string[] = [];
    let offered: readonly string[] = [];
    for (const one of said) {
      const chosen = 'choice' in one ? offered[one.choice % Math.max(1, offered.length)] : undefined;
      const what =
        'text' in one
          ? { text: one.text }
          : chosen === undefined
            ? { text: 'yes' }
            : { value: { choice: chosen } };
      const response = await fetch(`${server.url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          ...{
            type: 'message',
            id: randomUUID(),
            channelId: 'emulator',
            serviceUrl: channel.serviceUrl,
            deliveryMode: 'expectReplies',
          },
          ...{
            conversation: { id: conversation },
            from: { id: conversation },
            recipient: { id: 'bot' },
            ...what,
          },
        }),
      });
      const answer = await response.text();
      if (response.status !== 200) throw new Error(`${response.status} ${answer.slice(0, 500)}`);
      offered = [...answer.matchAll(/"choice":"((?:[^"\\]|\\.)*)"/g)].map(([, value]) =>
        JSON.parse(`"${value}"`),
      );
      heard.push(answer);
    }
    return heard.join('\n');
  };

  const volley = (shots: fc.Arbitrary<Shot>): Promise<void> =>
    fc.assert(
      fc.asyncProperty(fc.array(shots, { minLength: together, maxLength: together }), async (some) => {
        await Promise.all(some.map(fire));
        expect(server.ended()).toBeUndefined();
      }),
      // A conversation remembers what was said to it, so that a smaller input does not mean the same again.
      { seed, numRuns: Math.ceil(inputs / together), endOnFailure: true },
    );

  it('to POST /api/messages', () => volley(messages(known)));
  it('to Direct Line and the page', () => volley(directLine(known)));
  it('to every operation of the staff API', async () => {
    expect(known.numbers.length).toBeGreaterThan(2);
    const document = await (await fetch(`${server.url}/api/openapi.json`)).json();
    const { shots, operations } = staffApi(document, known);
    expect(operations.length).toBeGreaterThan(14);
    await volley(shots);
    memory.push(await server.memory());
  });
  it('to the form', async () => {
    let said = 0;
    const opened = [{ text: 'open a work order' }, { choice: 0 }];
    await fc.assert(
      fc.asyncProperty(fc.array(talk, { minLength: 3, maxLength: 3 }), async (talks) => {
        if (said >= inputs) return;
        said += talks.flat().length + 6;
        await Promise.all(
          talks.map((one, at) => converse([opened[0] ?? { choice: 0 }, { choice: at * 2 }, ...one])),
        );
        expect(server.ended()).toBeUndefined();
      }),
      { seed, numRuns: inputs, endOnFailure: true },
    );
    expect(said).toBeGreaterThanOrEqual(inputs);
    memory.push(await server.memory());
  });

  it('leaves it serving, with no fault in its log, nothing personal there, and no more memory than before', async () => {
    // The same again: what grows by each input would have grown by as much again.
    await volley(messages(known));
    memory.push(await server.memory());
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    const lines = server.log().split('\n').filter(Boolean);
    const faults = lines.filter(
      (one) => z.object({ level: z.number().max(40) }).safeParse(readable(one)).success === false,
    );
    expect(faults.slice(0, 5)).toEqual([]);
    expect(leaksIn(server.log(), new Set(known.visits.map(({ token }) => token)))).toEqual([]);
    const [first = 0, , last = 0] = memory;
    console.info(`fuzz on ${engine}: answered ${JSON.stringify([...answered].toSorted())}`);
    // A door that is shut to everything proves nothing.
    expect(answered.get(200)).toBeGreaterThan(inputs / 2);
    console.info(
      `fuzz on ${engine}: ${memory.map((one) => `${Math.round(one / 1e5) / 10} MB`).join(', ')} in use`,
    );
    expect(last).toBeLessThan(first + 25e6);
    expect(await server.stop()).toBe(0);
  });
});

const readable = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
};
