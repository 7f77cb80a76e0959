import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, train } from './training.ts';

/** The worker's whole life: learn what it was given, hand it over, end. */
const training = train(workerData.articles, workerData.synonyms);
parentPort?.postMessage(training, buffersOf(training));
