import { element } from './elements.ts';

export interface Composer {
  readonly focus: () => void;
  readonly empty: () => void;
}

/** The message box: Enter sends, Shift and Enter breaks the line. `onTyping` hears each change. */
export function createComposer(onText: (text: string) => void, onTyping: (text: string) => void): Composer {
  const form = element('composer', HTMLFormElement);
  const box = element('message', HTMLTextAreaElement);
  const button = element('send', HTMLButtonElement);
  const grow = (): void => {
    button.disabled = box.value.trim() === '';
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, 180)}px`;
  };
  box.addEventListener('input', () => {
    grow();
    onTyping(box.value);
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text === '') return;
    box.value = '';
    grow();
    onText(text);
    box.focus();
  });
  grow();
  return {
    focus: () => box.focus({ preventScroll: true }),
    empty: () => {
      box.value = '';
      grow();
    },
  };
}
