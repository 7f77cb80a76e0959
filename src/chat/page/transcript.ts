import { renderCard } from './card.ts';
import { element, make } from './elements.ts';
import { followConversation } from './follow.ts';
import { renderMarkdown } from './markdown.ts';
import type { Unsent } from './outbox.ts';
import type { Choice, ShownMessage } from './shapes.ts';
import { word } from './words.ts';

export interface Transcript {
  readonly show: (message: ShownMessage) => void;
  readonly showUnsent: (unsent: Unsent, note: string) => void;
  readonly clear: () => void;
  /** Whether what is shown is read out: off while the history comes. */
  readonly announce: (on: boolean) => void;
}

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

/** The conversation on the page. Shown twice, a message is there once. */
export function createTranscript(deskName: () => string, onChoice: (choice: Choice) => void): Transcript {
  const log = element('log', HTMLDivElement);
  const shown = new Set<string>();
  const unsent = new Map<string, HTMLElement>();
  return {
    show: (message) => {
      if (shown.has(message.id)) return;
      shown.add(message.id);
      const item = message.mine ? mine(message) : fromDesk(message, deskName(), onChoice);
      const waiting = message.clientId === undefined ? undefined : unsent.get(message.clientId);
      unsent.delete(message.clientId ?? '');
      // What still waits stays last.
      if (waiting === undefined) log.insertBefore(item, [...unsent.values()][0] ?? null);
      else waiting.replaceWith(item);
      followConversation();
    },
    showUnsent: ({ clientId, text }, note) => {
      const item = bubble('mine unsent', word('you'), make('p', 'plain', text), note);
      const earlier = unsent.get(clientId);
      unsent.set(clientId, item);
      if (earlier === undefined) log.append(item);
      else earlier.replaceWith(item);
      if (earlier === undefined) followConversation();
    },
    clear: () => {
      log.replaceChildren();
      shown.clear();
      unsent.clear();
    },
    announce: (on) => log.setAttribute('aria-live', on ? 'polite' : 'off'),
  };
}

const mine = (message: ShownMessage): HTMLElement => {
  const files = message.files.map((name) => make('p', 'file', name));
  const text = message.text === '' ? [] : [make('p', 'plain', message.text)];
  return bubble('mine', word('you'), make('div', '', ...text, ...files), time.format(message.at));
};

function fromDesk(message: ShownMessage, name: string, onChoice: (choice: Choice) => void): HTMLElement {
  const cards = message.cards.flatMap((card) => renderCard(card, onChoice) ?? []);
  const text = message.text === '' ? [] : [make('div', 'markdown', renderMarkdown(message.text))];
  for (const table of text.flatMap((part) => [...part.querySelectorAll('table')])) scrollable(table);
  const content = make('div', 'content', ...text, ...cards);
  const item = bubble(cards.length > 0 ? 'desk card' : 'desk', name, content, time.format(message.at));
  item.dataset.kind = message.kind;
  return item;
}

/** A wide table scrolls by itself, also by keyboard, instead of pushing the page wide. */
function scrollable(table: HTMLTableElement): void {
  const box = make('div', 'wide');
  box.tabIndex = 0;
  table.replaceWith(box);
  box.append(table);
}

function bubble(className: string, author: string, content: HTMLElement, note: string): HTMLElement {
  const who = make('span', 'unseen', `${author}: `);
  return make('div', `message ${className}`, make('div', 'bubble', who, content), make('p', 'note', note));
}
