import type { Document } from '../../content/document.ts';
import type { KnowledgeSnapshot } from '../../knowledge/answer.ts';
import type { Article } from '../../knowledge/article.ts';
import type { UnansweredQuestion } from '../../knowledge/gaps/cluster.ts';
import { readArticle } from '../../knowledge/read-article.ts';

/** What a folder would do today with the questions that it once did not answer. */
export interface Replay {
  readonly questions: number;
  /** One answer is given. */
  readonly answered: number;
  /** A choice is given. */
  readonly offered: number;
}

/** An answer that was refused before is none now. */
export function replay(questions: readonly UnansweredQuestion[], snapshot: KnowledgeSnapshot): Replay {
  const results = questions.map(({ question, refused }) => {
    const { kind, hits } = snapshot.answer(question);
    return kind === 'confident' && hits[0]?.article.id === refused ? 'fallback' : kind;
  });
  return {
    questions: questions.length,
    answered: results.filter((kind) => kind === 'confident').length,
    offered: results.filter((kind) => kind === 'disambiguation').length,
  };
}

/** The articles that are drafts, as they would be published. */
export function draftsIn(documents: readonly Document[], deskLang: string): readonly Article[] {
  return documents
    .filter(({ data }) => data.draft === true)
    .flatMap((document) => {
      const published = { ...document, data: { ...document.data, draft: false } };
      return readArticle(published, deskLang).article ?? [];
    });
}
