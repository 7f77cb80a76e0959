import { type SecretWords, secretWords } from './secret-words.ts';

/** Whole words in any script, where `\b` knows the letters of English alone. */
const words = (source: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'u');

const readers = secretWords.map(readerOf);

interface Reader {
  readonly clauses: (text: string) => readonly string[];
  /** The secret that a clause asks for. */
  readonly asked: (clause: string) => string | undefined;
  readonly secret: (text: string) => RegExpExecArray | null;
  readonly denies: (text: string) => boolean;
}

/**
 * The words by which a text, in English, German or Spanish, asks its reader to hand over a secret; undefined
 * when it does not. It looks at each clause by itself, and lets pass what denies or warns.
 */
export function asksForSecret(text: string): string | undefined {
  const small = folded(text);
  return firstOf(readers, ({ clauses, asked }) => firstOf(clauses(small), asked));
}

/** The secret that a field or a list of things to have ready names; undefined where it names none. */
export function namesSecret(text: string): string | undefined {
  const small = folded(text);
  return firstOf(readers, ({ secret }) => {
    const named = secret(small);
    // A PIN is one in every language, and so is "without" in front of it.
    const before = small.slice(0, named?.index ?? 0);
    return readers.some(({ denies }) => denies(before)) ? undefined : named?.[0];
  });
}

const folded = (text: string): string => text.normalize('NFC').toLowerCase();

function firstOf<T>(all: readonly T[], read: (one: T) => string | undefined): string | undefined {
  for (const one of all) {
    const found = read(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readerOf(language: SecretWords): Reader {
  const { apart, condition, denied, otherThing, request, secretFirst, warned } = language;
  const split = new RegExp(`[.;!\\n]+|\\?(?=\\s)|${words(apart).source}`, 'u');
  const before = new RegExp(`^[\\s¿¡]*${words(condition).source}[^,:]*[,:]`, 'u');
  const requests = words(request.join('|'));
  const secrets = new RegExp(`${words(language.secret.join('|')).source}(?!${otherThing})`, 'u');
  const denies = words(denied);
  const warns = words(warned);
  return {
    clauses: (text) => text.split(split).map((clause) => clause.replace(before, '')),
    secret: (text) => secrets.exec(text),
    denies: (text) => denies.test(text),
    asked: (clause) => {
      const asking = requests.exec(clause);
      if (asking === null || warns.test(clause)) return undefined;
      // A language that may name the secret first may deny the request last.
      if (secretFirst) return denies.test(clause) ? undefined : secrets.exec(clause)?.[0];
      const named = secrets.exec(clause.slice(asking.index));
      return named === null || denies.test(clause.slice(0, asking.index + named.index))
        ? undefined
        : named[0];
    },
  };
}
