import { element, make } from './elements.ts';
import { followConversation } from './follow.ts';
import type { Choice } from './shapes.ts';

export interface Choices {
  readonly show: (choices: readonly Choice[], primary: boolean) => void;
  readonly clear: () => void;
}

/** The buttons under the last message; once something is said, they are gone. */
export function createChoices(onChoice: (choice: Choice) => void): Choices {
  const box = element('choices', HTMLDivElement);
  const clear = (): void => {
    const hadFocus = box.contains(document.activeElement);
    box.replaceChildren();
    box.hidden = true;
    if (hadFocus) keepFocus();
  };
  return {
    clear,
    show: (choices, primary) => {
      if (choices.length === 0) return;
      box.replaceChildren(
        ...choices.map((choice, index) => button(choice, primary && index === 0, onChoice)),
      );
      box.hidden = false;
      followConversation();
    },
  };
}

function button(choice: Choice, primary: boolean, onChoice: (choice: Choice) => void): HTMLElement {
  const made = make('button', primary ? 'choice primary' : 'choice', choice.label);
  made.type = 'button';
  made.addEventListener('click', () => onChoice(choice));
  return made;
}

/** The pressed button goes away, and the keyboard must stand somewhere; on a phone, without its keyboard. */
function keepFocus(): void {
  const typing = matchMedia('(pointer: fine)').matches;
  element(typing ? 'message' : 'scroll', HTMLElement).focus({ preventScroll: true });
}
