import { createHash } from 'node:crypto';
import { htmlEscape } from 'escape-goat';
import type { Answer } from '../../http/answer.ts';

export interface LinkPage {
  readonly lang: string;
  readonly desk: string;
  readonly title: string;
  readonly text: string;
  readonly action:
    | { readonly kind: 'button'; readonly label: string; readonly token: string }
    | { readonly kind: 'chat'; readonly label: string };
}

const style = `
:root { color-scheme: light dark; --ink: #1c2430; --paper: #f4f6fa; --card: #fff; --line: #d8dee9; --deed: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf2; --paper: #10141b; --card: #1a202b; --line: #334155; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--paper);
  color: var(--ink); font: 17px/1.55 system-ui, sans-serif; }
main { width: 100%; max-width: 460px; padding: 32px; border: 1px solid var(--line); border-radius: 16px;
  background: var(--card); }
p.desk { margin: 0 0 20px; font-size: 14px; }
h1 { margin: 0 0 12px; font-size: 24px; line-height: 1.25; text-wrap: balance; }
p { margin: 0 0 24px; }
button, a.deed { display: inline-block; min-height: 44px; padding: 10px 22px; border: 0; border-radius: 10px;
  background: var(--deed); color: #fff; font: inherit; font-weight: 600; text-decoration: none; cursor: pointer; }
button:focus-visible, a.deed:focus-visible { outline: 3px solid var(--ink); outline-offset: 2px; }
form { margin: 0; }
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** No script, no picture, no frame; the one style is known by its hash, the one form goes back to us. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A page that says one thing and has one thing to press. */
export function linkPage(status: number, { lang, desk, title, text, action }: LinkPage): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    },
    body:
      `<!doctype html><html lang="${htmlEscape(lang)}"><head><meta charset="utf-8">` +
      `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${htmlEscape(title)}</title>` +
      `<style>${style}</style></head><body><main><p class="desk">${htmlEscape(desk)}</p>` +
      `<h1>${htmlEscape(title)}</h1><p>${htmlEscape(text)}</p>${pressed(action)}</main></body></html>`,
  };
}

const pressed = (action: LinkPage['action']): string =>
  action.kind === 'chat'
    ? `<a class="deed" href="/">${htmlEscape(action.label)}</a>`
    : `<form method="post" action="/links"><input type="hidden" name="token" value="${htmlEscape(action.token)}">` +
      `<button type="submit">${htmlEscape(action.label)}</button></form>`;
