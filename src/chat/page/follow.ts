import { element } from './elements.ts';

/** How much of the question stays above its answer, pixels. */
const context = 56;

/**
 * Scrolls to what is new: to the end, but never so far that the beginning of the answer is out of sight,
 * since that is where reading begins.
 */
export function followConversation(): void {
  const room = element('scroll', HTMLElement);
  const end = room.scrollHeight - room.clientHeight;
  const mine = [...room.querySelectorAll('.message.mine')].at(-1);
  const answer = mine?.nextElementSibling;
  const beginning = answer instanceof HTMLElement ? answer.offsetTop - context : end;
  room.scrollTop = Math.min(end, beginning);
}
