import type { Suite } from '../context.ts';

/** What `npm run bench:search` runs, in this order. */
export const searchSuite: Suite = {
  command: 'npm run bench:search',
  description: 'show what a search of hyper-parameters can do, and what it costs',
  about: `
Each part runs in a process of its own and writes benchmarks/results/search-NAME.json.
Exits with 1 where a promise is missed. What quality, halving and kill find does not
depend on the machine; overhead and workers want one that does nothing else.

halving trains on real data, in the folder that SIMDGRAD_DATASETS names.

Examples:
  npm run bench:search                      everything; about an hour
  npm run bench:search -- workers           how much two workers are worth
  npm run bench:search -- quality --quick   few seeds; nothing is written`,
  parts: {
    quality: () => import('./quality.ts'),
    halving: () => import('./halving.ts'),
    overhead: () => import('./overhead.ts'),
    workers: () => import('./workers.ts'),
    kill: () => import('./kill.ts'),
  },
  prefix: 'search-',
};
