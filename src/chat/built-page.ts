import { fileURLToPath } from 'node:url';

/** Where the build puts the page. From dist/chat as from src/chat, the package's root is two up. */
export const builtPage = fileURLToPath(new URL('../../dist/chat/page/', import.meta.url));
