import { parentPort, workerData } from 'node:worker_threads';
import { buffersOf, trainPart } from './training.ts';

/** The worker's whole life: learn its part of what it was given, hand it over, end. */
const trained = trainPart(workerData.articles, workerData.synonyms, workerData.part);
parentPort?.postMessage(trained, buffersOf(trained));
