import { parentPort, workerData } from 'node:worker_threads';
import { train } from './training.ts';

/** The worker's whole life: learn what it was given, hand it over, end. */
parentPort?.postMessage(train(workerData.articles, workerData.synonyms));
