import { loadContent } from '../../src/check/load-content.ts';
import { benchAnswers, tableOf } from './answers.ts';

/** The published figures, each beside its peers in the same run: `npm run bench -- answers [folder]`. */
const [what = 'answers', folder = './knowledge'] = process.argv.slice(2);
if (what !== 'answers') {
  process.stderr.write(`No benchmark named ${what}: there is answers.\n`);
  process.exitCode = 2;
} else {
  const { articles } = await loadContent(folder);
  process.stdout.write(`${tableOf(benchAnswers(articles))}\n`);
}
