import type { Label } from '../data/labels.ts';
import { DataError, requireInteger, requireKnownOptions, requireOneOf } from '../errors.ts';
import { type ClassificationData, requireClassificationData } from './classification-data.ts';
import {
  type ComparedNetwork,
  type Comparison,
  type ComparisonSetup,
  comparisonOf,
  isBetterRun,
} from './comparison.ts';
import type { TrainingProgress } from './fit-design.ts';
import type { NetworkDesign } from './network-design.ts';
import { networkSource } from './network-source.ts';
import { type PreparedParts, prepareParts, type SplitOptions, scalingOf } from './prepared-parts.ts';
import type { SavedPreprocessing } from './saved-preprocessing.ts';
import { type Monitor, type NetworkRun, type TrainedNetwork, trainNetwork } from './train-network.ts';

/** Shares of the rows to choose by and to test on, unless others are given. */
export const usualSplit = { validationSize: 0.15, testSize: 0.15 };

export interface ComparisonOptions {
  /** Each chooses a split, and for every network the initial weights, the order of batches and the dropout masks. */
  readonly seeds: readonly number[];
  readonly epochs: number;
  /** 32 unless set. */
  readonly batchSize?: number;
  /** 'validationAccuracy' unless set. */
  readonly monitor?: Monitor;
  /** Shares of the rows; 0.15 each unless set. */
  readonly validationSize?: number;
  readonly testSize?: number;
  /** Stops training; what is finished is compared. */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms, and after every epoch. */
  readonly onProgress?: (progress: ComparisonProgress) => void;
  /** Called, and waited for, after every run, with all that is known until then. */
  readonly onRun?: (run: NetworkRun, soFar: ComparedNetworks) => void | Promise<void>;
}

/** Which network is under way, and how far it is. */
export interface ComparisonProgress extends TrainingProgress {
  readonly network: string;
  readonly seed: number;
  /** Runs before this one. A run is one network with one seed. */
  readonly runsDone: number;
}

/** The comparison, and the model of its best run. */
export interface ComparedNetworks {
  readonly comparison: Comparison;
  /** Undefined if no network was trained for an epoch. */
  readonly best: BestNetwork | undefined;
}

export interface BestNetwork extends TrainedNetwork {
  readonly preprocessing: SavedPreprocessing;
}

/**
 * Trains every network with every seed on the same data, and compares their test accuracies pair by pair.
 *
 * With one seed all networks have the same split, the same initial weights where their layers agree in name and shape, and
 * the same order of batches. Best epoch and best run are chosen on the validation part; the test part is looked at once for
 * each run. Seed after seed, so that what is done when the signal comes can be paired.
 *
 *     const { comparison } = await compareNetworks(data, denseNetworks, { seeds: [0, 1, 2], epochs: 30 });
 *     comparison.differences.optimized.interval;
 *
 * @throws DataError, ShapeError for data that cannot be learned from; RangeError, TypeError for options; as `Trainer.fit`.
 */
export async function compareNetworks(
  data: ClassificationData,
  networks: readonly NetworkDesign[],
  options: ComparisonOptions,
): Promise<ComparedNetworks> {
  const { seeds, epochs, batchSize, monitor, split, signal, onProgress, onRun } = checked(data, networks, options);
  const bestRuns = new Map<string, BestNetwork>();
  const runs: NetworkRun[] = [];
  let setup: ComparisonSetup | undefined;
  const soFar = (): ComparedNetworks => {
    const comparison = comparisonOf(setup!, [...runs]);
    return { comparison, best: comparison.best && bestRuns.get(comparison.best.network) };
  };

  for (const seed of seeds) {
    const parts = prepareParts(data, { ...split, seed });
    setup ??= {
      dataset: aboutData(data),
      networks: networks.map((design) => comparedNetwork(design, data, seeds[0])),
      seeds,
      epochs,
      batchSize,
      monitor,
      split,
      rows: { train: parts.train.y.length, validation: parts.validation.y.length, test: parts.test.y.length },
      floor: floorOf(data.classes, parts),
    };
    for (const design of networks) {
      if (signal?.aborted) return soFar();
      const place = { network: design.name, seed, runsDone: runs.length };
      const trained = await trainNetwork(design, parts, data.classes.length, {
        seed,
        epochs,
        batchSize,
        monitor,
        signal,
        onProgress: (progress) => onProgress?.({ ...progress, ...place }),
      });
      if (!trained) return soFar();
      const { run } = trained;
      runs.push(run);
      const best = bestRuns.get(design.name);
      if (!best || (run.complete && isBetterRun(monitor, run, best.run))) {
        bestRuns.set(design.name, { ...trained, preprocessing: preprocessingOf(data, parts, { ...split, seed }, run) });
      }
      await onRun?.(run, soFar());
    }
  }
  return soFar();
}

