/** The second part: what dropout and weight decay are worth to a dense network, chosen on images that are kept for that. */
import { type Candidate, choose } from '../choose.ts';
import type { PairedDifference } from '../paired-difference.ts';
import {
  candidateOfRuns,
  hasAllSeeds,
  runsOf,
  type TestedFindings,
  testDifference,
  testedFindings,
} from './part-runs.ts';
import { adam, type PlannedRun, planRun } from './planned-run.ts';
import { keyOf, type MnistRun, type Training } from './run.ts';
import type { MnistSettings } from './settings.ts';

/** What is to help against learning by heart; neither is the baseline. */
export interface DenseSetting {
  readonly dropout: number;
  readonly weightDecay: number;
}

const part = 'dense';

/** Every pair of the grid with every seed; then the baseline and the pair that was chosen, to be tested. */
export function planDense(settings: MnistSettings): PlannedRun[] {
  const { seeds } = settings;
  const grid = gridOf(settings);
  const choices = seeds.flatMap((seed) =>
    grid.map((setting) =>
      planRun({ part, stage: 'choice', name: nameOf(setting), seed }, trainingOf(setting, settings), 'train', settings),
    ),
  );
  const finals = seeds.flatMap((seed) => {
    const baseline = trainingOf(grid[0], settings);
    const place = { part, stage: 'final', name: 'baseline', seed } as const;
    return [
      planRun(place, baseline, 'train', settings),
      planRun({ ...place, name: 'tuned' }, baseline, 'train', settings, (runs) => {
        const { setting } = choose(candidatesOf(runs, settings));
        return isBaseline(setting, grid) ? { sameAs: keyOf(place) } : trainingOf(setting, settings);
      }),
    ];
  });
  return [...choices, ...finals];
}

/** What came out of the dense networks. */
export interface DenseFindings {
  /** In the order of the grid, weight decays one after the other. */
  readonly candidates: readonly Candidate<DenseSetting>[];
  /** Undefined until every pair has been tried with every seed. */
  readonly chosen: Candidate<DenseSetting> | undefined;
  /** Whether none of the pairs was better than neither. */
  readonly choseBaseline: boolean;
  readonly baseline: TestedFindings;
  readonly tuned: TestedFindings;
  /** Test accuracy of the tuned network against the baseline. */
  readonly difference: PairedDifference | undefined;
}

export function findDense(runs: readonly MnistRun[], settings: MnistSettings): DenseFindings {
  const candidates = candidatesOf(runs, settings);
  const chosen = candidates.every((one) => hasAllSeeds(one, settings)) ? choose(candidates) : undefined;
  const baseline = testedFindings(runsOf(runs, part, 'baseline'));
  const tuned = testedFindings(runsOf(runs, part, 'tuned'));
  return {
    candidates,
    chosen,
    choseBaseline: chosen !== undefined && isBaseline(chosen.setting, gridOf(settings)),
    baseline,
    tuned,
    difference: testDifference(baseline, tuned),
  };
}

/** The first pair is the baseline. */
function gridOf({ dense: { dropouts, weightDecays } }: MnistSettings): DenseSetting[] {
  return weightDecays.flatMap((weightDecay) => dropouts.map((dropout) => ({ dropout, weightDecay })));
}

function isBaseline({ dropout, weightDecay }: DenseSetting, [first]: readonly DenseSetting[]): boolean {
  return dropout === first.dropout && weightDecay === first.weightDecay;
}

function nameOf({ dropout, weightDecay }: DenseSetting): string {
  return `dropout ${dropout} decay ${weightDecay}`;
}

function trainingOf(setting: DenseSetting, { dense, batchSize }: MnistSettings): Training {
  return { ...adam, ...setting, network: 'dense', batchSize, epochs: dense.epochs };
}

function candidatesOf(runs: readonly MnistRun[], settings: MnistSettings): Candidate<DenseSetting>[] {
  return gridOf(settings).map((setting) => candidateOfRuns(setting, runsOf(runs, part, nameOf(setting))));
}
