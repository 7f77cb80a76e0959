/** What happens in a step: somebody says, presses or sends something, or the world changes. */
export type Happening =
  | { readonly kind: 'says'; readonly text: string }
  /** A button by its label: of the last replies, else the last one before that had it. */
  | { readonly kind: 'presses'; readonly label: string }
  | { readonly kind: 'sends'; readonly files: readonly SentFile[]; readonly text: string }
  | { readonly kind: 'passes'; readonly ms: number }
  | { readonly kind: 'restarts' }
  | { readonly kind: 'opens' }
  | { readonly kind: 'ages' }
  /** The folder answers a question that it did not answer when it was asked. */
  | { readonly kind: 'answers'; readonly question: string }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'speaks'; readonly lang: string }
  | { readonly kind: 'vouches'; readonly email: string }
  | { readonly kind: 'staff-reads' }
  /** Staff do something with a work order; what the requester is told comes by itself. */
  | { readonly kind: 'staff'; readonly number: string; readonly does: string }
  | { readonly kind: 'edits'; readonly file: string; readonly text: string; readonly by: string };

export interface SentFile {
  readonly name: string;
  readonly bytes: number;
}

/** One step of a transcript: who does what, and what the desk's replies must have. */
export interface Step {
  readonly line: number;
  readonly user: string;
  readonly written: string;
  readonly happens: Happening;
  readonly expects: readonly string[];
}

/**
 * Reads a transcript. `> ` is what the requester types, `> NAME: ` another requester; `> [Label]` presses
 * a button, `> (sends a.png, 20 KB) text` sends files. `~ ` is what happens around: `~ 2 days pass`,
 * `~ the server restarts`, `~ the chat opens`, `~ the timer fires`, `~ the zone is Asia/Tokyo`,
 * `~ the channel says de`,
 * `staff {number}: reply …` is what staff do, `{number 2}` the second work order that was filed.
 * `~ "a question" has an answer at last`, `~ staff read what it brings along`, `~ the channel vouches for ann@mail.example`, `~ in work-orders/a.md "this" becomes "that"`. Below a
 * step each line must stand in the replies, `[Label]` must be offered, `! ` must not stand there,
 * `(…)` is a note.
 */
export function readTranscript(markdown: string): readonly Step[] {
  const steps: (Omit<Step, 'expects'> & { expects: string[] })[] = [];
  for (const [index, text] of markdown.split('\n').entries()) {
    const said = /^> ?(?:([A-Z]{2,}): )?(.*)$/.exec(text);
    const around = /^~ (.*)$/.exec(text);
    const staff = /^staff (\{number(?: \d)?\}): (.+)$/.exec(text);
    const happens = said
      ? readSaid(said[2] ?? '')
      : (around && readAround(around[1] ?? '', index + 1)) || readStaff(staff);
    const user = said ? (said[1] ?? 'REQUESTER') : (steps.at(-1)?.user ?? 'REQUESTER');
    if (happens)
      steps.push({ line: index + 1, user, written: text.replace(/^[>~] ?/, ''), happens, expects: [] });
    else if (text.trim() && !/^[#(]/.test(text)) steps.at(-1)?.expects.push(text.trim());
  }
  return steps;
}

const readStaff = (staff: RegExpExecArray | null): Happening | undefined =>
  staff ? { kind: 'staff', number: staff[1] ?? '', does: staff[2] ?? '' } : undefined;

function readSaid(text: string): Happening {
  const pressed = /^\[(.+)\]$/.exec(text);
  if (pressed) return { kind: 'presses', label: pressed[1] ?? '' };
  const sent = /^\(sends (.+?)\) ?(.*)$/.exec(text);
  return sent
    ? { kind: 'sends', files: readFiles(sent[1] ?? ''), text: sent[2] ?? '' }
    : { kind: 'says', text };
}

/** "a.png, 20 KB and b.pdf, 6 MB". */
const readFiles = (text: string): readonly SentFile[] =>
  text.split(' and ').map((one) => {
    const [, name = '', size = '1', unit = 'KB'] = /^(\S+?)(?:, (\d+) (KB|MB))?$/.exec(one) ?? [];
    return { name, bytes: Number(size) * (unit === 'MB' ? 1_000_000 : 1000) };
  });

const units = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

function readAround(text: string, line: number): Happening {
  const [, count, unit] = /^(\d+) (minute|hour|day)s? pass(?:es)?$/.exec(text) ?? [];
  if (unit === 'minute' || unit === 'hour' || unit === 'day')
    return { kind: 'passes', ms: Number(count) * units[unit] };
  if (text === 'the server restarts') return { kind: 'restarts' };
  if (text === 'the chat opens') return { kind: 'opens' };
  if (text === 'the timer fires') return { kind: 'ages' };
  if (text === 'staff read what it brings along') return { kind: 'staff-reads' };
  const [, question] = /^"(.+)" has an answer at last$/.exec(text) ?? [];
  if (question) return { kind: 'answers', question };
  const [, zone] = /^the zone is (\S+)$/.exec(text) ?? [];
  if (zone) return { kind: 'zone', zone };
  const [, lang] = /^the channel says (\S+)$/.exec(text) ?? [];
  if (lang) return { kind: 'speaks', lang };
  const [, email] = /^the channel vouches for (\S+)$/.exec(text) ?? [];
  if (email) return { kind: 'vouches', email };
  const [, file, before, by] = /^in (\S+) "(.+)" becomes "(.*)"$/.exec(text) ?? [];
  if (file && before && by !== undefined) return { kind: 'edits', file, text: before, by };
  throw new Error(`line ${line}: nobody knows what "~ ${text}" means; readTranscript tells what there is`);
}
