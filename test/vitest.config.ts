import { defineConfig } from 'vitest/config';

/** What needs only Node. The slow proofs have configurations of their own. */
export default defineConfig({
  test: {
    root: '.',
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/faults/**', 'test/bench/**'],
    globalSetup: 'test/build.ts',
    // What hangs is found late rather than what is slow taken for it, on whatever machine.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    isolate: false,
    // Most of the time is spent waiting for processes and databases, so two run side by side on two cores.
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['src/{conversation,knowledge,work-orders}/**/*.ts'],
      reporter: ['text-summary'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 90 },
    },
  },
});
