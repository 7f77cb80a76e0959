import { element } from './elements.ts';
import { followConversation } from './follow.ts';
import { word } from './words.ts';

export interface Typing {
  readonly begin: () => void;
  readonly end: () => void;
}

/** An answer that comes at once needs no dots; one that never comes must not keep them. */
const appearMs = 350;
const giveUpMs = 20_000;

export function createTyping(deskName: () => string): Typing {
  const dots = element('typing', HTMLDivElement);
  const spoken = element('announce', HTMLDivElement);
  let timers: readonly number[] = [];
  const end = (): void => {
    for (const timer of timers) clearTimeout(timer);
    timers = [];
    dots.hidden = true;
    spoken.textContent = '';
  };
  const appear = (): void => {
    dots.hidden = false;
    spoken.textContent = word('typing', { name: deskName() });
    followConversation();
  };
  return {
    begin: () => {
      if (timers.length > 0) return;
      timers = [setTimeout(appear, appearMs), setTimeout(end, giveUpMs)];
    },
    end,
  };
}
