import { type Candidate, candidateOf } from '../choose.ts';
import { type MeanAndDeviation, meanAndDeviation } from '../mean-and-deviation.ts';
import { type PairedDifference, pairedDifference } from '../paired-difference.ts';
import type { MnistRun } from './run.ts';
import type { MnistPart, MnistSettings } from './settings.ts';

/** The runs of a part that have a name there, in the order of the seeds. */
export function runsOf(runs: readonly MnistRun[], part: MnistPart, name: string): MnistRun[] {
  return runs.filter((run) => run.part === part && run.name === name);
}

/**
 * What runs of one setting say for choosing it, after so many epochs, or at their ends: the learning rate is constant, so
 * the first epochs of a run are those of a shorter one.
 */
export function candidateOfRuns<Setting>(
  setting: Setting,
  runs: readonly MnistRun[],
  epochs?: number,
): Candidate<Setting> {
  const figures = runs.flatMap(({ seed, training, history }) => {
    const epoch = (epochs ?? training.epochs) - 1;
    const accuracy = history.validationAccuracy[epoch];
    return accuracy === undefined ? [] : [{ seed, accuracy, loss: history.validationLoss[epoch] }];
  });
  return candidateOf(setting, figures, runs.length - figures.length);
}

/** Whether every seed has a run, so that it can be chosen among them. */
export function hasAllSeeds({ figures, failures }: Candidate<unknown>, { seeds }: MnistSettings): boolean {
  return figures.length + failures === seeds.length;
}

/** Test figures of final runs of one name. */
export interface TestedFindings {
  /** Over the runs that came to their end; undefined if there is none. */
  readonly accuracy: MeanAndDeviation | undefined;
  readonly loss: MeanAndDeviation | undefined;
  readonly runs: readonly MnistRun[];
  readonly failures: number;
}

export function testedFindings(runs: readonly MnistRun[]): TestedFindings {
  const tested = runs.flatMap(({ test }) => (test ? [test] : []));
  const over = (figure: 'accuracy' | 'loss'): MeanAndDeviation | undefined =>
    tested.length === 0 ? undefined : meanAndDeviation(tested.map((test) => test[figure]));
  return { accuracy: over('accuracy'), loss: over('loss'), runs, failures: runs.length - tested.length };
}

/** By how much `after` is better on the test part, over the seeds that both came to their end with; undefined if none. */
export function testDifference(before: TestedFindings, after: TestedFindings): PairedDifference | undefined {
  const pairs = after.runs.flatMap((run) => {
    const partner = before.runs.find(({ seed }) => seed === run.seed);
    return run.test && partner?.test ? [[partner.test.accuracy, run.test.accuracy]] : [];
  });
  if (pairs.length === 0) return undefined;
  return pairedDifference(
    pairs.map(([accuracy]) => accuracy),
    pairs.map(([, accuracy]) => accuracy),
  );
}
