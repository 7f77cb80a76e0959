import { deserialize, serialize } from 'node:v8';
import type { Article, Passage } from './article.ts';

/**
 * Articles as a thread hands them over and a start finds them: bodies are most of a folder, and few are looked
 * at, so they stay bytes until they are.
 */
export interface PackedArticles {
  /** All but the bodies, as `v8.serialize` writes them. */
  readonly heads: Uint8Array;
  /** Each article's passages behind the other's, written likewise. */
  readonly bodies: Uint8Array;
  /** Where each body begins; one more at the end. */
  readonly starts: Uint32Array;
}

type Head = Omit<Article, 'passages'>;

/** Most passages have no markup: their text is their markdown. */
type PackedPassage = Omit<Passage, 'text'> & { readonly text: string | undefined };

export function packArticles(articles: readonly Article[]): PackedArticles {
  const bodies = articles.map(({ passages }) => serialize(passages.map(packed)));
  const starts = new Uint32Array(articles.length + 1);
  for (const [at, { length }] of bodies.entries()) starts[at + 1] = (starts[at] ?? 0) + length;
  return {
    heads: ofItsOwn(serialize(articles.map(headOf))),
    bodies: ofItsOwn(Buffer.concat(bodies)),
    starts,
  };
}

/** The same articles, whose bodies are read each time they are asked for. */
export function openArticles({ heads, bodies, starts }: PackedArticles): Article[] {
  const passagesOf = (at: number): readonly Passage[] => {
    const body: readonly PackedPassage[] = deserialize(bodies.subarray(starts[at], starts[at + 1]));
    return body.map((passage) => ({ ...passage, text: passage.text ?? passage.markdown }));
  };
  const all: readonly Head[] = deserialize(heads);
  return all.map((head, at) => ({
    ...head,
    get passages() {
      return passagesOf(at);
    },
  }));
}

/** Small buffers share one. */
const ofItsOwn = (bytes: Buffer): Uint8Array => Uint8Array.from(bytes);

function headOf({ passages: _, ...head }: Article): Head {
  return head;
}

const packed = (passage: Passage): PackedPassage => ({
  ...passage,
  text: passage.text === passage.markdown ? undefined : passage.text,
});
