import { element } from './elements.ts';

/** Shown in a frame by embed.js: a button that closes it, and Escape, which the page around does not hear. */
export function offerClose(): void {
  if (!new URLSearchParams(location.search).has('embedded')) return;
  const close = (): void => parent.postMessage('firstline:close', '*');
  const button = element('close', HTMLButtonElement);
  button.hidden = false;
  button.addEventListener('click', close);
  document.addEventListener('keydown', (event) => {
    const isTaken = event.defaultPrevented || document.querySelector('dialog[open]') !== null;
    if (event.key === 'Escape' && !isTaken) close();
  });
}
