import { type Candidate, choose } from '../choose.ts';
import { activationTitles, type CellActivation, cellActivations } from './cell.ts';
import { cellCandidate } from './cell-candidate.ts';
import { defaultRateOf, type StudyOptimizer, studyOptimizers, titleOfOptimizer } from './optimizer-words.ts';
import { finishedRuns, type StudyResults } from './study.ts';
import type { CellRun } from './train-cell.ts';

/** What the validation part says of a learning rate, and its runs that came to their end. */
export interface RateFindings extends Candidate<number> {
  readonly runs: readonly CellRun[];
}

/** An optimizer with an activation. */
export interface PairFindings {
  readonly optimizer: StudyOptimizer;
  readonly activation: CellActivation;
  /** Ascending by rate. */
  readonly rates: readonly RateFindings[];
  readonly atBest: RateFindings;
  readonly atDefault: RateFindings;
  /** Whether the best is the smallest or largest rate that was tried: beyond it there may be better ones. */
  readonly isAtEdge: boolean;
}

/** 'ReLU with Adam'. */
export function titleOfPair({ optimizer, activation }: Pick<PairFindings, 'optimizer' | 'activation'>): string {
  return `${activationTitles[activation]} with ${titleOfOptimizer(optimizer)}`;
}

/** All pairs, optimizer by optimizer; those that were not tried at their default rate are left out. */
export function findPairs(results: StudyResults): PairFindings[] {
  return studyOptimizers.flatMap((optimizer) =>
    cellActivations.flatMap((activation) => pairOf(results, optimizer, activation) ?? []),
  );
}

function pairOf(
  results: StudyResults,
  optimizer: StudyOptimizer,
  activation: CellActivation,
): PairFindings | undefined {
  const cells = results.settings.cells.filter((cell) => cell.optimizer === optimizer && cell.activation === activation);
  const rates = cells
    .map(({ name, learningRate }) => ({
      ...cellCandidate(results, name, learningRate),
      runs: finishedRuns(results, name),
    }))
    .sort((a, b) => a.setting - b.setting);
  const atDefault = rates.find(({ setting }) => setting === defaultRateOf(optimizer));
  if (!atDefault) return undefined;
  const { setting } = choose(rates);
  const atBest = rates.find((one) => one.setting === setting)!;
  return {
    ...{ optimizer, activation, rates, atBest, atDefault },
    isAtEdge: atBest === rates[0] || atBest === rates.at(-1),
  };
}
