/** How soon networks get down to a fixed validation loss. */
import { shareLoss } from '../study-data.ts';
import { targetLoss } from '../time-to-loss.ts';
import type { MethodName } from './cells.ts';
import { type CellFindings, findMethod, type MethodFindings, type RegularizationResults } from './findings.ts';

/** What is timed: the methods that have no penalty in their loss, each at its best strength. */
const timed: readonly MethodName[] = ['none', 'dropout', 'batchNorm', 'weightDecay'];

export interface Convergence {
  readonly cells: readonly CellFindings[];
  /** The loss that all are timed to: that of `targetLoss`. */
  readonly target: number;
  /** Epochs of a run until then. */
  epochsOf(run: { readonly history: { readonly validationLoss: readonly number[] } }): number;
}

/** Undefined until the methods that are timed have been chosen, and where none of them learns anything. */
export function findConvergence(
  all: readonly MethodFindings[],
  { data, settings }: Pick<RegularizationResults, 'data' | 'settings'>,
): Convergence | undefined {
  const cells = timed.flatMap((method) => findMethod(all, method)?.chosen ?? []);
  if (cells.length < timed.length) return undefined;
  const known = shareLoss(data);
  const target = targetLoss(
    known,
    cells.map(({ runs }) => runs),
  );
  if (target === undefined) return undefined;
  return {
    cells,
    target,
    epochsOf: ({ history }) => epochsTo(target, history.validationLoss, known, settings.epochs),
  };
}

/**
 * Epochs until the validation loss is at most `target` for the first time; one more than there are for a run that never gets there.
 *
 * The loss is looked at after every epoch. Between two looks it is taken to go along a straight line, and before the first from
 * `known`, the loss of who knows the shares of the classes: 2.4 is within the third epoch.
 */
export function epochsTo(target: number, losses: readonly number[], known: number, epochs: number): number {
  const reached = losses.findIndex((loss) => loss <= target);
  if (reached < 0) return epochs + 1;
  const before = reached === 0 ? known : losses[reached - 1];
  return before <= target ? reached : reached + (before - target) / (before - losses[reached]);
}
