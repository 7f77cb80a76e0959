import { Document } from 'yaml';
import { asksForSecret } from '../../check/asked-secret.ts';
import { mostCharacters } from '../../check/rules/passage-too-long.ts';
import { fewestQuestions } from '../../check/rules/too-few-questions.ts';
import { boundText } from '../../knowledge/bound-query.ts';
import { fileNameOf } from '../file-name.ts';

/** A question and its answer, taken over from elsewhere. */
export interface Imported {
  /** Where it came from, for the report: `faq.csv:12` or `help/fees.html`. */
  readonly source: string;
  readonly title: string;
  readonly questions: readonly string[];
  readonly category?: string;
  /** Markdown. */
  readonly answer: string;
  /** What was left out or cannot be right here. */
  readonly faults: readonly string[];
}

/** As an article's reader takes it. */
const longestTitle = 200;

/** Path below the knowledge folder. */
export const fileOf = ({ title }: Imported, into: string): string =>
  `articles/${into}/${fileNameOf(title, 'article')}.md`;

/** The article's text, with front matter. */
export function articleText({ title, questions, category, answer }: Imported, draft: boolean): string {
  const front = new Document({
    title: boundText(title, longestTitle),
    questions: questions.map((question) => boundText(question)),
    ...(category === undefined ? {} : { category }),
    ...(draft ? { draft: true } : {}),
  });
  return `---\n${front.toString({ lineWidth: 0 })}---\n\n${answer.trim()}\n`;
}

/** What a hand must see to before the article is good. */
export function handworkFor({ questions, answer, faults }: Imported): readonly string[] {
  const longest = Math.max(...answer.split(/^#{1,6} /m).map((passage) => passage.length));
  const secret = asksForSecret(answer);
  return [
    ...faults,
    ...(questions.length < fewestQuestions ? ['write more phrasings, as people ask'] : []),
    ...(longest > mostCharacters ? [`split a passage of ${longest} characters with headings`] : []),
    ...(secret === undefined ? [] : [`it asks for a secret (${secret}): rewrite that`]),
    ...(/!\[[^\]]*\]\(/.test(answer) ? ['it has pictures, which the chat does not show'] : []),
    ...(/\]\((?!https?:|mailto:|tel:)[^)]+\)/.test(answer)
      ? ['links of the old site: point them to articles']
      : []),
  ];
}
