import { parentPort, workerData } from 'node:worker_threads';
import { openArticles } from './packed-articles.ts';
import type { TrainTask } from './train-in-worker.ts';
import { buffersOf, trainPart } from './training.ts';

/** The worker's whole life: learn its part of what it was given, hand it over, end. */
const { articles, synonyms, part }: TrainTask = workerData;
const trained = trainPart(articles.flatMap(openArticles), synonyms, part);
parentPort?.postMessage(trained, buffersOf(trained));
