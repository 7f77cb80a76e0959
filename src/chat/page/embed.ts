import type { PageSettings } from '../page-settings.ts';

/**
 * For other sites: `<script src="https://help.example.com/embed.js" async></script>` puts a button into the
 * corner that opens the chat. `data-lang` chooses its language, `data-side="left"` the other corner. It
 * styles by properties alone, so that a site's own Content-Security-Policy need not allow inline styles.
 */
const script = document.currentScript;
const size = 60;
const gap = 20;

function embed({ src, dataset }: HTMLScriptElement): void {
  const { origin } = new URL(src);
  const lang = dataset.lang ?? (document.documentElement.lang || navigator.language);
  const side = dataset.side === 'left' ? 'left' : 'right';
  const button = cornerButton(side);
  let frame: HTMLIFrameElement | undefined;
  const set = (open: boolean): void => {
    frame ??= chatFrame(`${origin}/?${new URLSearchParams({ embedded: '', lang })}`, side, button.title);
    frame.style.display = open ? 'block' : 'none';
    button.setAttribute('aria-expanded', String(open));
    if (open) frame.focus();
    else button.focus();
  };
  button.addEventListener('click', () => set(frame === undefined || frame.style.display === 'none'));
  addEventListener('message', (event) => {
    if (event.origin === origin && event.source === frame?.contentWindow && event.data === 'firstline:close')
      set(false);
  });
  document.body.append(button);
  void name(button, origin, lang);
}

/** Without an answer the button has its English name: it works all the same. */
async function name(button: HTMLButtonElement, origin: string, lang: string): Promise<void> {
  const response = await fetch(`${origin}/chat/settings.json?lang=${encodeURIComponent(lang)}`).catch(
    () => undefined,
  );
  const settings: PageSettings | undefined = response?.ok ? await response.json() : undefined;
  const text = settings?.words.open;
  if (text === undefined) return;
  button.title = text;
  button.setAttribute('aria-label', text);
}

function cornerButton(side: 'left' | 'right'): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.title = 'Chat with us';
  button.setAttribute('aria-label', button.title);
  button.setAttribute('aria-expanded', 'false');
  button.append(bubble());
  Object.assign(button.style, {
    position: 'fixed',
    [side]: `${gap}px`,
    bottom: `${gap}px`,
    width: `${size}px`,
    height: `${size}px`,
    padding: '0',
    border: '0',
    borderRadius: '50%',
    background: '#2450d3',
    color: '#ffffff',
    cursor: 'pointer',
    boxShadow: '0 6px 24px rgb(20 30 50 / 30%)',
    zIndex: '2147483000',
  });
  return button;
}

function bubble(): SVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('d', 'M4 5h16v11H9l-5 4z');
  for (const [key, value] of [
    ['viewBox', '0 0 24 24'],
    ['width', '28'],
    ['height', '28'],
    ['fill', 'none'],
    ['stroke', 'currentColor'],
    ['stroke-width', '2'],
    ['stroke-linejoin', 'round'],
    ['aria-hidden', 'true'],
  ] as const)
    svg.setAttribute(key, value);
  svg.append(path);
  return svg;
}

function chatFrame(src: string, side: 'left' | 'right', title: string): HTMLIFrameElement {
  const frame = document.createElement('iframe');
  frame.src = src;
  frame.title = title;
  Object.assign(frame.style, {
    position: 'fixed',
    [side]: `min(${gap}px, 2vw)`,
    bottom: `${gap + size + 12}px`,
    width: 'min(420px, 96vw)',
    height: `min(680px, calc(100dvh - ${2 * gap + size + 12}px))`,
    border: '0',
    borderRadius: '18px',
    boxShadow: '0 12px 48px rgb(20 30 50 / 35%)',
    colorScheme: 'normal',
    zIndex: '2147483000',
  });
  document.body.append(frame);
  return frame;
}

if (script instanceof HTMLScriptElement) {
  if (document.readyState === 'loading') addEventListener('DOMContentLoaded', () => embed(script));
  else embed(script);
}
