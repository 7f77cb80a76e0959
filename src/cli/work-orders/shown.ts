import type { Storage } from '../../storage/storage.ts';
import { deskTime, plain, plainLine, table } from '../printed.ts';

interface Allowed {
  readonly deeds: readonly string[];
  readonly moves: readonly string[];
}

type Detail = NonNullable<Awaited<ReturnType<Storage['staff']['find']>>>;

/** One work order as people read it; times are told in the desk's `zone`. */
export function shown(one: Detail, zone: string): string {
  const parts = [
    head(one, zone),
    section('Fields', table(one.fields.map(({ label, value }) => [label, plainLine(value ?? '')]))),
    section(
      'Files',
      table(one.attachments.map(({ id, name, bytes }) => [plainLine(name), `${bytes} bytes`, id])),
    ),
    section('What led to it', one.continuity === null ? '' : background(one.continuity)),
    section('History', one.timeline.map((each) => event(each, zone)).join('\n')),
    `Staff may now: ${allowedIn(one.allowed)}.`,
  ];
  return parts.filter(Boolean).join('\n\n');
}

export const allowedIn = ({ deeds, moves }: Allowed): string =>
  [...deeds, ...moves.map((to) => `move to ${to}`)].join(', ') || 'nothing';

const section = (title: string, body: string): string =>
  body === '' ? '' : `${title}\n${body.replace(/^/gm, '  ')}`;

function head(one: Detail, zone: string): string {
  const time = (iso: string): string => deskTime(iso, zone);
  const { number, status, priority, queue, assignee, version } = one;
  const contact =
    one.contact === null
      ? ''
      : `, ${one.contact.verifiedAt === null ? 'unverified ' : ''}${one.contact.address}`;
  return [
    `${number}  ${status}, ${priority}, queue ${queue}, ${assignee ?? 'taken by nobody'}, version ${version}`,
    plainLine(one.subject),
    `Filed ${time(one.filedAt)} by ${plainLine(one.requester)}${plainLine(contact)}`,
    `First answer due ${time(one.firstResponseDue)}, solution due ${time(one.resolutionDue)}${one.overdue ? ': overdue' : ''}`,
    ...(one.followUpOf === null ? [] : [`Goes on with ${one.followUpOf}`]),
    ...(one.rating === null
      ? []
      : [`Rated ${one.rating.score} of 5 ${plainLine(one.rating.comment ?? '')}`.trim()]),
    ...one.references.map(({ system, reference }) => plainLine(`In ${system}: ${reference}`)),
  ].join('\n');
}

function background({ question, shown: articles, transcript }: NonNullable<Detail['continuity']>): string {
  return [
    ...(question === '' ? [] : [`Asked: ${plainLine(question)}`]),
    ...articles.map(
      ({ article, confidence, vote }) =>
        `Shown: ${article} (${Math.round(confidence * 100)} %${vote === null ? '' : `, ${vote}`})`,
    ),
    ...transcript.map(({ by, text }) => `${by}: ${indented(text)}`),
  ].join('\n');
}

/** What changed as `name: value`, and what somebody wrote on lines of its own. */
function event({ at, actor, change }: Detail['timeline'][number], zone: string): string {
  const { kind, text, ...rest } = change;
  const facts = Object.entries(rest).map(([name, value]) => `${name}: ${told(value)}`);
  const line = `${deskTime(at, zone)}  ${plainLine(actor.id)}  ${[kind, ...facts].join(', ')}`;
  return typeof text === 'string' ? `${line}\n    ${indented(text)}` : line;
}

const told = (value: unknown): string =>
  plainLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'));

const indented = (text: string): string => plain(text).trim().replace(/\n/g, '\n    ');
