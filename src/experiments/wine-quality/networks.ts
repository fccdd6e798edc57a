import { runsOf } from '../run-figures.ts';
import type { SplitKind } from '../split-kind.ts';
import type { WineColour, WineRun } from './run.ts';
import type { WineStudy } from './wine-study.ts';

/** What tells the runs of a network from those of others. */
type WineWay = Pick<WineRun, 'task' | 'weights'>;

/** A network that is trained on the wines of both colours, and what tables call it. */
export interface WineNetwork extends WineWay {
  readonly name: string;
}

export const classifier: WineNetwork = { name: 'classifier', task: 'classification', weights: 'none' };
export const balancedClassifier: WineNetwork = {
  name: 'classifier, balanced',
  task: 'classification',
  weights: 'balanced',
};
export const regression: WineNetwork = { name: 'regression', task: 'regression', weights: 'none' };
export const balancedRegression: WineNetwork = {
  name: 'regression, balanced',
  task: 'regression',
  weights: 'balanced',
};

/** What is compared with both kinds of split, in the order of the tables. */
export const comparedNetworks: readonly WineNetwork[] = [
  classifier,
  balancedClassifier,
  regression,
  balancedRegression,
];

/** The classifier whose labels are mapped for validation and test only; trained with plain splits. */
export const mistakenClassifier: WineWay = { task: 'mistaken', weights: 'none' };

/** The runs of a colour with the splits of a kind. */
export function networkRuns(
  study: WineStudy,
  colour: WineColour,
  { task, weights }: WineWay,
  split: SplitKind,
): WineRun[] {
  return runsOf(study, { colour, task, weights, split });
}
