/** How soon networks get down to a fixed validation loss. */
import { shareLoss } from '../study-data.ts';
import { targetLoss } from '../time-to-loss.ts';
import type { CellRun } from '../train-cell.ts';
import type { MethodName } from './cells.ts';
import { type CellFindings, findMethod, type MethodFindings, type RegularizationResults } from './findings.ts';

/** What is timed: the methods that have no penalty in their loss, each at its best strength. */
const timed: readonly MethodName[] = ['none', 'dropout', 'batchNorm', 'weightDecay'];

type TimedRun = { readonly history: Pick<CellRun['history'], 'validationLoss'> };

export interface Convergence {
  readonly cells: readonly CellFindings[];
  /** The loss that all are timed to: that of `targetLoss`. */
  readonly target: number;
  /** Epochs of a run until then. */
  epochsOf(run: TimedRun): number;
  /**
   * Whether most of these runs are there when the loss is looked at for the first time, after the first epoch: then it is not known which of
   * them were sooner.
   */
  isTooSoon(runs: readonly TimedRun[]): boolean;
}

/** Undefined until the methods that are timed have been chosen, and where none of them learns anything. */
export function findConvergence(
  all: readonly MethodFindings[],
  { data, settings }: Pick<RegularizationResults, 'data' | 'settings'>,
): Convergence | undefined {
  const cells = timed.flatMap((method) => findMethod(all, method)?.chosen ?? []);
  if (cells.length < timed.length) return undefined;
  const target = targetLoss(
    shareLoss(data),
    cells.map(({ runs }) => runs),
  );
  if (target === undefined) return undefined;
  return {
    cells,
    target,
    epochsOf: ({ history }) => epochsTo(target, history.validationLoss, settings.epochs),
    isTooSoon: (runs) => 2 * runs.filter(({ history }) => history.validationLoss[0] <= target).length > runs.length,
  };
}

/**
 * Epochs until the validation loss is at most `target` for the first time; one more than there are for a run that never gets there.
 *
 * The loss is looked at after every epoch. Between two looks it is taken to go along a straight line: 2.4 is within the third epoch. Before
 * the first look nothing is known, so that a run that is there by then has 1.
 */
export function epochsTo(target: number, losses: readonly number[], epochs: number): number {
  const reached = losses.findIndex((loss) => loss <= target);
  if (reached < 0) return epochs + 1;
  if (reached === 0) return 1;
  const before = losses[reached - 1];
  return reached + (before - target) / (before - losses[reached]);
}
