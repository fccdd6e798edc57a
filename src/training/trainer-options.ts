/** The options of trainers, as people give them. */
import type { RowsLike } from '../data/rows.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName } from '../optimizers/to-optimizer.ts';
import type { Callback } from './callback.ts';
import type { ClassWeights } from './class-weights.ts';
import type { LossFunction, LossName } from './loss-function.ts';
import type { Metric } from './metric-collector.ts';
import type { FitProgress } from './progress-report.ts';

export interface TrainerOptions {
  /**
   * 'crossEntropy' (for a model that ends in softmax or sigmoid; computed from the logits), 'meanSquaredError',
   * 'meanAbsoluteError', 'huber', or a function (outputs, targets) => scalar tensor.
   */
  readonly loss: LossName | LossFunction;
  /** A name for one with its defaults, or an optimizer, which keeps its state from one `fit` to the next. */
  readonly optimizer: OptimizerName | Optimizer;
  /** Beside the loss: names, or functions (targets, outputs) => number. None unless set. */
  readonly metrics?: readonly Metric[];
  /** Replays a recorded graph: the same bits as computing every step anew, only faster. True unless set. */
  readonly recorded?: boolean;
}

export const trainerOptionNames = ['loss', 'optimizer', 'metrics', 'recorded'] as const;

export interface FitOptions {
  /** Passes over the data; 1 unless set. */
  readonly epochs?: number;
  /** Rows a step; 32 unless set. */
  readonly batchSize?: number;
  /** Whether every epoch has an order of its own; true unless set. */
  readonly shuffle?: boolean;
  /** Of the order and of `validationSplit`; the model's unless set. */
  readonly seed?: number;
  /**
   * The epoch to begin with, from 0: where training is taken up again, with the same optimizer. 0 unless set; with `epochs`
   * or more there is nothing to do.
   */
  readonly initialEpoch?: number;
  /** Rows to evaluate after every epoch: [x, y]. Class and sample weights do not count there. */
  readonly validationData?: readonly [x: RowsLike, y: RowsLike];
  /**
   * The share of rows to keep for validation, in (0, 1). They are drawn by the seed, class by class where targets are class
   * indices; not the last ones, as in Keras, since data is often sorted.
   */
  readonly validationSplit?: number;
  /** A factor in the loss for each class, or 'balanced' for rows ÷ (classes · rows of the class). */
  readonly classWeights?: ClassWeights;
  /** A factor for each row of x, in the loss; metrics count all rows alike. */
  readonly sampleWeights?: ArrayLike<number>;
  readonly callbacks?: readonly Callback[];
  /**
   * Ends training after the step under way. What was learned until then stays; `fit` returns the epochs that were completed,
   * and `trainer.stopReason` is 'aborted'.
   */
  readonly signal?: AbortSignal;
  /** Called about every 50 ms, whenever `fit` lets timers, input and drawing have their turn; not waited for. */
  readonly onProgress?: (progress: FitProgress) => void;
}

export const fitOptionNames = [
  'epochs',
  'batchSize',
  'shuffle',
  'seed',
  'initialEpoch',
  'validationData',
  'validationSplit',
  'classWeights',
  'sampleWeights',
  'callbacks',
  'signal',
  'onProgress',
] as const;
