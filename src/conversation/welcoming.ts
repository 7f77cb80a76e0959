import type { Article } from '../knowledge/article.ts';
import { choice } from './choices.ts';
import { repeatPrompt } from './filling.ts';
import { languageNames } from './language-names.ts';
import { expecting, type Outcome, outcome, say } from './outcome.ts';
import type { ReplyChoice } from './reply.ts';
import { cameBack, recap, recapChoices } from './returning.ts';
import type { ConversationState } from './state.ts';
import type { View } from './view.ts';

/** The desk's welcome with its promoted topics; a draft that is still open is gone on with. */
export function welcome(state: ConversationState, view: View): Outcome {
  const greeting = { kind: 'welcome' as const, text: greetingText(view), choices: topics(view) };
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

/** desk.md welcomes in the desk's own language; who is answered in another than they asked for is told so. */
function greetingText({ desk, lang, unspoken, say }: View): string {
  const text = lang === desk.lang ? desk.welcome : say('language.welcome', { desk: desk.name });
  if (unspoken === undefined) return text;
  const names = languageNames(lang);
  const told = say('language.unspoken', { wanted: names(unspoken), spoken: names(lang) });
  return `${told}\n\n${text}`;
}

function topics(view: View): readonly ReplyChoice[] {
  const promoted = view.desk.promoted
    .map((id) => inLanguage(id, view))
    .filter((article) => article !== undefined)
    .map((article) => choice(article.title, { kind: 'article', article: article.id }));
  return [
    ...promoted,
    choice(view.say('choice.file-new'), { kind: 'command', name: 'file' }),
    choice(view.say('choice.status'), { kind: 'command', name: 'status' }),
  ];
}

/** The article's translation where there is one in the conversation's language. */
function inLanguage(id: string, { knowledge, lang }: View): Article | undefined {
  const translations = [...knowledge.articles.values()].filter(({ translationOf }) => translationOf === id);
  return translations.find((one) => one.lang === lang) ?? knowledge.articles.get(id);
}
