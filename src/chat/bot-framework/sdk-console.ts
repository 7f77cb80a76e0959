import type { ChatLog } from '../ports.ts';

/** The SDK's own files, as a stack names them; the package's folder is the same on every system. */
const sdkFile = /[\\/]node_modules[\\/]botframework-connector[\\/]/;

/**
 * The SDK's token check prints errors, signing keys among them, on the process's console and takes no
 * logger. What it prints is turned to the log; everyone else's console is left as it is. Who prints is told
 * by the stack, which costs nothing until somebody does: to follow each request (AsyncLocalStorage) makes
 * every promise of the process dearer. Gives how to restore the console.
 */
export function routeSdkConsole(log: ChatLog): () => void {
  const original = console.error;
  const routed = (...parts: unknown[]): void => {
    if (!sdkFile.test(new Error().stack ?? '')) original(...parts);
    // One of them prints a whole signing key after its first sentence.
    else
      log.warn({ sdk: String(parts[0]).split('. ')[0]?.slice(0, 200) }, 'The Bot Framework SDK complained');
  };
  console.error = routed;
  return () => {
    if (console.error === routed) console.error = original;
  };
}
