import { runRules } from '../../check/check.ts';
import { openForAsking } from '../../check/compare.ts';
import { type CheckedContent, loadForCheck } from '../../check/load-content.ts';
import { type Diagnostic, sortDiagnostics } from '../../content/diagnostic.ts';
import { readDocument } from '../../content/read-document.ts';
import { answerQuestion } from '../../conversation/answering.ts';
import type { Reply } from '../../conversation/reply.ts';
import { shownPassage } from '../../conversation/shown-passage.ts';
import { initialState } from '../../conversation/state.ts';
import type { Hit, KnowledgeSnapshot } from '../../knowledge/answer.ts';
import type { Article } from '../../knowledge/article.ts';
import { readArticles } from '../../knowledge/read-article.ts';
import type { SynonymGroups } from '../../knowledge/synonyms.ts';
import { LiveDesk } from '../../live-desk/live-desk.ts';
import { strangersView } from '../strangers-view.ts';

/** A file as its editor has it before it is saved, and perhaps a question to try. */
export interface Unsaved {
  /** Below the knowledge folder. */
  readonly file: string;
  readonly text: string;
  readonly question: string;
}

export interface Preview {
  /** Undefined where the text is no article yet: the diagnostics say why. */
  readonly article: Article | undefined;
  readonly draft: boolean;
  /** Markdown as the chat sends it, a passage each. */
  readonly shown: readonly string[];
  /** The replies to the question, and what was ranked for it; undefined without a question. */
  readonly answered: { readonly replies: readonly Reply[]; readonly hits: readonly Hit[] } | undefined;
  /** Of this file alone. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PreviewDesk {
  readonly files: () => readonly { readonly file: string; readonly title: string }[];
  /** The saved text; undefined for a file that is not there. */
  readonly textOf: (file: string) => string | undefined;
  readonly preview: (unsaved: Unsaved) => Promise<Preview>;
  /** Reads the folder again; until it is whole, the last load serves. */
  readonly reload: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Opens the folder for trying changes that are not saved. */
export async function openPreviewDesk(folder: string): Promise<PreviewDesk> {
  const live = await LiveDesk.open(folder);
  let content = await loadForCheck(folder);
  let learned: { readonly key: string; readonly snapshot: Promise<KnowledgeSnapshot> } | undefined;

  /** Learning takes a second or more: the same text is not learned for each question. */
  function snapshotOf(changed: CheckedContent, key: string): Promise<KnowledgeSnapshot> {
    if (learned?.key !== key)
      learned = { key, snapshot: openForAsking(changed).then(({ snapshot }) => snapshot) };
    return learned.snapshot;
  }

  return {
    files: () =>
      content.articleDocuments.map(({ file, data }) => ({ file, title: String(data.title ?? file) })),
    textOf: (file) => content.articleDocuments.find((document) => document.file === file)?.text,
    preview: async (unsaved) => {
      const { changed, article, draft } = withUnsaved(content, unsaved);
      const diagnostics = diagnosticsOf(changed, unsaved.file);
      const key = `${content.revision}\n${unsaved.file}\n${unsaved.text}`;
      const desk = (knowledge: KnowledgeSnapshot) => strangersView({ ...live.current, knowledge });
      const knowledge = unsaved.question === '' ? undefined : await snapshotOf(changed, key);
      return {
        article,
        draft,
        shown: article === undefined ? [] : shownOf(article, live.current),
        answered: knowledge && {
          replies: answerQuestion(initialState, unsaved.question, desk(knowledge)).replies,
          hits: knowledge.answer(unsaved.question).hits.map((hit) => readable(hit, content.desk.synonyms)),
        },
        diagnostics,
      };
    },
    reload: async () => {
      await live.reload();
      content = await loadForCheck(folder);
    },
    close: () => live.close(),
  };
}

/** The folder as it would be with the file saved, and published if it is a draft. */
function withUnsaved(content: CheckedContent, { file, text }: Unsaved) {
  const { document, diagnostics: unread } = readDocument(file, text);
  const others = content.articleDocuments.filter((other) => other.file !== file);
  const draft = document?.data.draft === true;
  const published = document && { ...document, data: { ...document.data, draft: false } };
  const documents = published === undefined ? others : [...others, published];
  const { articles, diagnostics } = readArticles(documents, content.desk.lang);
  const changed: CheckedContent = {
    ...content,
    articles,
    articleDocuments: documents,
    files: new Set([...content.files, file]),
    diagnostics: [...unread, ...diagnostics],
  };
  return { changed, draft, article: articles.find((article) => article.file === file) };
}

/** The ranking knows a list of synonyms by its place in desk.md, an editor by its first word. */
function readable(hit: Hit, synonyms: SynonymGroups): Hit {
  const terms = hit.why.terms.map((term) => {
    const group = /^=(\d+)$/.exec(term)?.[1];
    return group === undefined ? term : `≈ ${synonyms[Number(group)]?.[0] ?? term}`;
  });
  return { ...hit, why: { ...hit.why, terms } };
}

function diagnosticsOf(changed: CheckedContent, file: string): readonly Diagnostic[] {
  const found = [...changed.diagnostics, ...runRules(changed, Date.now())];
  return sortDiagnostics(found.filter((one) => one.file === file));
}

function shownOf(article: Article, desk: Parameters<typeof strangersView>[0]): readonly string[] {
  const { say } = strangersView(desk);
  return article.passages.map((passage) => shownPassage(article, passage, say));
}
