import { readdirSync, readFileSync } from 'node:fs';
import { posix, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Who may import what, besides itself. Type imports count; `type:` allows them alone. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  content: ['recent.ts'],
  desk: ['content'],
  knowledge: ['content', 'package-root.ts', 'recent.ts'],
  'work-orders': ['content', 'limits.ts', 'recent.ts'],
  conversation: ['desk', 'knowledge', 'work-orders', 'limits.ts'],
  check: ['content', 'desk', 'knowledge', 'work-orders', 'package-root.ts'],
  notifications: ['desk', 'knowledge', 'work-orders', 'within.ts'],
  // The ledger applies the rules of work orders inside its transaction; everything else it takes as types.
  storage: [
    'work-orders',
    'type:conversation',
    'type:notifications',
    'type:chat',
    'type:staff',
    'type:http',
    'limits.ts',
    'recent.ts',
  ],
  http: ['limits.ts', 'within.ts'],
  chat: [
    'http',
    'conversation',
    'desk',
    'knowledge',
    'work-orders',
    'limits.ts',
    'package-root.ts',
    'recent.ts',
    'within.ts',
  ],
  staff: [
    'http',
    'conversation',
    'desk',
    'knowledge',
    'work-orders',
    'storage',
    'notifications',
    'limits.ts',
  ],
  cli: [
    'check',
    'content',
    'conversation',
    'desk',
    'knowledge',
    'work-orders',
    'storage',
    'notifications',
    'config.ts',
    'live-desk',
    'open-desk.ts',
    'package-root.ts',
  ],
  // Numbers alone.
  'limits.ts': [],
  'recent.ts': [],
  'within.ts': [],
  'build.ts': ['chat', 'package-root.ts'],
  'package-root.ts': [],
  'config.ts': [],
  'live-desk': [
    'check',
    'content',
    'desk',
    'knowledge',
    'work-orders',
    'package-root.ts',
    'type:conversation',
  ],
  'open-desk.ts': [
    'conversation',
    'desk',
    'knowledge',
    'work-orders',
    'storage',
    'live-desk',
    'type:config.ts',
  ],
  'main.ts': ['config.ts', 'live-desk', 'serve.ts', 'cli'],
  'start-deliveries.ts': [
    'type:config.ts',
    'type:open-desk.ts',
    'type:chat',
    'conversation',
    'notifications',
    'storage',
  ],
  'log.ts': ['type:conversation', 'work-orders'],
  'metrics.ts': ['type:conversation', 'type:storage'],
  'cannot-listen.ts': ['config.ts'],
  'serve.ts': [
    'cannot-listen.ts',
    'start-deliveries.ts',
    'log.ts',
    'metrics.ts',
    'config.ts',
    'open-desk.ts',
    'type:live-desk',
    'cli',
    'chat',
    'http',
    'staff',
    'content',
    'conversation',
    'storage',
    'desk',
    'check',
    'notifications',
    'knowledge',
    'work-orders',
  ],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(sep).join('/'))
  .filter((file) => file.endsWith('.ts'));

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(`src/${file}`, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?([^;'"]*?from\s+)?['"]([^'"]+)['"]/gm)].map(
    (found) => ({
      file,
      target: found[3] ?? '',
      typeOnly: found[1] !== undefined || onlyTypes(found[2] ?? ''),
    }),
  );
}

/** `{ type A, type B }` brings types alone. */
const onlyTypes = (clause: string): boolean => {
  const names = /\{([^}]*)\}/
    .exec(clause)?.[1]
    ?.split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return names !== undefined && names.length > 0 && names.every((one) => one.startsWith('type '));
};

const roomOf = (file: string): string => file.split('/')[0] ?? file;
const all = sources.flatMap(importsOf);

/** All that the file imports, and what that imports: of what counts, and itself only where that leads back. */
function reachedFrom(file: string, counts: (one: Import) => boolean = () => true): ReadonlySet<string> {
  const reached = new Set<string>();
  const follow = (from: string): void => {
    for (const one of all.filter((each) => each.file === from && each.target.startsWith('.') && counts(each)))
      reached.add(pathOf(one));
  };
  follow(file);
  for (const one of reached) follow(one);
  return reached;
}

const pathOf = ({ file, target }: Import): string => posix.join(posix.dirname(file), target);

function isAllowed(one: Import): boolean {
  const { file, typeOnly } = one;
  const path = pathOf(one);
  const room = roomOf(path);
  if (room === roomOf(file)) return true;
  const rules = allowed[roomOf(file)] ?? [];
  return rules.includes(room) || rules.includes(path) || (typeOnly && rules.includes(`type:${room}`));
}

describe('who may import whom', () => {
  it('finds the imports', () => expect(all.length).toBeGreaterThan(100));

  it('keeps to the plan of the house', () => {
    const wrong = all.filter((one) => one.target.startsWith('.') && !isAllowed(one));
    expect(wrong.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('leads from no file back to itself', () => {
    expect(sources.filter((file) => reachedFrom(file).has(file))).toEqual([]);
  });

  it('opens a desk that was learned before without what reads Markdown, so that a server starts at once', () => {
    const loaded = reachedFrom('main.ts', ({ typeOnly }) => !typeOnly);
    expect([...loaded]).toContain('live-desk/live-desk.ts');
    expect([...loaded].filter((file) => /^check|^conversation|^storage|worker/.test(file))).toEqual([]);
    const packages = all.filter((one) => loaded.has(one.file) && !one.typeOnly).map(({ target }) => target);
    expect(packages.filter((target) => /remark|gray-matter|yaml/.test(target))).toEqual([]);
  });

  it('keeps the SDK in chat and restify in http', () => {
    const sdk = all.filter(({ target }) => /^(botbuilder|botframework-|restify)/.test(target));
    const outside = sdk.filter(({ file }) => !['chat', 'http'].includes(roomOf(file)));
    expect(outside.map(({ file, target }) => `${file} -> ${target}`)).toEqual([]);
  });

  it('finds a wrong import', () => {
    expect(isAllowed({ file: 'content/place.ts', target: '../desk/phrases.ts', typeOnly: true })).toBe(false);
    expect(isAllowed({ file: 'storage/ledger.ts', target: '../conversation/form.ts', typeOnly: false })).toBe(
      false,
    );
  });
});

describe('a desk that a test serves', () => {
  it('is served where its log is read, and nowhere else', () => {
    const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.ts'),
    );
    const serving = tests.filter((one) =>
      /\bstart\b[^;]*from '[./]+src\/serve\.ts'/.test(readFileSync(`test/${one}`, 'utf8')),
    );
    // The second is refused before it logs.
    expect(serving.toSorted()).toEqual(['main.test.ts', 'served.ts']);
  });
});
