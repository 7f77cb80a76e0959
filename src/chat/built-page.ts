import { inPackage } from '../package-root.ts';

/** Where the build puts the page. */
export const builtPage = inPackage('dist/page/');
