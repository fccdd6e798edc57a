import { bySeed } from '../differences-by-seed.ts';
import type { JudgedStatement, Statement } from '../studies/judge-statements.ts';
import { type MethodName, methodTitles } from './methods.ts';
import { epochsUntil, finalLoss } from './regret.ts';
import { finishedRuns, type SearchStudyResults } from './results.ts';
import type { SearchRun } from './run-search.ts';

/** The sentence that was published, of three parts: all of them hold where it holds. */
export const competitiveClaim = 'random search is competitive with grid search at less computational cost';

const [noHigherLoss, noLowerScore, fewerEpochs] = [
  'Random search comes to no higher a validation loss than grid search',
  'What random search finds is no worse on the test part than what grid search finds',
  'Random search takes fewer epochs than grid search until both have the same validation loss',
];

/**
 * What was published, written down before any search was run; each method had the same number of epochs.
 *
 * "Random search is competitive with grid search at less computational cost" is confirmed where all of three are, and refuted where one is:
 *
 * - its validation loss in the end, as a multiple of that of grid search, is not higher (by more than half a per cent of the loss);
 * - so is the score of its network on the test part, which nothing was chosen by, not lower (by more than half a point of accuracy, or
 *   0.005 of R²);
 * - it takes fewer epochs, as a share of the budget, until both have the same loss: the higher of the two that they come to in the end. With a
 *   level that both reach, nothing need be said of a search that never gets there, and neither has an advantage by the rule.
 *
 * Each model, and halving and Sobol points, are said to come to a lower validation loss than random search, as a multiple of its.
 *
 * @see J. Bergstra, Y. Bengio, Random search for hyper-parameter optimization, JMLR 13, 2012. https://jmlr.org/papers/v13/bergstra12a.html
 */
export function searchStatements(results: SearchStudyResults): Statement[] {
  const { methods } = results.settings;
  const has = (...names: MethodName[]): boolean => names.every((name) => methods.includes(name));
  const of = (name: MethodName): SearchRun[] => finishedRuns(results, name);
  const statements: Statement[] = [];
  if (has('random', 'grid')) {
    const [grid, random] = [of('grid'), of('random')];
    const about = 'random and grid';
    const epochs = epochsToCommonLoss(results, grid, random);
    statements.push(
      { name: noHigherLoss, about, says: 'notHigher', ...lossRatios(grid, random), unit: '% of the loss' },
      {
        name: noLowerScore,
        ...{ about, says: 'notLower' },
        before: bySeed(grid, ({ test }) => test!.score),
        after: bySeed(random, ({ test }) => test!.score),
      },
      { name: fewerEpochs, about, says: 'lower', ...epochs, unit: '% of the epochs', most: 1 },
    );
  }
  for (const method of ['bayesian', 'tpe', 'halving', 'quasiRandom'] as const) {
    if (!has(method, 'random')) continue;
    statements.push({
      name: lowerLossNames[method],
      about: `${methodTitles[method]} and random`,
      says: 'lower',
      ...lossRatios(of('random'), of(method)),
      unit: '% of the loss',
    });
  }
  return statements;
}

const lowerLossNames = {
  bayesian: 'Bayesian search comes to a lower validation loss than random search with as many epochs',
  tpe: 'TPE comes to a lower validation loss than random search with as many epochs',
  halving: 'Halving comes to a lower validation loss than random search with as many epochs',
  quasiRandom: 'Quasi-random search comes to a lower validation loss than random search with as many epochs',
} as const;

/** By seed, the losses of one method as multiples of those of another, which are 1. */
export function lossRatios(
  before: readonly SearchRun[],
  after: readonly SearchRun[],
): Pick<Statement, 'before' | 'after'> {
  const losses = bySeed(before, finalLoss);
  const both = after.filter(({ seed }) => losses.has(seed));
  return {
    before: bySeed(both, () => 1),
    after: bySeed(both, (run) => finalLoss(run) / losses.get(run.seed)!),
  };
}

/** By seed, the share of the budget that each takes until both have the higher of their two losses. */
function epochsToCommonLoss(
  { settings: { trials, epochs } }: SearchStudyResults,
  before: readonly SearchRun[],
  after: readonly SearchRun[],
): Pick<Statement, 'before' | 'after'> {
  const shares = after.flatMap((run) => {
    const other = before.find(({ seed }) => seed === run.seed);
    if (!other) return [];
    const common = Math.max(finalLoss(run), finalLoss(other));
    const share = (one: SearchRun): number => epochsUntil(one, common)! / (trials * epochs);
    return [{ seed: run.seed, before: share(other), after: share(run) }];
  });
  return { before: bySeed(shares, (one) => one.before), after: bySeed(shares, (one) => one.after) };
}

/** What becomes of the whole sentence; undefined where its parts are not judged here. */
export function competitiveVerdict(judged: readonly JudgedStatement[]): JudgedStatement['verdict'] | undefined {
  const parts = judged.filter(({ name }) => [noHigherLoss, noLowerScore, fewerEpochs].includes(name));
  if (parts.length < 3) return undefined;
  if (parts.every(({ verdict }) => verdict === 'confirmed')) return 'confirmed';
  return parts.some(({ verdict }) => verdict === 'refuted') ? 'refuted' : 'undecided';
}
