import { parentPort, workerData } from 'node:worker_threads';
import { Analyzer } from './analyzer.ts';
import { ArticleIndex } from './article-index.ts';
import { buffersOfIndex, packIndex } from './packed-index.ts';

/** The worker's whole life: index what it was given, hand over what MiniSearch says of it, end. */
const packed = packIndex(ArticleIndex.of(workerData.articles, new Analyzer(workerData.synonyms)));
parentPort?.postMessage(packed, buffersOfIndex(packed));
