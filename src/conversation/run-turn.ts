import type { DeskSettings } from '../desk/desk-settings.ts';
import type { KnowledgeSnapshot } from '../knowledge/answer.ts';
import { findNumbers } from '../work-orders/number.ts';
import type { WorkOrderType } from '../work-orders/work-order-type.ts';
import { guardMessage } from './guard-message.ts';
import type { Message } from './message.ts';
import { fillReceipts } from './receipts.ts';
import type { Reply } from './reply.ts';
import { catchRetries } from './retries.ts';
import { draftLimit } from './returning.ts';
import { type ConversationState, initialState, markMade, readState } from './state.ts';
import type { OwnWorkOrders, SnapshotStore, TurnStore } from './stores.ts';
import { takeTurn } from './take-turn.ts';
import type { Say, View } from './view.ts';

/** What the desk has to say, whole and unchanging; replaced as one when the knowledge folder changes. */
export interface Desk {
  readonly settings: DeskSettings;
  readonly knowledge: KnowledgeSnapshot;
  readonly types: ReadonlyMap<string, WorkOrderType>;
  /** The type as somebody of a language sees it; as it is where it is not translated. */
  readonly typeIn?: (type: WorkOrderType, lang: string) => WorkOrderType;
  readonly typeFinder: KnowledgeSnapshot;
  /** Phrases in the nearest language the desk has, and which that is. */
  readonly phrases: (lang: string | undefined) => { readonly lang: string; readonly say: Say };
}

export interface TurnPorts {
  readonly turns: TurnStore;
  readonly own: OwnWorkOrders;
  readonly snapshots: SnapshotStore;
  /** The desk as it stands now; a turn asks once. */
  readonly desk: () => Desk;
  readonly now: () => number;
  /** Ms of a clock that nobody sets. Default: `performance.now`. */
  readonly ticks?: () => number;
  /** Whether the desk can send mail; default: it cannot. */
  readonly mails?: boolean;
  /** 128 random bits or more, as text. */
  readonly newId: () => string;
}

export type RunTurn = (message: Message) => Promise<readonly Reply[]>;

/** How often a turn is rerun when other instances move the conversation first. */
const maxReruns = 8;

/**
 * Runs turns one at a time for each conversation. A message seen before gets its recorded replies.
 * Throws what a store throws: nothing has happened then, and the same message may come again.
 */
export function createRunTurn(ports: TurnPorts): RunTurn {
  const inOrder = oneAtATime();
  const retried = catchRetries(ports.ticks ?? (() => performance.now()));
  return (message) =>
    retried(message, () => inOrder(message.conversationId, () => runTurn(ports, guardMessage(message))));
}

async function runTurn(ports: TurnPorts, message: Message): Promise<readonly Reply[]> {
  for (let run = 0; run < maxReruns; run++) {
    const replies = await tryTurn(ports, message);
    if (replies) return replies;
  }
  throw new Error(
    'The conversation was changed by other instances each time this turn was run; send it again.',
  );
}

/** undefined when another turn moved the conversation in between. */
async function tryTurn(ports: TurnPorts, message: Message): Promise<readonly Reply[] | undefined> {
  const standing = await ports.turns.standing(message.conversationId, message.id);
  if (standing.recorded) return standing.recorded;
  const { state, forgotten } = await loadState(ports, standing.snapshot);
  const desk = ports.desk();
  const { taken, view } = await takeInTheirLanguage(ports, desk, message, state);
  await pinNewType(ports, desk, state, taken.state);
  const drafts = forgotten
    ? [{ kind: 'notice' as const, text: view.say('state.forgotten') }, ...taken.replies]
    : taken.replies;
  const snapshot = `${message.conversationId}:${standing.version + 1}:${ports.newId()}`;
  markMade(taken.state);
  await ports.snapshots.write(snapshot, taken.state);
  const outcome = await ports.turns.commit({
    conversationId: message.conversationId,
    messageId: message.id,
    requesterId: message.requester.id,
    at: view.now,
    readVersion: standing.version,
    snapshot,
    commands: taken.commands,
    replies: (receipts) => fillReceipts(drafts, receipts, view),
    questions: taken.questions,
    votes: taken.votes,
    said: saidIn(message),
    draft: draftAfter(taken.state, message, view),
  });
  // Nothing points at it, and an erase that came in between would not have found it.
  if (outcome.kind !== 'committed') await ports.snapshots.remove(snapshot);
  return outcome.kind === 'stale' ? undefined : outcome.replies;
}

