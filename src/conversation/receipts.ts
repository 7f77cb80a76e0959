import type { Receipt } from './command.ts';
import type { Card, Reply } from './reply.ts';
import { saidTime } from './said-time.ts';
import type { View } from './view.ts';

/**
 * A reply is written before the commit decides the number and the due times, so it holds marks for
 * them. The marks use private-use characters, which cleanText takes out of everything people write.
 */
const open = '\uE000';
const close = '\uE001';
type Part = 'number' | 'response' | 'resolution' | 'priority' | 'queue';

export const mark = (commandId: string, part: Part): string => `${open}${commandId}\t${part}${close}`;

/** A reply before the commit: `unlessDone` is said instead when its command was refused. */
export interface DraftReply extends Reply {
  readonly unlessDone?: { readonly commandId: string; readonly otherwise: Reply };
}

/** The replies as they are recorded and sent, with what the commit decided put in. */
export const fillReceipts = (
  drafts: readonly DraftReply[],
  receipts: readonly Receipt[],
  view: Pick<View, 'zone' | 'lang' | 'say'>,
): readonly Reply[] =>
  drafts.map(({ unlessDone, ...reply }) => {
    const refused = receipts.some((one) => one.kind === 'refused' && one.commandId === unlessDone?.commandId);
    return fillReply(refused && unlessDone ? unlessDone.otherwise : reply, receipts, view);
  });

function fillReply(
  reply: Reply,
  receipts: readonly Receipt[],
  view: Pick<View, 'zone' | 'lang' | 'say'>,
): Reply {
  const fill = (text: string) => fillText(text, receipts, view, inText);
  const fillValue = (value: string) => fillText(value, receipts, view, inValue);
  return {
    ...reply,
    text: fill(reply.text),
    ...(reply.card && { card: fillCard(reply.card, fill) }),
    ...(reply.choices && {
      choices: reply.choices.map((one) => ({ label: fill(one.label), value: fillValue(one.value) })),
    }),
  };
}

function fillCard(card: Card, fill: (text: string) => string): Card {
  const facts = card.facts.map((fact) => ({ label: fact.label, value: fill(fact.value) }));
  return card.kind === 'work-order'
    ? { ...card, facts, number: fill(card.number), notes: card.notes.map(fill) }
    : { ...card, facts, note: fill(card.note) };
}

const inText = /\uE000([^\t\uE001]*)\t(\w+)\uE001/g;
/** In a choice's value the mark is URI-encoded. In a text these are characters that anybody may type. */
const inValue = /%EE%80%80(.*?)%09(\w+)%EE%80%81/g;

function fillText(
  text: string,
  receipts: readonly Receipt[],
  view: Pick<View, 'zone' | 'lang' | 'say'>,
  marks: RegExp,
): string {
  return text.replace(marks, (_, id: string, part: string) => {
    const commandId = marks === inValue ? decodeURIComponent(id) : id;
    const receipt = receipts.find((one) => one.commandId === commandId);
    if (!receipt?.workOrder) return '';
    if (part === 'response') return saidTime(receipt.workOrder.firstResponseDue, view);
    if (part === 'resolution') return saidTime(receipt.workOrder.resolutionDue, view);
    if (part === 'priority') return view.say(`priority.${receipt.workOrder.priority}`);
    if (part === 'queue') return receipt.workOrder.queue;
    return receipt.workOrder.number;
  });
}
