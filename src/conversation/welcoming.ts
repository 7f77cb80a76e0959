import { choice } from './choices.ts';
import { repeatPrompt, say } from './filing.ts';
import { expecting, type Outcome, outcome } from './outcome.ts';
import type { ReplyChoice } from './reply.ts';
import { cameBack, recap, recapChoices } from './returning.ts';
import type { ConversationState } from './state.ts';
import type { View } from './view.ts';

/** The desk's welcome with its promoted topics; a draft that is still open is gone on with. */
export function welcome(state: ConversationState, view: View): Outcome {
  const greeting = { kind: 'welcome' as const, text: view.desk.welcome, choices: topics(view) };
  if (!state.form || !view.pinned) return outcome(state, greeting);
  const { choices: _, ...short } = greeting;
  if (cameBack(state, view)) {
    const { form } = state;
    const waiting = recap({ ...state, form }, view.pinned, view);
    return outcome(expecting(state, { kind: 'form' }), short, {
      ...waiting,
      choices: recapChoices(form, view),
    });
  }
  const reminder = say(
    { kind: 'notice', text: view.say('form.continue') },
    repeatPrompt(state, view.pinned, view),
  );
  return say(short, reminder);
}

function topics(view: View): readonly ReplyChoice[] {
  const promoted = view.desk.promoted
    .map((id) => view.knowledge.articles.get(id))
    .filter((article) => article !== undefined)
    .map((article) => choice(article.title, { kind: 'article', article: article.id }));
  return [
    ...promoted,
    choice(view.say('choice.file-new'), { kind: 'command', name: 'file' }),
    choice(view.say('choice.status'), { kind: 'command', name: 'status' }),
  ];
}
