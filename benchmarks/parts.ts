import type { Suite } from './context.ts';

const parts: Suite['parts'] = {
  kernels: () => import('./kernels.ts'),
  training: () => import('./training.ts'),
  growth: () => import('./growth.ts'),
  'long-run': () => import('./long-run.ts'),
  start: () => import('./start.ts'),
  threads: () => import('./threads.ts'),
  relaxed: () => import('./relaxed.ts'),
};

/** What `npm run bench` runs, in this order. */
export const suite: Suite = {
  command: 'npm run bench',
  description: 'measure the speed of everything, and compare it with what was promised',
  about: `
Each part runs in a process of its own, checks answers before it times them, and
writes benchmarks/results/NAME.json. Exits with 1 where a promise is missed.

Examples:
  npm run bench                                   everything
  npm run bench -- kernels --quick                a glimpse; nothing is written
  npm run bench -- kernels --filter 'gemm.* 512'  what matches; nothing is written
  npm run bench -- --check                        has anything become slow?`,
  parts,
  prefix: '',
};
