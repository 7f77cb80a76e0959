import type { PageSettings, PageWord } from '../page-settings.ts';

let words: PageSettings['words'] = {};

/** A text of the page in its language, with its parameters put in. */
export const word = (name: PageWord, params: Readonly<Record<string, string>> = {}): string =>
  (words[name] ?? '').replace(/\{(\w+)\}/g, (written, key) => params[key] ?? written);

/** The language that the visitor reads: what the site says that shows the chat, else the browser's. */
export const pageLanguage = (): string =>
  new URLSearchParams(location.search).get('lang') ?? navigator.language;

/** Tries until it has them: without its words the page would be bare. */
export async function loadSettings(): Promise<PageSettings> {
  for (let pause = 500; ; pause = Math.min(pause * 2, 15_000)) {
    const response = await fetch(`/chat/settings.json?lang=${encodeURIComponent(pageLanguage())}`).catch(
      () => undefined,
    );
    if (response?.ok) return response.json();
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Puts the words where the page's elements name them: as text, label or placeholder. */
export function drawWords(settings: PageSettings): void {
  words = settings.words;
  document.documentElement.lang = settings.lang;
  document.documentElement.dir = settings.dir;
  document.title = settings.name;
  for (const one of document.querySelectorAll<HTMLElement>('[data-text]'))
    one.textContent = words[one.dataset.text ?? ''] ?? '';
  for (const one of document.querySelectorAll<HTMLElement>('[data-label]')) label(one);
  for (const one of document.querySelectorAll<HTMLTextAreaElement>('[data-placeholder]'))
    one.placeholder = words[one.dataset.placeholder ?? ''] ?? '';
}

function label(one: HTMLElement): void {
  const text = words[one.dataset.label ?? ''] ?? '';
  one.setAttribute('aria-label', text);
  if (one instanceof HTMLButtonElement) one.title = text;
}
