import { valueNames } from '../experiments/search/search-words.ts';
import type { Journal } from '../node/index.ts';
import type { SearchProgress } from '../search/search.ts';
import type { ParameterValues } from '../search/space/space.ts';
import type { Trial } from '../search/trial.ts';
import type { Context } from './context.ts';
import { createSearchProgress, type SearchProgressBar } from './search-progress.ts';
import type { SearchSetup } from './search-setup.ts';

/** Shows how a search goes on while it does. */
export async function withSearchProgress<Result>(
  { plan, table }: SearchSetup,
  { results }: Journal<Trial>,
  trials: number,
  { errors }: Context,
  run: (onProgress: (now: SearchProgress<ParameterValues>) => void, bar: SearchProgressBar) => Promise<Result>,
): Promise<Result> {
  const [value] = valueNames(table, 1);
  const bar = createSearchProgress(errors, { space: plan.space, value, done: results.size, trials });
  try {
    return await run((now) => bar.update(now), bar);
  } finally {
    bar.stop();
  }
}
