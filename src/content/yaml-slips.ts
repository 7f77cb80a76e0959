import type { Scalar, YAMLError, Document as YamlDocument, Node as YamlNode } from 'yaml';
import { isScalar, isSeq, visit } from 'yaml';
import type { Finding } from './diagnostic.ts';

/** A slip in YAML, said in the words of who typed it: the parser's own are of nodes and tokens. */
export interface Slip {
  /** UTF-16 code units from the beginning of what was parsed. */
  readonly offset: number;
  readonly finding: Finding;
}

/** What the parser stumbled over. */
interface Stumble {
  readonly matter: string;
  readonly parsed: YamlDocument;
  readonly code: YAMLError['code'];
  /** The parser's first line says what; the rest draws the source, which the place already shows. */
  readonly said: string;
  readonly offset: number;
}

/** `isLocal` where what comes behind is read as it is meant. */
interface Explained extends Slip {
  readonly isLocal: boolean;
}

/** Far behind the first ones nobody reads them, and a hostile file has thousands. */
const most = 5;

/** One slip makes the parser stumble many times over: told is what was surely meant, and one a line. */
export function slipsOf(matter: string, parsed: YamlDocument): Slip[] {
  const stumbled = [...parsed.errors, ...parsed.warnings].map(({ code, message, pos }) => {
    const stumble = { matter, parsed, code, said: message.split('\n', 1)[0] ?? '', offset: pos[0] };
    return { offset: pos[0], slip: () => explain(stumble) };
  });
  const unwanted = refused(matter, parsed).map((slip) => ({ offset: slip.offset, slip: () => slip }));
  const lines = new Set<number>();
  const told: Explained[] = [];
  for (const one of [...stumbled, ...unwanted].toSorted((a, b) => a.offset - b.offset)) {
    if (told.length === most || told.at(-1)?.isLocal === false) break;
    const line = lineStart(matter, one.offset);
    if (lines.has(line)) continue;
    const slip = one.slip();
    lines.add(line).add(lineStart(matter, slip.offset));
    told.push(slip);
  }
  return told;
}

const local = (offset: number, found: string, expected: string): Explained => ({
  offset,
  finding: { found, expected },
  isLocal: true,
});
const misleading = (offset: number, found: string, expected: string): Explained => ({
  offset,
  finding: { found, expected },
  isLocal: false,
});

const quoteRemedy = 'quotes around text that has a colon or begins with a sign';

function explain(stumble: Stumble): Explained {
  const { code, said, offset } = stumble;
  if (said.includes('call stack'))
    return misleading(offset, 'front matter nested too deeply', 'a few levels');
  switch (code) {
    case 'DUPLICATE_KEY':
      return secondKey(stumble);
    case 'TAB_AS_INDENT':
      return local(offset, 'tab', 'spaces at the start of a line');
    case 'BAD_SCALAR_START':
      return local(offset, 'sign at the start of a text', quoteRemedy);
    case 'TAG_RESOLVE_FAILED':
      return local(offset, 'tag beginning with `!`', quoteRemedy);
    case 'BAD_DQ_ESCAPE':
      return local(offset, '`\\` between double quotes', "single quotes `'` around the text");
    case 'MULTIPLE_DOCS':
      return misleading(offset, 'second YAML document', 'one block between two lines of `---`');
    case 'BLOCK_AS_IMPLICIT_KEY':
      return colonOrColumn(stumble);
    case 'UNEXPECTED_TOKEN':
      return textBehind(stumble) ?? unknown(stumble);
    default:
      return lineSlip(stumble) ?? neverClosed(stumble) ?? wrongColumn(stumble) ?? unknown(stumble);
  }
}

const unknown = ({ said, offset }: Stumble): Explained =>
  misleading(offset, `front matter (${said})`, 'YAML such as `title: A few words`');

