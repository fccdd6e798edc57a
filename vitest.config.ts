import { defineConfig } from 'vitest/config';

/** What measures how long something takes: run when all others have ended, one after the other. */
const timing = [
  'test/benchmarks/harness.test.ts',
  'test/data/digits.test.ts',
  'test/metrics/roc-auc-score.test.ts',
  'test/training/turns.test.ts',
  'test/wasm/threads/threads.test.ts',
];

const shared = { testTimeout: 60_000 };

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/name-skips.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: timing,
          maxWorkers: '100%', // of the processors; the default leaves one idle
          sequence: { groupOrder: 0 },
        },
      },
      { test: { ...shared, name: 'timing', include: timing, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
});
