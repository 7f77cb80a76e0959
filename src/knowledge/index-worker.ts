import { parentPort, workerData } from 'node:worker_threads';
import { Analyzer } from './analyzer.ts';
import { ArticleIndex } from './article-index.ts';
import type { ToIndex } from './index-thread.ts';
import { buffersOfIndex, packIndex } from './packed-index.ts';

/** The worker's whole life: index what it is given, hand over what MiniSearch says of it, end. */
const index = new ArticleIndex(new Analyzer(workerData.synonyms));
parentPort?.on('message', (told: ToIndex) => {
  if (told !== 'no more') {
    index.add(told);
    return;
  }
  const packed = packIndex(index);
  parentPort?.postMessage(packed, buffersOfIndex(packed));
});
