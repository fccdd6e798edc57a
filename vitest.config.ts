import { defineConfig } from 'vitest/config';
// Doc comments as they are now, which explain quotes: the file is not committed.
import './scripts/build-rule-texts.mjs';

/** What measures how long something takes: run when all others have ended, one after the other. */
const timing = [
  'test/benchmarks/harness.test.ts',
  'test/data/digits.test.ts',
  'test/metrics/roc-auc-score.test.ts',
  'test/training/turns.test.ts',
  'test/wasm/threads/idle.test.ts',
];

/** What looks at the engine's memory or changes it for others, or has modules that are not as they are, in the folders below. */
const apart = [
  'test/autodiff/eviction.test.ts',
  'test/cli/mnist.test.ts',
  'test/cli/seed-experiment.test.ts',
  'test/data/resident-rows.test.ts',
  'test/optimizers/optimizer.test.ts',
  'test/training/memory-flat.test.ts',
];

/** Folders whose files share one engine and its modules, and so begin in half the time. */
const together = [
  'autodiff',
  'benchmarks',
  'cli',
  'data',
  'datasets',
  'evidence',
  'exercises',
  'experiments',
  'explain',
  'formats',
  'initializers',
  'jobs',
  'kernels',
  'layers',
  'lint',
  'losses',
  'metrics',
  'node',
  'ops',
  'optimizers',
  'pages',
  'race',
  'regularizers',
  'report',
  'schedules',
  'search',
  'tensor',
  'training',
  'walkthroughs',
].map((folder) => `test/${folder}/**/*.test.ts`);

/** Workers: as many as there are processors; the default leaves one idle. */
const shared = { testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: '100%' };

export default defineConfig({
  test: {
    reporters: ['default', './test/helpers/name-skips.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'units',
          include: together,
          exclude: [...timing, ...apart],
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'tests',
          include: ['test/**/*.test.ts'],
          exclude: [...timing, ...together],
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: { ...shared, name: 'apart', include: apart, sequence: { groupOrder: 1 } },
      },
      { test: { ...shared, name: 'timing', include: timing, maxWorkers: 1, sequence: { groupOrder: 2 } } },
    ],
  },
});
