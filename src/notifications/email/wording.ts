import type { FieldValue } from '../../work-orders/field.ts';
import { showField } from '../../work-orders/fields/field-codecs.ts';
import { shownStatus, type WorkOrder } from '../../work-orders/work-order.ts';
import type { ChangedWorkOrder } from '../changes.ts';
import { type Told, toldOf } from '../told.ts';
import type { DeskWords } from '../words.ts';
import type { Mail, Part } from './mail.ts';

/** Where the requester goes on, and how to get there by a button. */
export interface Link {
  readonly url: string;
}

/** To a confirmed address: what happened, and where to answer. */
export function noticeMail(changed: ChangedWorkOrder, desk: DeskWords, chat: Link): Mail {
  const { workOrder, events } = changed;
  const filed = events.some(({ change }) => change.kind === 'filed');
  const parts = [
    ...(filed ? confirmation(changed, desk) : []),
    ...worthSaying(toldOf(events)).flatMap((told) => partsOf(told, workOrder, desk)),
  ];
  return {
    subject: workOrder.subject,
    parts: [...parts, link(desk.say('mail.answer'), chat), footer(desk)],
  };
}

/** To an address that nobody has confirmed: that something was received, and nothing of what. */
export function receivedMail(
  { number }: Pick<WorkOrder, 'number'>,
  desk: DeskWords,
  { url, days }: Link & { readonly days: number },
): Mail {
  const { say, settings } = desk;
  return {
    subject: say('mail.received-subject'),
    parts: [
      text(say('mail.received', { number, desk: settings.name })),
      text(say('mail.verify', { days: String(days) })),
      link(say('mail.verify-button'), { url }),
      text(say('mail.not-yours')),
      footer(desk),
    ],
  };
}

/** To the confirmed address of a number that somebody named from another place. */
export function claimMail(
  {
    number,
    at,
    minutes,
    url,
  }: Link & Pick<WorkOrder, 'number'> & { readonly at: number; readonly minutes: number },
  desk: DeskWords,
): Mail {
  const { say, sayTime } = desk;
  return {
    subject: say('mail.claim-subject'),
    parts: [
      text(say('mail.claim', { number, time: sayTime(at) })),
      text(say('mail.claim-warning', { minutes: String(minutes) })),
      link(say('mail.claim-button'), { url }),
      footer(desk),
    ],
  };
}

function confirmation(
  changed: ChangedWorkOrder,
  { say, sayTime, settings, lang }: DeskWords,
): readonly Part[] {
  const { workOrder, type } = changed;
  const { number, firstResponseDue, resolutionDue } = workOrder;
  const filed = say('mail.filed', {
    number,
    response: sayTime(firstResponseDue),
    resolution: sayTime(resolutionDue),
  });
  const facts = (type?.fields ?? []).flatMap((field) => {
    const value = workOrder.fields[field.id];
    if (value === undefined || value === '' || field.sensitive) return [];
    return [{ label: field.label, value: shown(field, value, settings.zone, lang) }];
  });
  return [
    text(filed),
    { kind: 'facts', facts: [{ label: say('mail.type'), value: workOrder.typeTitle }, ...facts] },
    ...(type?.tip === undefined ? [] : [text(type.tip)]),
  ];
}

const LONGEST_FACT = 300;

function shown(
  field: Parameters<typeof showField>[0],
  value: FieldValue,
  zone: string,
  lang: string,
): string {
  if (field.kind === 'attachment') return String(value.split(',').length);
  const whole = showField(field, value, zone, lang);
  return whole.length <= LONGEST_FACT ? whole : `${whole.slice(0, LONGEST_FACT)}…`;
}

/** A question itself says that the work order waits for the answer. */
const worthSaying = (told: readonly Told[]): readonly Told[] =>
  told.some(({ kind }) => kind === 'asked')
    ? told.filter((one) => one.kind !== 'status' || one.to !== 'pending')
    : told;

function partsOf(told: Told, workOrder: WorkOrder, desk: DeskWords): readonly Part[] {
  const { say } = desk;
  const { number } = workOrder;
  switch (told.kind) {
    case 'comment':
      return [text(say('mail.comment', { number })), quote(told.text)];
    case 'asked':
      return [text(say('mail.asked', { number })), quote(told.text)];
    case 'escalated':
      return [text(say('mail.escalated', { number }))];
    case 'reminded':
      return [text(say('mail.reminded', { number }))];
    case 'status':
      return [
        text(statusText(told, number, desk)),
        ...(told.reason === undefined ? [] : [quote(told.reason)]),
      ];
  }
}

function statusText(
  { to }: Told & { readonly kind: 'status' },
  number: string,
  { say, settings }: DeskWords,
): string {
  const status = shownStatus(to);
  if (status === 'resolved') return say('mail.resolved', { number, days: String(settings.closeAfterDays) });
  return say('mail.status', { number, status: say(`status.${status}`) });
}

const text = (words: string): Part => ({ kind: 'text', text: words });
const quote = (words: string): Part => ({ kind: 'quote', text: words });
const link = (label: string, { url }: Link): Part => ({ kind: 'link', label, url });

const footer = ({ say, settings }: DeskWords): Part => ({
  kind: 'footer',
  text: `${say('mail.no-reply', { desk: settings.name })}\n${say('mail.never-ask')}`,
});
