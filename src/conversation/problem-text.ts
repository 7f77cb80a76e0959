import type { Invalid } from '../work-orders/fields/problem.ts';
import { asMarkdown } from './text.ts';
import type { View } from './view.ts';

/** What is wrong with an answer or a file, in the desk's words; what the requester wrote is no markup there. */
export const problemText = ({ problem, params }: Invalid, view: View): string =>
  view.say(
    `problem.${problem}`,
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name, asMarkdown(value)])),
  );
