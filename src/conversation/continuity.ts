/** An article that was shown, with how sure the desk was of it (0 to 1) and what the requester said to it. */
export interface ShownArticle {
  readonly article: string;
  readonly confidence: number;
  readonly vote?: 'helped' | 'not-quite' | undefined;
}

/** What the conversation knows that led to a work order, so that staff need not ask for it again. */
export interface Background {
  /** What the requester asked first; empty where a form was opened without a question. */
  readonly question: string;
  /** In the order they were shown. */
  readonly shown: readonly ShownArticle[];
  /** The knowledge folder's revision that answered; undefined where nothing was asked. */
  readonly revision?: string | undefined;
  /** Kinds of secrets that were taken out of what the requester wrote. */
  readonly removed: readonly string[];
  /** When this matter began: the transcript goes back so far; epoch ms. */
  readonly since: number;
}

export interface TranscriptLine {
  /** Epoch ms. */
  readonly at: number;
  readonly by: 'requester' | 'desk';
  /** Markdown where the desk speaks; guarded and cut to a bounded length. */
  readonly text: string;
}

/** The background with what was said up to the filing, oldest first. */
export interface Continuity extends Background {
  readonly transcript: readonly TranscriptLine[];
}
