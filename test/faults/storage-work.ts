/**
 * Work on a database that no server needs to do, as a process of its own: opens it, which brings its
 * schema forward, and then by its second argument removes what is old (`retain`) or copies it into the
 * folder that its third argument names (`backup`).
 */
import { backUp } from '../../src/storage/backup.ts';
import { openStorage } from '../../src/storage/storage.ts';
import { defaults } from '../storage/defaults.ts';

const [url = '', work = '', folder = ''] = process.argv.slice(2);
const storage = await openStorage(defaults(url));
if (work === 'retain') await storage.retain({ transcriptDays: 30, attachmentDays: 30, keepDays: 30 });
if (work === 'backup') await backUp(url, folder);
await storage.close();
