import { defineConfig } from 'vitest/config';

/** What tries to break the promises: real processes, killed; real databases, taken away. Minutes. */
export default defineConfig({
  test: {
    root: '.',
    include: ['test/faults/**/*.test.ts'],
    globalSetup: 'test/faults/bundled.ts',
    testTimeout: 30 * 60_000,
    hookTimeout: 120_000,
    // Most of the time is spent waiting for processes and databases, so two run side by side on two cores.
    maxWorkers: 2,
    expect: { poll: { timeout: 30_000 } },
  },
});
