import { store } from './session.ts';
import type { Choice } from './shapes.ts';

export interface Unsent {
  readonly clientId: string;
  readonly text: string;
  readonly value?: unknown;
}

/** taken: the desk has it. later: no connection, try again. refused: it will never be taken. */
export type SendOutcome = 'taken' | 'later' | 'refused';

export interface Outbox {
  readonly add: (text: string, choice?: Choice) => Unsent;
  /** Tries everything that waits, in order; safe to call at any time. */
  readonly flush: () => Promise<void>;
  readonly waiting: () => readonly Unsent[];
  readonly clear: () => void;
}

const key = 'firstline.unsent';

/**
 * What the visitor said and the desk does not have yet. It outlives a reload, and each message keeps its
 * id over all tries, by which the desk knows it again.
 */
export function createOutbox(
  send: (unsent: Unsent) => Promise<SendOutcome>,
  onOutcome: (unsent: Unsent, outcome: SendOutcome) => void,
): Outbox {
  let waiting = read();
  let sending = false;
  const save = (next: readonly Unsent[]): void => {
    waiting = next;
    store(key, JSON.stringify(next));
  };
  const flush = async (): Promise<void> => {
    if (sending) return;
    sending = true;
    try {
      for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
        const outcome = await send(first);
        onOutcome(first, outcome);
        if (outcome === 'later') return;
        save(waiting.filter((one) => one !== first));
      }
    } finally {
      sending = false;
    }
  };
  return {
    add: (text, choice) => {
      const unsent = { clientId: newClientId(), text, ...(choice && { value: choice.value }) };
      save([...waiting, unsent]);
      return unsent;
    },
    flush,
    waiting: () => waiting,
    clear: () => save([]),
  };
}

// Not randomUUID, which pages served without TLS beyond this machine do not have.
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function read(): readonly Unsent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isUnsent) : [];
  } catch {
    return [];
  }
}

const isUnsent = (value: unknown): value is Unsent =>
  typeof value === 'object' &&
  value !== null &&
  'clientId' in value &&
  typeof value.clientId === 'string' &&
  'text' in value &&
  typeof value.text === 'string';
