import type { PageWorkOrder } from '../page-settings.ts';
import { element, make } from './elements.ts';
import type { Session } from './session.ts';
import { pageLanguage, word } from './words.ts';

export interface WorkOrders {
  /** From now on these are the visitor's. */
  readonly of: (session: Session) => void;
  /** Something may have changed: looks again, soon. */
  readonly changed: () => void;
}

/** Several messages that come together are one look, ms; a change that nothing told of is seen after a minute. */
const soonMs = 300;
const againMs = 60_000;

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** The visitor's work orders beside the conversation; one that is picked is asked about in it. */
export function createWorkOrders(onPick: (number: string) => void): WorkOrders {
  const panel = createPanel();
  const list = element('work-order-list', HTMLUListElement);
  const count = element('work-order-count', HTMLElement);
  let session: Session | undefined;
  let timer: number | undefined;
  const pick = (number: string): void => {
    if (panel.covers()) panel.close();
    onPick(number);
  };
  const look = async (): Promise<void> => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), againMs);
    const found = session === undefined ? undefined : await fetchWorkOrders(session).catch(() => undefined);
    if (found === undefined) return;
    count.dataset.count = String(found.length);
    count.hidden = found.length === 0;
    panel.name(found.length === 0 ? word('work-orders') : `${word('work-orders')} (${found.length})`);
    element('work-orders-none', HTMLElement).hidden = found.length > 0;
    list.replaceChildren(...found.map((one) => row(one, pick)));
  };
  const changed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void look(), soonMs);
  };
  document.addEventListener('visibilitychange', () => document.hidden || changed());
  return {
    changed,
    of: (next) => {
      session = next;
      changed();
    },
  };
}

async function fetchWorkOrders({ token }: Session): Promise<readonly PageWorkOrder[] | undefined> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`/chat/work-orders?lang=${encodeURIComponent(pageLanguage())}`, { headers });
  return response.ok ? (await response.json()).workOrders : undefined;
}

function row(one: PageWorkOrder, pick: (number: string) => void): HTMLElement {
  const button = make(
    'button',
    'work-order',
    make('span', 'work-order-subject', one.subject),
    make('span', `work-order-status is-${one.status}`, one.statusText),
    make(
      'span',
      'work-order-note',
      `${one.number} · ${word('updated', { time: date.format(one.updatedAt) })}`,
    ),
  );
  button.type = 'button';
  button.addEventListener('click', () => pick(one.number));
  return make('li', '', button);
}

/** Beside the conversation where there is room, above it where there is none: then it is closed with Escape too. */
function createPanel() {
  const panel = element('work-orders', HTMLElement);
  const toggle = element('work-orders-toggle', HTMLButtonElement);
  const narrow = matchMedia('(max-width: 1099px)');
  const behind = [...document.querySelectorAll<HTMLElement>('header, main, footer')];
  const set = (open: boolean): void => {
    panel.hidden = !open;
    toggle.setAttribute('aria-expanded', String(open));
    // The keyboard must not stand where nobody sees it.
    for (const one of behind) one.inert = open && narrow.matches;
  };
  narrow.addEventListener('change', () => set(!panel.hidden));
  const close = (): void => {
    set(false);
    toggle.focus();
  };
  const covers = (): boolean => narrow.matches;
  toggle.addEventListener('click', () => {
    set(panel.hidden !== false);
    if (!panel.hidden && covers()) element('work-orders-close', HTMLButtonElement).focus();
  });
  element('work-orders-close', HTMLButtonElement).addEventListener('click', close);
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // A frame around the page would close, too.
    event.preventDefault();
    close();
  });
  const name = (text: string): void => toggle.setAttribute('aria-label', text);
  return { close, covers, name };
}
