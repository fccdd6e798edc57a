/**
 * What `fit` returns: for each figure one number an epoch. `loss` is the mean over the samples of the epoch with the
 * penalty in it, as training went on (dropout at work, weights changing from step to step); `penalty` is the part that
 * regularisers add; `learningRate` that of the epoch's last step. Metrics have their names; what was measured on validation
 * rows after the epoch, in evaluation mode, is called `validationLoss`, `validationAccuracy` and so on. Means are float64.
 */
export interface History {
  loss: number[];
  penalty: number[];
  learningRate: number[];
  validationLoss?: number[];
  [figure: string]: number[] | undefined;
}

/** The figures of one epoch, by the names of `History`. */
export type EpochFigures = Readonly<Record<string, number>>;

/** `accuracy` → `validationAccuracy`. */
export function validationName(name: string): string {
  return `validation${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Appends the figures of an epoch. */
export function appendEpoch(history: History, figures: EpochFigures): void {
  for (const [name, value] of Object.entries(figures)) {
    history[name] ??= [];
    history[name].push(value);
  }
}
