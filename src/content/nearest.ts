/** The known word that a mistyped one most likely meant; undefined when none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  // A third of the letters: "titel" is meant for "title", while "colour" is not meant for "owner".
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  let found: string | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [least, found] = [distance, candidate];
  }
  return found;
}

/** As `nearest`, of paths and of ids that are paths: what has the same name in another folder was moved there. */
export function nearestPath(written: string, known: Iterable<string>): string | undefined {
  const all = [...known];
  const name = nameIn(written);
  const moved = all.filter((one) => nameIn(one) === name);
  return nearest(written, moved) ?? moved[0] ?? nearest(written, all);
}

const nameIn = (file: string): string => file.slice(file.lastIndexOf('/') + 1).toLowerCase();

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + (same ? 0 : 1),
          swapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
