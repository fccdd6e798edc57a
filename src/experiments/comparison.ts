import type { Label } from '../data/labels.ts';
import type { EachPart } from './each-part.ts';
import { type MeanAndDeviation, meanAndDeviation } from './mean-and-deviation.ts';
import type { NetworkDesign } from './network-design.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';
import type { SplitOptions } from './prepared-parts.ts';
import type { Monitor, NetworkRun } from './train-network.ts';

/** A network and the TypeScript that builds it, with the first seed. */
export interface ComparedNetwork extends Pick<NetworkDesign, 'name' | 'description' | 'addition'> {
  readonly source: string;
}

/** What is compared, and how: all that is known before the first run is over. */
export interface ComparisonSetup {
  readonly dataset: {
    readonly name: string;
    readonly title: string;
    readonly rows: number;
    readonly columns: number;
    readonly classes: readonly Label[];
    /** What is done to the columns: a scaler that learns from the training part, or grey levels divided by the largest. */
    readonly scaling: 'standardised' | 'greyLevels';
  };
  /** The others are compared with the first. */
  readonly networks: readonly ComparedNetwork[];
  readonly seeds: readonly number[];
  readonly epochs: number;
  readonly batchSize: number;
  readonly monitor: Monitor;
  readonly split: Omit<SplitOptions, 'seed'>;
  /** Rows of each part. */
  readonly rows: EachPart<number>;
  /** The class that is largest in the training part, and the share of the test part that it is: what answering it always
   * would reach. Of the first seed; with others it differs by the rounding of the split at most. */
  readonly floor: { readonly label: Label; readonly accuracy: number };
}

/** What came out, as plain data. */
export interface Comparison extends ComparisonSetup {
  /** Seed by seed, network by network. One that was stopped is the last, and is not complete. */
  readonly runs: readonly NetworkRun[];
  /** Over the complete runs of each network; one without any is not there. */
  readonly summary: Readonly<Record<string, NetworkSummary>>;
  /** Test accuracy of the others against the first, over the seeds that both completed; one without any is not there. */
  readonly differences: Readonly<Record<string, PairedDifference>>;
  /**
   * The best run of the best network, both chosen on the validation part; undefined if there is no run at all. The network is chosen by the mean
   * over seeds, each of which divides the rows anew, so that some rows this run is tested on are validation rows of others.
   */
  readonly best: NetworkRun | undefined;
}

/** Over seeds. */
export interface NetworkSummary {
  readonly parameters: number;
  readonly accuracy: {
    readonly train: MeanAndDeviation;
    readonly validation: MeanAndDeviation;
    readonly test: MeanAndDeviation;
  };
  readonly validationLoss: MeanAndDeviation;
  readonly macroF1: MeanAndDeviation;
  readonly bestEpoch: MeanAndDeviation;
  readonly seconds: MeanAndDeviation;
  readonly samplesPerSecond: MeanAndDeviation;
  /** Of the first seed. */
  readonly fingerprint: string;
}

/** Compares the runs there are. */
export function comparisonOf(setup: ComparisonSetup, runs: readonly NetworkRun[]): Comparison {
  const complete = runs.filter((run) => run.complete);
  const [baseline, ...others] = setup.networks.map(({ name }) => complete.filter((run) => run.network === name));
  const summary: Record<string, NetworkSummary> = {};
  for (const ofNetwork of [baseline, ...others]) {
    if (ofNetwork.length > 0) summary[ofNetwork[0].network] = summaryOf(ofNetwork);
  }
  const testShare = setup.rows.test / setup.rows.train;
  const differences: Record<string, PairedDifference> = {};
  for (const ofNetwork of others) {
    const pairs = ofNetwork.flatMap((after) =>
      baseline.filter(({ seed }) => seed === after.seed).map((before) => ({ before, after })),
    );
    if (pairs.length === 0) continue;
    differences[ofNetwork[0].network] = pairedDifference(
      pairs.map(({ before }) => before.accuracy.test),
      pairs.map(({ after }) => after.accuracy.test),
      { testShare },
    );
  }
  return { ...setup, runs, summary, differences, best: bestRun(setup.monitor, complete, summary) ?? runs[0] };
}

function summaryOf(runs: readonly NetworkRun[]): NetworkSummary {
  const over = (figure: (run: NetworkRun) => number): MeanAndDeviation => meanAndDeviation(runs.map(figure));
  return {
    parameters: runs[0].parameters,
    accuracy: {
      train: over(({ accuracy }) => accuracy.train),
      validation: over(({ accuracy }) => accuracy.validation),
      test: over(({ accuracy }) => accuracy.test),
    },
    validationLoss: over(({ validationLoss }) => validationLoss),
    macroF1: over(({ macroF1 }) => macroF1),
    bestEpoch: over(({ bestEpoch }) => bestEpoch),
    seconds: over(({ seconds }) => seconds),
    samplesPerSecond: over(({ samplesPerSecond }) => samplesPerSecond),
    fingerprint: runs[0].fingerprint,
  };
}

/** The network that is best on average over its seeds, then the best of its runs; of equal ones the first. */
function bestRun(
  monitor: Monitor,
  complete: readonly NetworkRun[],
  summary: Readonly<Record<string, NetworkSummary>>,
): NetworkRun | undefined {
  const best = Object.entries(summary).reduce<string | undefined>((champion, [name, figures]) => {
    const before = champion === undefined ? undefined : summary[champion];
    return before && !isBetter(monitor, figuresOf(figures), figuresOf(before)) ? champion : name;
  }, undefined);
  return complete
    .filter(({ network }) => network === best)
    .reduce<NetworkRun | undefined>(
      (first, run) => (first && !isBetterRun(monitor, run, first) ? first : run),
      undefined,
    );
}

/** Whether a run is better on the validation part than another, by the figure that chose their best epochs. */
export function isBetterRun(monitor: Monitor, run: NetworkRun, other: NetworkRun): boolean {
  const figures = ({ accuracy, validationLoss }: NetworkRun): ValidationFigures => ({
    accuracy: accuracy.validation,
    loss: validationLoss,
  });
  return isBetter(monitor, figures(run), figures(other));
}

interface ValidationFigures {
  readonly accuracy: number;
  readonly loss: number;
}

function figuresOf({ accuracy, validationLoss }: NetworkSummary): ValidationFigures {
  return { accuracy: accuracy.validation.mean, loss: validationLoss.mean };
}

/** Where accuracies are equal, the lower loss decides. */
function isBetter(monitor: Monitor, one: ValidationFigures, other: ValidationFigures): boolean {
  if (monitor === 'validationLoss' || one.accuracy === other.accuracy) return one.loss < other.loss;
  return one.accuracy > other.accuracy;
}
