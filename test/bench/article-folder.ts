import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A made-up vocabulary, so that a folder of any size needs no data from outside. */
const words = Array.from({ length: 4_000 }, (_, n) => {
  const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ka', 'le', 'mi', 'no', 'ru', 'sa', 'te', 'vi', 'zo'];
  return [n, n / 14, n / 196, n / 2_744].map((part) => syllables[Math.floor(part) % 14]).join('');
});

/** A knowledge folder of so many articles of about 300 words and 3 phrasings, with the sample desk around them. */
export async function writeArticles(folder: string, count: number): Promise<void> {
  await mkdir(join(folder, 'articles'), { recursive: true });
  for (const part of ['desk.md', 'phrases', 'work-orders'])
    await cp(join('knowledge', part), join(folder, part), { recursive: true });
  const random = sequence(count);
  const some = (length: number): string =>
    Array.from({ length }, () => words[Math.floor(random() ** 3 * words.length)] ?? '').join(' ');
  for (let n = 0; n < count; n++) {
    const questions = [some(7), some(9), some(8)].map((one) => `  - ${one}\n`).join('');
    const text = `---\ntitle: ${some(5)}\nquestions:\n${questions}---\n\n## ${some(4)}\n\n${some(150)}\n\n## ${some(4)}\n\n${some(150)}\n`;
    await writeFile(join(folder, 'articles', `article-${n}.md`), text);
  }
}

/** The same numbers from 0 to 1 in every run: a linear congruence is random enough for made-up words. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}
