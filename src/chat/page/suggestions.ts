import type { PageSuggestion } from '../page-settings.ts';
import { element, make } from './elements.ts';
import type { Choice } from './shapes.ts';
import { pageLanguage } from './words.ts';

export interface Suggestions {
  /** Looks for articles that would answer what stands in the message box. */
  readonly look: (text: string) => void;
  readonly clear: () => void;
}

/** A pause in the typing, ms; fewer characters than this say nothing yet. */
const pauseMs = 220;
const minLength = 8;

/** Articles above the message box while a question is being typed; `wanted` is false while a form asks. */
export function createSuggestions(wanted: () => boolean, onChoice: (choice: Choice) => void): Suggestions {
  const box = element('suggestions', HTMLDivElement);
  const list = element('suggestion-list', HTMLUListElement);
  let timer: number | undefined;
  let asked = new AbortController();
  const clear = (): void => {
    clearTimeout(timer);
    asked.abort();
    box.hidden = true;
    list.replaceChildren();
  };
  const show = (found: readonly PageSuggestion[]): void => {
    list.replaceChildren(...found.map((one) => item(one, onChoice)));
    box.hidden = found.length === 0;
  };
  const ask = async (text: string): Promise<void> => {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    const found = await fetchSuggestions(text, signal).catch(() => []);
    if (!signal.aborted) show(found);
  };
  return {
    clear,
    look: (text) => {
      clearTimeout(timer);
      if (!wanted() || text.trim().length < minLength) return clear();
      timer = setTimeout(() => void ask(text.trim()), pauseMs);
    },
  };
}

async function fetchSuggestions(text: string, signal: AbortSignal): Promise<readonly PageSuggestion[]> {
  const query = new URLSearchParams({ q: text, lang: pageLanguage() });
  const response = await fetch(`/chat/suggestions?${query}`, { signal });
  return response.ok ? (await response.json()).suggestions : [];
}

function item({ label, value }: PageSuggestion, onChoice: (choice: Choice) => void): HTMLElement {
  const button = make('button', 'suggestion', label);
  button.type = 'button';
  button.addEventListener('click', () => onChoice({ label, value: { choice: value } }));
  return make('li', '', button);
}