/** Where the map that has the key first says where. */
function secondKey({ matter, parsed, offset }: Stumble): Explained {
  const [key = ''] = /^[^\s:]*/.exec(matter.slice(offset)) ?? [];
  let first: number | undefined;
  visit(parsed, {
    Map: (_, { items }) => {
      const keys = items.flatMap((item) => (isScalar(item.key) ? [item.key] : []));
      if (!keys.some((one) => one.range?.[0] === offset)) return undefined;
      first = keys.find((one) => one.value === key)?.range?.[0];
      return visit.BREAK;
    },
  });
  const where = first === undefined ? '' : ` (first: line ${matter.slice(0, first).split('\n').length})`;
  return local(offset, `second \`${key}\``, `each key once${where}`);
}

/** A colon inside a text, or a key below that does not stand where it should: the parser says the same of both. */
function colonOrColumn(stumble: Stumble): Explained {
  const { matter, offset, said } = stumble;
  const { text, to } = lineAt(matter, offset);
  if (said.includes('sequence')) return outOfColumn(matter, lineStart(matter, offset));
  if (/:[ \t].*:(?:[ \t]|$)/.test(text)) return local(offset, '`: ` inside a text', quoteRemedy);
  return outOfColumn(matter, to + 1);
}

function wrongColumn({ code, matter, said, offset }: Stumble): Explained | undefined {
  const isColumn = code === 'BAD_INDENT' || said.startsWith('Sequence item without');
  return isColumn ? outOfColumn(matter, lineStart(matter, offset)) : undefined;
}

/** The line that begins at an offset stands too far to the left or to the right. */
function outOfColumn(matter: string, from: number): Explained {
  const { text } = lineAt(matter, from);
  const indented = /^[ \t]*/.exec(text)?.[0].length ?? 0;
  const key = /^(?:- +)?([\w-]+):/.exec(text.trimStart())?.[1];
  const found = text.trimStart().startsWith('- ') || key === undefined ? '`- `' : `\`${key}\``;
  return misleading(
    from + indented,
    `column of ${found}`,
    'keys that belong together, and the `- ` of one list, straight below each other',
  );
}

/** What may stand behind a quote or a bracket that closes is a comma or the end of the line. */
function textBehind({ matter, said, offset }: Stumble): Explained | undefined {
  const before = matter.slice(lineStart(matter, offset), offset).trimEnd();
  if (said.includes('on same line with key'))
    return misleading(offset, '`- ` behind a key', 'each item on a line of its own behind `- `');
  if (/["']$/.test(before))
    return misleading(
      offset,
      `text behind a closing \`${before.at(-1)}\``,
      'quotes of the other kind around the whole text',
    );
  if (/[\]}]$/.test(before))
    return misleading(offset, `text behind \`${before.at(-1)}\``, 'quotes around the whole text');
  if (/(?:: +|- +)[|>]\S*$/.test(before))
    return misleading(offset, `\`${before.at(-1)}\` at the start of a text`, quoteRemedy);
  return undefined;
}

