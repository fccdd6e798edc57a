/** The fourth part: every learning rate with every batch size and every number of epochs, on a part of the images. */
import { type Candidate, choose } from '../choose.ts';
import { pairedDifference, signOf } from '../paired-difference.ts';
import { candidateOfRuns, hasAllSeeds, runsOf, type TestedFindings, testedFindings } from './part-runs.ts';
import { adam, type PlannedRun, planRun } from './planned-run.ts';
import type { MnistRun, Training } from './run.ts';
import type { MnistSettings } from './settings.ts';

/** One cell of the sweep. */
export interface SweepSetting {
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
}

const part = 'sweep';

/**
 * Every rate with every batch size and every seed, for the largest number of epochs; then the cell that was chosen, to be
 * tested.
 *
 * The rate is constant, and the order of batches in an epoch depends on seed and epoch alone, so the first epochs of a run
 * are those of a shorter one, bit for bit: one training serves all numbers of epochs.
 */
export function planSweep(settings: MnistSettings): PlannedRun[] {
  const { seeds } = settings;
  const { learningRates, batchSizes, epochs } = settings.sweep;
  const longest = Math.max(...epochs);
  const choices = seeds.flatMap((seed) =>
    learningRates.flatMap((learningRate) =>
      batchSizes.map((batchSize) =>
        planRun(
          { part, stage: 'choice', name: nameOf({ learningRate, batchSize }), seed },
          trainingOf({ learningRate, batchSize, epochs: longest }, settings),
          'small',
          settings,
        ),
      ),
    ),
  );
  const finals = seeds.map((seed) =>
    planRun(
      { part, stage: 'final', name: 'chosen', seed },
      trainingOf({ learningRate: learningRates[0], batchSize: batchSizes[0], epochs: longest }, settings),
      'small',
      settings,
      (runs) => trainingOf(choose(candidatesOf(runs, settings)).setting, settings),
    ),
  );
  return [...choices, ...finals];
}

/** What came out of the sweep. */
export interface SweepFindings {
  /** By rate, then batch size, then epochs. */
  readonly candidates: readonly Candidate<SweepSetting>[];
  /** Undefined until every cell has been tried with every seed. */
  readonly chosen: Candidate<SweepSetting> | undefined;
  /**
   * Cells that cannot be told from the chosen one: the 95 % interval of their paired difference on the images that are kept
   * to choose by holds 0. Undefined with a single seed, which says nothing about that.
   */
  readonly equals: readonly SweepSetting[] | undefined;
  readonly tested: TestedFindings;
}

export function findSweep(runs: readonly MnistRun[], settings: MnistSettings): SweepFindings {
  const candidates = candidatesOf(runs, settings);
  const chosen = candidates.every((one) => hasAllSeeds(one, settings)) ? choose(candidates) : undefined;
  const equals =
    chosen && chosen.figures.length > 1
      ? candidates.filter((one) => one !== chosen && !isTold(one, chosen)).map(({ setting }) => setting)
      : undefined;
  return { candidates, chosen, equals, tested: testedFindings(runsOf(runs, part, 'chosen')) };
}

/** Whether the difference of two cells has a sign. One that failed with a seed is told from one that did not. */
function isTold(one: Candidate<SweepSetting>, chosen: Candidate<SweepSetting>): boolean {
  if (one.figures.length !== chosen.figures.length) return true;
  const accuracies = ({ figures }: Candidate<SweepSetting>): number[] => figures.map(({ accuracy }) => accuracy);
  return signOf(pairedDifference(accuracies(chosen), accuracies(one)).interval!) !== 0;
}

function nameOf({ learningRate, batchSize }: Pick<SweepSetting, 'learningRate' | 'batchSize'>): string {
  return `rate ${learningRate} batch ${batchSize}`;
}

function trainingOf(setting: SweepSetting, { sweep }: MnistSettings): Training {
  return { ...adam, ...setting, network: sweep.network };
}

function candidatesOf(runs: readonly MnistRun[], { sweep }: MnistSettings): Candidate<SweepSetting>[] {
  return sweep.learningRates.flatMap((learningRate) =>
    sweep.batchSizes.flatMap((batchSize) => {
      const ofPair = runsOf(runs, part, nameOf({ learningRate, batchSize }));
      return sweep.epochs.map((epochs) => candidateOfRuns({ learningRate, batchSize, epochs }, ofPair, epochs));
    }),
  );
}
