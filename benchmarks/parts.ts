/** The parts of the suite, in the order in which `npm run bench` runs them. */
import type { Part } from './part.ts';

/** Each is loaded when it is asked for, so that a part's process holds nothing of the others. */
export const parts: Readonly<Record<string, () => Promise<{ readonly part: Part }>>> = {
  kernels: () => import('./kernels.ts'),
  training: () => import('./training.ts'),
  growth: () => import('./growth.ts'),
  'long-run': () => import('./long-run.ts'),
  start: () => import('./start.ts'),
  threads: () => import('./threads.ts'),
  relaxed: () => import('./relaxed.ts'),
};
