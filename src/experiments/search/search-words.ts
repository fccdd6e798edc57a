/** What `simdgrad search` plans and finds, in sentences, the same in a terminal and in a report. */

import type { SpaceEntry } from '../../search/space/space.ts';
import type { StudyJSON } from '../../search/study.ts';
import type { Trial } from '../../search/trial.ts';
import { countText, listText, plural } from '../figure-text.ts';
import { scoreTitle } from '../table/scores.ts';
import { scoreText } from '../table/table-words.ts';
import type { TableTask } from '../table/targets.ts';
import { parameterText } from './parameter-axis.ts';
import type { SearchResults } from './search-results.ts';
import type { ValueName } from './trial-figures.ts';

const samplerTitles: Readonly<Record<string, string>> = {
  bayesian: 'Bayesian search (Gaussian process, log expected improvement)',
  tpe: 'tree-structured Parzen estimator',
  random: 'random search',
  quasiRandom: 'quasi-random search (Sobol points)',
  grid: 'grid search',
  manual: 'points by hand',
};

const prunerTitles: Readonly<Record<string, string>> = {
  median: 'stopped below the median',
  asynchronousHalving: 'stopped by asynchronous halving',
  successiveHalving: 'successive halving',
  hyperband: 'Hyperband',
};

/** What the values of trials are. */
export function valueNames({ task }: { readonly task: TableTask }, directions: number): ValueName[] {
  const loss = { title: task === 'regression' ? 'validation loss' : 'validation cross-entropy' };
  return [loss, { title: 'parameters' }].slice(0, directions);
}

/** How is searched. */
export function samplerSentence({ sampler, pruner, lag }: Pick<StudyJSON, 'sampler' | 'pruner' | 'lag'>): string {
  const { name, seed } = sampler as { readonly name?: string; readonly seed?: number };
  const pruned = pruner === undefined ? undefined : (pruner as { readonly name?: string }).name;
  return [
    `${samplerTitles[name ?? ''] ?? name}${seed === undefined ? '' : `, seed ${seed}`}`,
    ...(pruned === undefined ? [] : [`trials ${prunerTitles[pruned] ?? pruned}`]),
    `each trial knows of those ${lag} and more before it`,
  ].join('; ');
}

/** How each trial is trained, and what it is judged by. */
export function trialSentence({
  training: { epochs, patience },
  folds,
  validationSize,
  task,
}: Pick<SearchResults, 'training' | 'folds' | 'validationSize' | 'task'>): string {
  const chosen =
    folds > 1 ? `the mean over ${folds} folds` : `${Math.round(100 * validationSize)} % of the rows, the same for all`;
  const loss = task === 'regression' ? 'squared error of standardised targets' : 'cross-entropy';
  return `a trial is a network trained for at most ${plural(epochs, 'epoch')}, until ${plural(patience, 'epoch')} bring no lower ${loss} on rows to choose by: ${chosen}`;
}

/** How the rows are divided. */
export function rowsSentence({ learned, test }: SearchResults['rows']): string {
  return `${countText(learned)} rows to train on and choose by, ${countText(test)} to test on, once, when all is chosen`;
}

/** The parameters of a trial, one after the other: 'layers 2, units 64, …'. */
export function parametersText(entries: readonly SpaceEntry[], { parameters }: Pick<Trial, 'parameters'>): string {
  const known = entries.filter(({ name }) => parameters[name] !== undefined);
  return known.map((entry) => `${entry.name} ${parameterText(entry, parameters[entry.name])}`).join(', ');
}

/** What became of the best trial. */
export function finalSentence({ final, rows, targets }: Pick<SearchResults, 'final' | 'rows' | 'targets'>): string {
  const { trial, epochs, parameters, tested } = final!;
  const { main, scores, intervals } = tested;
  const interval = intervals[main];
  const range = interval ? ` (95 % interval ${scoreText(main, interval[0])} to ${scoreText(main, interval[1])})` : '';
  return (
    `the network of trial ${trial}, ${plural(parameters, 'parameter')}, trained once more for ${plural(epochs, 'epoch')} on all ${countText(rows.learned)} rows that are not tested on, ` +
    `predicts ${targets.join(', ')} with ${scoreTitle(main)} ${scoreText(main, scores[main]!)}${range} on the ${countText(rows.test)} others`
  );
}

/** Why it is not the best trial; undefined where it is. */
export function divergedSentence({ final }: Pick<SearchResults, 'final'>): string | undefined {
  if (final === undefined || final.diverged.length === 0) return undefined;
  const { diverged } = final;
  const which = diverged.length === 1 ? 'trial' : 'trials';
  return `trained once more on all rows, the weights of the better ${which} ${listText(diverged.map(String))} grew without end, as they can at learning rates near the edge`;
}
