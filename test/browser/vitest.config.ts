import { defineConfig } from 'vitest/config';

/** The chat page in a real browser, on the whole desk. */
export default defineConfig({
  test: {
    root: '.',
    include: ['test/browser/**/*.test.ts'],
    globalSetup: 'test/build.ts',
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // A browser waits more than it works, so two run side by side on two cores.
    maxWorkers: 2,
    expect: { poll: { timeout: 30_000 } },
  },
});
