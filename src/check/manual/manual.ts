import { phraseKeys } from '../../desk/phrase-keys.ts';
import { type RuleHeader, readRuleHeaders } from '../rule-headers.ts';
import { example } from './examples.ts';
import { frontMatterSchemas, type JsonSchema } from './json-schemas.ts';
import { keyTable } from './key-tables.ts';

/** The editors' manual as markdown, made of the schemas and the rules, so that it cannot be out of date. */
export async function manual(): Promise<string> {
  const { article, desk, phrases, 'work-order': type, 'work-order-translation': words } = frontMatterSchemas;
  const headers = await readRuleHeaders();
  return `${[
    opening,
    section('How a file is written', writingIntro, example('articles/loans/late.md'), writingRules),
    section('The desk: desk.md', deskIntro, example('desk.md'), keyTable(desk)),
    section('Articles: articles/', articleIntro, keyTable(article)),
    section(
      'Work-order types: work-orders/',
      typeIntro,
      example('work-orders/lost-book.md'),
      keyTable(type),
      fieldKinds(type),
      translationOf(words),
    ),
    section('Golden questions: questions.csv', questionsIntro, example('questions.csv')),
    section('What the bot says: phrases/', phrasesIntro, keyTable(phrases), phraseTable()),
    section('What `firstline check` looks for', checkIntro, ...headers.map(ruleText)),
    section("Help from your editor's tools", toolsIntro),
  ].join('\n\n')}\n`;
}

const section = (title: string, ...parts: readonly string[]): string =>
  [`## ${title}`, ...parts].join('\n\n');

const opening = `# The editors' manual

<!-- Written by "firstline manual" from the schemas and the rules: change those, not this file. -->

Everything that the desk answers, files and says is in this folder, as plain text. A change is live a few
seconds after it is saved. A running desk goes on with what \`desk.md\` said before while it has a fault, and with what
any other file said before while it cannot be read.

| file | is |
|---|---|
| \`desk.md\` | the desk: name, hours, synonyms; below the front matter the welcome |
| \`articles/**/*.md\` | what can be answered, an article a file; its id is its path without \`.md\` |
| \`work-orders/*.md\` | what can be filed, a type a file |
| \`phrases/*.md\` | what the bot says, a language a file |
| \`questions.csv\` | golden questions: what must be answered with what |

Before you publish (where \`firstline\` is not installed, it is \`npm run -s firstline --\` in the program's folder):

1. \`firstline check\` says what is wrong and where; \`--notes\` says what could be better.
2. \`firstline check --since main\` says which questions change their answer, and fails when one gets worse: another
   article comes first, nothing does, or the desk is no longer sure. A question that was answered and is now asked
   back, or the other way round, is only listed where the same article stays first and the confidence moves by no
   more than 15 points, since an edit of other articles can do as much.
3. \`firstline dev\` shows an article as the chat shows it, before it is saved.

Later, \`firstline gaps\` shows what people asked that had no good answer.`;

const writingIntro = `The front matter, between two lines of \`---\`, is a list of keys; below it is text.`;

const writingRules = `In the front matter:

- A key, a colon, a space, its value. Keys that belong together begin in one column; indent with spaces, not tabs.
- A list has each item on a line of its own behind \`- \`, all straight below each other, or stands between brackets.
- Put straight quotes around a text that has a colon with a space behind it or a \`#\` with a space before it, that
  begins with a sign such as \`*\`, \`@\`, \`[\` or \`?\`, or that is a number, \`true\` or \`false\`; single ones where the text
  has a backslash.

The text is Markdown: paragraphs between empty lines, \`##\` headings, lists, \`**bold**\`, tables, links to the web and, by
their path, to other articles. Of a picture the chat shows the description, and a link where it is on the web. Tags of
HTML are shown as they are written, and \`<!-- remarks -->\` are left out. Files are plain text in UTF-8 and end in \`.md\`;
other files may lie beside them.`;

const deskIntro = `Below the front matter is the welcome. Every key may be left out.`;

