import { percentText } from '../figure-text.ts';
import { type MeanAndDeviation, meanAndDeviation } from '../mean-and-deviation.ts';
import { type StudySettings, stepsOf } from './settings.ts';
import type { CellRun } from './train-cell.ts';

/** How soon the runs of a cell have a validation loss of at most so much; looked at after every epoch. */
export interface TimeToLoss {
  /** Over the runs that get there; undefined if none does. */
  readonly steps: MeanAndDeviation | undefined;
  /** With the looks at the validation part, beside whatever else the machine did. */
  readonly seconds: MeanAndDeviation | undefined;
  readonly reached: number;
  readonly runs: number;
}

/** How much of the way from the shares of the classes to the lowest loss of all. */
const share = 0.8;

/**
 * The loss that all are timed to: four fifths of the way from the loss of who knows the shares of the classes to the lowest that any of
 * the contestants comes to, each by the mean over its runs of their lowest validation losses. A rule that stands before the
 * runs and fits every data set; contestants that never get there are said not to.
 *
 * @returns undefined where nobody gets below the shares of the classes.
 */
export function targetLoss(known: number, contestants: readonly (readonly CellRun[])[]): number | undefined {
  const means = contestants.flatMap((runs) =>
    runs.length === 0 ? [] : [meanAndDeviation(runs.map(({ history }) => Math.min(...history.validationLoss))).mean],
  );
  const lowest = Math.min(...means, known);
  return lowest < known ? known - share * (known - lowest) : undefined;
}

/** How `targetLoss` comes to its loss, in the words of a report: 'That loss is 80 % of the way from … of all pairs'. */
export function targetText(contestants: string): string {
  return `That loss is ${percentText(share, 0)} of the way from who answers the shares of the classes to the lowest mean validation loss of ${contestants}`;
}

export function timeToLoss(
  runs: readonly CellRun[],
  target: number,
  settings: Pick<StudySettings, 'parts' | 'batchSize'>,
): TimeToLoss {
  const times = runs.flatMap(({ history, seconds }) => {
    const epoch = history.validationLoss.findIndex((loss) => loss <= target) + 1;
    if (epoch === 0) return [];
    return [{ steps: epoch * stepsOf(settings), seconds: (seconds * epoch) / history.validationLoss.length }];
  });
  const over = (figure: 'steps' | 'seconds'): MeanAndDeviation | undefined =>
    times.length === 0 ? undefined : meanAndDeviation(times.map((time) => time[figure]));
  return { steps: over('steps'), seconds: over('seconds'), reached: times.length, runs: runs.length };
}
