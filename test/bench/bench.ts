import { parseArgs } from 'node:util';
import { loadContent } from '../../src/check/load-content.ts';
import { benchAnswers, tableOf } from './answers.ts';
import { benchFile } from './file.ts';
import { benchInstances } from './instances.ts';
import { benchMemory } from './memory.ts';
import { benchPage } from './page.ts';
import { benchRelay } from './relay.ts';
import { benchStart } from './start.ts';
import { asTable } from './table.ts';
import { benchTurn } from './turn.ts';

/**
 * The published figures, each beside its peers and its limit in the same run:
 * `npm run bench -- [name] [--json] [--rounds N] [--turns N] [--knowledge DIR]`, without a name all of them.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    turns: { type: 'string', default: '100000' },
    knowledge: { type: 'string', default: './knowledge' },
  },
});
const rounds = Number(values.rounds);

interface Measurement {
  readonly rows: readonly object[];
  readonly table: string;
}

const benchmarks: Readonly<Record<string, () => Promise<Measurement>>> = {
  answers: async () => {
    const { articles, desk } = await loadContent(values.knowledge);
    const rows = benchAnswers(articles, desk.synonyms);
    return { rows, table: tableOf(rows) };
  },
  turn: () => plainly(benchTurn({ rounds })),
  instances: () => plainly(benchInstances({ rounds })),
  file: () => plainly(benchFile({ rounds })),
  relay: () => plainly(benchRelay({ rounds })),
  start: () => plainly(benchStart({ rounds })),
  page: () => plainly(benchPage({ rounds })),
  memory: () => plainly(benchMemory({ turns: Number(values.turns) })),
};

async function plainly(measured: Promise<readonly object[]>): Promise<Measurement> {
  const rows = await measured;
  return { rows, table: asTable(rows) };
}

const unknown = positionals.find((name) => !Object.hasOwn(benchmarks, name));
if (unknown !== undefined) {
  process.stderr.write(`No benchmark named ${unknown}: there are ${Object.keys(benchmarks).join(', ')}.\n`);
  process.exitCode = 2;
} else {
  const wanted = Object.entries(benchmarks).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  );
  const all = new Map<string, readonly object[]>();
  for (const [name, run] of wanted) {
    const { rows, table } = await run();
    all.set(name, rows);
    if (!values.json) process.stdout.write(`${name}\n${table}\n\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(Object.fromEntries(all))}\n`);
}
