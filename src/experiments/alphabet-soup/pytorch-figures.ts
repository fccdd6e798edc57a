import type { SeedSettings } from '../seed-study.ts';
import type { SplitKind } from '../split-kind.ts';

/** Of the plain network in PyTorch, trained on the same rows. */
export interface PytorchRun {
  readonly seed: number;
  /** On the test part. */
  readonly accuracy: number;
}

/** Test accuracies of seeds 0 to 9, to four digits, from test/golden/alphabet-soup-network.json. */
const accuracies: Readonly<Record<SplitKind, readonly number[]>> = {
  plain: [0.7216, 0.7357, 0.7297, 0.727, 0.7297, 0.7315, 0.7313, 0.7294, 0.7321, 0.7286],
  grouped: [0.6679, 0.6927, 0.7011, 0.7369, 0.7349, 0.7473, 0.7256, 0.7172, 0.7197, 0.6703],
};

/** On the grouped split of seed 6, with five other draws of initial weights and batches: least and greatest, from the same file. */
export const pytorchOtherWeights: readonly [low: number, high: number] = [0.672, 0.7244];

/** Undefined for a seed, or settings, that it was not run with. */
export function pytorchRun(split: SplitKind, seed: number, settings: SeedSettings): PytorchRun | undefined {
  if (settings.epochs !== 100 || settings.batchSize !== 32) return undefined;
  const accuracy = accuracies[split][seed];
  return accuracy === undefined ? undefined : { seed, accuracy };
}