function checked(data: ClassificationData, networks: readonly NetworkDesign[], options: ComparisonOptions) {
  const who = 'compareNetworks';
  const known = [
    'seeds',
    'epochs',
    'batchSize',
    'monitor',
    'validationSize',
    'testSize',
    'signal',
    'onProgress',
    'onRun',
  ];
  requireKnownOptions(who, options ?? null, known);
  requireClassificationData(who, data);
  const columns = data.x.shape[1];
  const unfit = networks.find((network) => network.columns !== undefined && network.columns !== columns);
  if (unfit) {
    throw new DataError(
      `${who}: the network '${unfit.name}' takes rows of ${unfit.columns} columns, ${data.name} has ${columns}; leave it out`,
    );
  }
  const { seeds, epochs, batchSize = 32, monitor = 'validationAccuracy' } = options;
  const { validationSize = usualSplit.validationSize, testSize = usualSplit.testSize, ...rest } = options;
  requireInteger(who, { epochs, batchSize }, 1);
  requireOneOf(who, 'monitor', monitor, ['validationAccuracy', 'validationLoss']);
  for (const seed of seeds) requireInteger(who, { seed });
  const names = networks.map(({ name }) => name);
  for (const [what, list] of Object.entries({ seeds, networks: names })) {
    if (list.length === 0) throw new RangeError(`${who}: ${what} must not be empty`);
    const twice = list.find((one, i) => list.indexOf(one as never) < i);
    if (twice !== undefined) throw new RangeError(`${who}: ${what} must differ, got ${twice} twice`);
  }
  return { ...rest, seeds, epochs, batchSize, monitor, split: { validationSize, testSize } };
}

/** What a report has to know of data. */
export function aboutData({ name, title, x, y, classes }: ClassificationData): ComparisonSetup['dataset'] {
  const scaling = scalingOf(x);
  return { name, title, rows: y.length, columns: x.shape[1], classes, scaling };
}

function comparedNetwork(
  { name, description, addition, layers }: NetworkDesign,
  { x, classes }: ClassificationData,
  seed: number,
): ComparedNetwork {
  const source = networkSource({ layers: layers(classes.length), inputShape: x.shape.slice(1), seed });
  return { name, description, addition, source };
}

/** The largest class of the training part (of equal ones the first), and its share of the test part. */
function floorOf(classes: readonly Label[], { train, test }: PreparedParts): ComparisonSetup['floor'] {
  const counts = classes.map(() => 0);
  for (const label of train.y) counts[label]++;
  const largest = counts.indexOf(Math.max(...counts));
  const hits = test.y.filter((label) => label === largest).length;
  return { label: classes[largest], accuracy: hits / test.y.length };
}

function preprocessingOf(
  { name, y, classes }: ClassificationData,
  { scaler, test }: PreparedParts,
  split: SplitOptions,
  { network, accuracy, macroF1 }: NetworkRun,
): SavedPreprocessing {
  return {
    network,
    dataset: name,
    rows: y.length,
    classes,
    split,
    scaler,
    test: { rows: test.y.length, accuracy: accuracy.test, macroF1 },
  };
}
