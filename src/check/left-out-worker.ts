import { parentPort, workerData } from 'node:worker_threads';
import { askParts } from './left-out.ts';

const [task, cut, parts] = workerData;
parentPort?.postMessage(askParts(task, cut, parts));
