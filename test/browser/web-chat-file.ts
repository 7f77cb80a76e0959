import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Its newest release when these tests were written; all of 4.18 speaks the same Direct Line. */
const version = '4.18.1';
const folder = resolve('.output/web-chat');

/**
 * Microsoft's Web Chat, as one file: out of its tarball alone, since as a dependency it brings 486 MB.
 * Gives the file's path, or why there is none.
 */
export async function webChatFile(): Promise<{ readonly path: string } | { readonly missing: string }> {
  const path = resolve(folder, 'package/dist/webchat.js');
  if (existsSync(path)) return { path };
  mkdirSync(folder, { recursive: true });
  try {
    await run('npm', ['pack', `botframework-webchat@${version}`, '--silent', '--pack-destination', folder], {
      timeout: 120_000,
    });
  } catch (error) {
    return {
      missing: `The package registry gave no botframework-webchat@${version}: ${String(error).slice(0, 300)}`,
    };
  }
  const tarball = resolve(folder, `botframework-webchat-${version}.tgz`);
  await run('tar', ['-xzf', tarball, '-C', folder, 'package/dist/webchat.js']);
  return { path };
}
