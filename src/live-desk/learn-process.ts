import { DeskLoader } from './desk-loader.ts';

/** The process's whole life: read and learn the folder that it was given, keep that for who started it, end. */
const loader = new DeskLoader({ here: true });
const { learned } = await loader.load(process.argv[2] ?? '.');
await learned;
await loader.close();
