import { parentPort, workerData } from 'node:worker_threads';
import { Analyzer } from './analyzer.ts';
import { BulkIndex } from './bulk-index.ts';
import type { ToIndex } from './index-thread.ts';
import { buffersOfIndex } from './packed-index.ts';

/** The worker's whole life: index what it is given, hand over what MiniSearch says of it, end. */
const index = new BulkIndex(new Analyzer(workerData.synonyms));
parentPort?.on('message', (told: ToIndex) => {
  if (told !== 'no more') {
    index.add(told);
    return;
  }
  const packed = index.packed();
  parentPort?.postMessage(packed, buffersOfIndex(packed));
});
