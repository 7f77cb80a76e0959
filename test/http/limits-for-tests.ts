import { createLimits, type Limits } from '../../src/http/limits.ts';

/** For what is not about limits. */
export const noLimits = (): Limits =>
  createLimits(() => ({ count: async () => undefined, look: async () => undefined }));