/** A turn that tells in which language the requester writes is taken anew in that language. */
async function takeInTheirLanguage(ports: TurnPorts, desk: Desk, message: Message, state: ConversationState) {
  const view = await viewFor(ports, desk, message, state);
  const taken = takeTurn(state, message, view);
  const { spoken } = taken.state;
  if (spoken === state.spoken) return { taken, view };
  const theirs = { ...state, spoken };
  const theirView = await viewFor(ports, desk, message, theirs);
  return { taken: takeTurn(theirs, message, theirView), view: theirView };
}

/** For the transcript that staff read. */
function saidIn(message: Message): string | undefined {
  if (message.kind === 'event') return undefined;
  const files = message.kind === 'attachment' ? message.uploads.map(({ name }) => `[${name}]`) : [];
  // A channel that has no label for a button sends its value, which tells nobody anything.
  const text = message.kind === 'choice' && message.text === message.value ? '' : message.text;
  return [text, ...files].filter(Boolean).join(' ') || undefined;
}

/** Each touch of a draft has it looked at when it may have aged. */
function draftAfter({ form, touchedAt, spoken }: ConversationState, message: Message, view: View) {
  if (!form || touchedAt !== view.now) return undefined;
  const agesAt = touchedAt + draftLimit(view);
  const { id: formId, type, asking } = form;
  const files = form.files.map(({ id }) => id);
  return { formId, type, asking, agesAt, files, lang: spoken ?? message.lang, zone: message.zone };
}

async function loadState(ports: TurnPorts, snapshot: string | undefined) {
  if (snapshot === undefined) return { state: initialState, forgotten: false };
  const state = readState(await ports.snapshots.read(snapshot));
  return { state: state ?? initialState, forgotten: state === undefined };
}

async function viewFor(
  ports: TurnPorts,
  desk: Desk,
  message: Message,
  state: ConversationState,
): Promise<View> {
  const wanted = state.spoken ?? message.lang ?? state.lang;
  const { lang, say } = desk.phrases(wanted);
  const text = 'text' in message ? message.text.slice(0, 10_000) : '';
  const named = findNumbers(desk.settings.prefix, `${text} ${'value' in message ? message.value : ''}`);
  const numbers = new Set([
    ...named.map((one) => one.number),
    ...('number' in message ? [message.number] : []),
    ...state.choices.flatMap(({ value }) =>
      findNumbers(desk.settings.prefix, value).map((one) => one.number),
    ),
  ]);
  const own = await ports.own.list(message.requester.id);
  const mine = own.filter((one) => numbers.has(one.number));
  const histories = await Promise.all(
    mine.map(async ({ number }) => [number, await ports.own.history(message.requester.id, number)] as const),
  );
  return {
    now: ports.now(),
    zone: message.zone ?? state.zone ?? desk.settings.zone,
    vouched: message.requester.email,
    mails: ports.mails === true,
    lang,
    unspoken: wanted !== undefined && isOther(wanted, lang) ? wanted : undefined,
    desk: desk.settings,
    say,
    knowledge: desk.knowledge,
    types: typesIn(desk, lang),
    typeFinder: desk.typeFinder,
    pinned: spokenIn(desk, lang, await pinnedType(ports, desk, state)),
    own,
    histories: new Map(histories),
    newId: ports.newId,
  };
}

const isSpoken = (desk: Desk, lang: string): boolean =>
  desk.typeIn !== undefined && isOther(lang, desk.settings.lang);

function typesIn(desk: Desk, lang: string): View['types'] {
  if (!isSpoken(desk, lang)) return desk.types;
  return new Map([...desk.types].map(([id, type]) => [id, spokenIn(desk, lang, type) ?? type]));
}

const spokenIn = (desk: Desk, lang: string, type: WorkOrderType | undefined): WorkOrderType | undefined =>
  type !== undefined && isSpoken(desk, lang) ? desk.typeIn?.(type, lang) : type;

const isOther = (one: string, other: string): boolean =>
  one.split('-')[0]?.toLowerCase() !== other.split('-')[0]?.toLowerCase();

async function pinnedType(ports: TurnPorts, desk: Desk, state: ConversationState) {
  const form = state.form ?? state.dropped;
  if (!form) return undefined;
  const current = desk.types.get(form.type);
  return current?.hash === form.typeHash ? current : ports.turns.pinnedType(form.typeHash);
}

/** As the desk's folder has it, whatever language it was shown in. */
async function pinNewType(ports: TurnPorts, desk: Desk, before: ConversationState, after: ConversationState) {
  if (!after.form || after.form.id === before.form?.id) return;
  const type = desk.types.get(after.form.type);
  if (type?.hash === after.form.typeHash) await ports.turns.pinType(type);
}

/** Work for the same key runs in the order it came; keys do not wait for each other. */
function oneAtATime() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => undefined);
    last.set(key, settled);
    try {
      return await mine;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
}