const articleIntro = `Below the front matter is the answer. Each heading \`##\` begins a passage; the chat shows the passage that fits,
with the title, so each should stand by itself. A question may be anything people type, five or more of
them in as many different words as you can; \`firstline check\` says which of them are not enough.`;

const typeIntro = `Below the front matter is what is said before the first question. A field is asked only if it is missing from
what was said already.`;

const questionsIntro = `The columns are \`question,article\`: what is asked, and the id of the article that must come first. An empty
article means that nothing answers the question. A spreadsheet may save it, as CSV in UTF-8, with commas or semicolons.
\`firstline check\` asks them all and fails when fewer are right than
\`questions-floor\` in \`desk.md\` says.`;

const translationIntro = `A file with \`translation-of\` says the same form in another language, such as \`work-orders/de/transaction.md\`:
its text, and the words of each field, by the field's \`id\`. What is asked, and of whom, stays with the type. Who
speaks a language that a type is not translated into is told so.`;

const phrasesIntro = `Sections \`## key\`, each followed by its text. A \`{parameter}\` stands for a value. What a language lacks is said
in the desk's own. English, German and Spanish come with the program: a desk in one of these needs no file here, or one
with what it says in other words. Keys that begin with \`command.\` or \`words.\` list, split by commas, what people may type.`;

const checkIntro = `Besides these rules it says when a file cannot be read, when a key or a value of the front matter is wrong, and
when a phrase is missing.`;

const toolsIntro = `JSON Schemas of the five kinds of front matter are in \`schemas/\`. Tools that check YAML by a schema complete the keys
and mark mistakes while you write.`;

const ruleText = ({ name, summary }: RuleHeader): string =>
  `**${name}**: ${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}`;

function phraseTable(): string {
  const rows = Object.entries(phraseKeys).map(
    ([key, parameters]) => `| \`${key}\` | ${parameters.map((one) => `\`{${one}}\``).join(' ')} |`,
  );
  return ['| key | parameters |', '|---|---|', ...rows].join('\n');
}

/** A type's words in another language: its own keys, and those of each field. */
function translationOf(words: JsonSchema): string {
  const { fields } = words.properties ?? {};
  const field = typeof fields === 'object' ? fields.additionalProperties : undefined;
  const own = typeof field === 'object' ? [`Each field's words:`, keyTable(field)] : [];
  return ['### In another language', translationIntro, keyTable(words), ...own].join('\n\n');
}

/** What every kind of field has once, and what each has besides. */
function fieldKinds(type: JsonSchema): string {
  const kinds = kindsOf(type);
  const keys = kinds.map(({ properties = {} }) => Object.keys(properties));
  const shared = new Set(keys[0]?.filter((key) => keys.every((own) => own.includes(key))));
  const own = kinds
    .filter(({ properties = {} }) => Object.keys(properties).some((key) => !shared.has(key)))
    .map(
      (kind) =>
        `${kindNames(kind)
          .map((name) => `\`${name}\``)
          .join(' and ')}:\n\n${keyTable(kind, shared)}`,
    );
  const names = kinds.flatMap(kindNames).map((name) => `\`${name}\``);
  const [first] = kinds;
  const common = first === undefined ? '' : keyTable(withKeys(first, shared), new Set(['kind']));
  return [`### Fields\n\nEvery field has a \`kind\`, one of ${names.join(', ')}, and:`, common, ...own].join(
    '\n\n',
  );
}

function kindsOf({ properties = {} }: JsonSchema): JsonSchema[] {
  const { fields } = properties;
  const items = typeof fields === 'object' && !Array.isArray(fields.items) ? fields.items : undefined;
  return typeof items === 'object' ? (items.oneOf ?? items.anyOf ?? []) : [];
}

function kindNames({ properties = {} }: JsonSchema): string[] {
  const { kind } = properties;
  if (typeof kind !== 'object') return [];
  return (kind.enum ?? [kind.const]).map(String);
}

const withKeys = (schema: JsonSchema, keys: ReadonlySet<string>): JsonSchema => ({
  ...schema,
  properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([key]) => keys.has(key))),
});