/** A quote or a bracket is missed only where the text or the list should have ended, lines below. */
function neverClosed({ matter, parsed, said, offset }: Stumble): Explained | undefined {
  const sign = /closing (["'])quote/.exec(said)?.[1] ?? /^Flow.*end with a ([\]}])/.exec(said)?.[1];
  if (sign === undefined) return undefined;
  const opening = sign === ']' ? '[' : sign === '}' ? '{' : sign;
  let at: number | undefined;
  visit(parsed, {
    Node: (_, node) => {
      const [from = 0, to = 0] = node.range ?? [];
      if (from <= offset && offset <= to + 1 && matter[from] === opening) at = from;
    },
  });
  return misleading(at ?? offset, `\`${opening}\` that nothing closes`, `\`${sign}\` at the end`);
}

const byLine: readonly { readonly looks: RegExp; readonly found: string; readonly expected: string }[] = [
  {
    looks: /^[ \t]*(?:- )?(?:[\w-]+:)?\u00A0/,
    found: 'no-break space',
    expected: 'an ordinary space: type it anew',
  },
  { looks: /^\s*[*•·–—]\s/, found: 'sign before a list item', expected: '`- `' },
  {
    looks: /^\s*(?:- )?[\w-]+:(?!\/\/)\S/,
    found: 'colon without a space behind it',
    expected: '`: ` between a key and its text',
  },
  { looks: /^\s*(?:- )?[\w-]+\s*=/, found: '`=` behind a key', expected: '`: ` between a key and its text' },
];

/** What the line that the parser gave up at looks like. */
function lineSlip({ code, said, matter, offset }: Stumble): Explained | undefined {
  const { text, from } = lineAt(matter, offset);
  const start = from + (/^[ \t]*/.exec(text)?.[0].length ?? 0);
  const known = byLine.find(({ looks }) => looks.test(text));
  if (known !== undefined) return misleading(start, known.found, known.expected);
  if (code === 'BAD_ALIAS') return local(offset, `\`${matter[offset]}\` at the start of a text`, quoteRemedy);
  const isKeyless = code === 'MULTILINE_IMPLICIT_KEY' || said.includes('need to be followed by map values');
  if (!isKeyless) return undefined;
  return misleading(
    start,
    'line without a key',
    '`key: text`; a line that goes on with a text begins further in',
  );
}

/** What YAML has a use for, and a knowledge folder has none. */
function refused(matter: string, parsed: YamlDocument): Explained[] {
  const slips: Explained[] = [];
  const startOf = (node: YamlNode): number => node.range?.[0] ?? 0;
  visit(parsed, {
    Alias: (_, node) => {
      slips.push(
        local(
          startOf(node),
          `alias \`*${node.source}\``,
          'the text itself, or quotes around a text that begins with `*`',
        ),
      );
    },
    Value: (_, node) => {
      if (node.anchor === undefined) return;
      const at = matter.lastIndexOf('&', startOf(node));
      slips.push(local(Math.max(0, at), 'anchor beginning with `&`', quoteRemedy));
    },
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || pair.key.value !== '__proto__') return;
      slips.push(local(startOf(pair.key), 'key `__proto__`', 'a key that the manual names'));
    },
  });
  return slips;
}

/** What is read, and hardly as it was meant: nothing of it may be lost in silence. */
export function doubtsOf(matter: string, parsed: YamlDocument): Slip[] {
  const doubts: Slip[] = [];
  visit(parsed, {
    Node: (_, node, path) => {
      const joined = isScalar(node) && isSeq(path.at(-1)) ? joinedItem(matter, node) : undefined;
      doubts.push(...[joined, cutOff(matter, node)].flatMap((doubt) => doubt ?? []));
    },
  });
  return doubts.slice(0, most);
}

/** An item that is indented further than the one above is no item: YAML joins it to that one's text. */
function joinedItem(matter: string, { type, range }: Scalar): Slip | undefined {
  if (type !== 'PLAIN' || range == null) return undefined;
  const [from, to] = range;
  const dash = /\n[ \t]*(?=-)/.exec(matter.slice(from, to));
  if (dash === null) return undefined;
  const finding = {
    found: '`-` further in than the item above, whose text goes on with it',
    expected: 'each `- ` straight below the one above',
    severity: 'warning' as const,
  };
  return { offset: from + dash.index + dash[0].length, finding };
}

const glued = /[ \t]*(?=#[^\s#])/y;

/** `order #12`: YAML takes what begins with ` #` for a remark. A remark that is one has a space behind its `#`. */
function cutOff(matter: string, { range }: YamlNode): Slip | undefined {
  const to = range?.[1] ?? 0;
  glued.lastIndex = to;
  // A list ends with its last line.
  if (matter[to - 1] === '\n' || !glued.test(matter)) return undefined;
  const [left = ''] = /^.{0,30}/.exec(matter.slice(glued.lastIndex)) ?? [];
  const finding = {
    found: `\`${left.trimEnd()}\`, which is left out as a remark`,
    expected: 'quotes around a text that holds `#`',
    severity: 'warning' as const,
  };
  return { offset: glued.lastIndex, finding };
}

const lineStart = (matter: string, offset: number): number => matter.lastIndexOf('\n', offset - 1) + 1;

function lineAt(matter: string, offset: number): { text: string; from: number; to: number } {
  const from = lineStart(matter, offset);
  const end = matter.indexOf('\n', from);
  const to = end === -1 ? matter.length : end;
  return { text: matter.slice(from, to), from, to };
}
