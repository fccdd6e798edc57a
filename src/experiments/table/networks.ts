import { BatchNorm } from '../../layers/batch-norm.ts';
import { Dense } from '../../layers/dense.ts';
import { Dropout } from '../../layers/dropout.ts';
import type { Layer } from '../../layers/layer.ts';
import { Adam } from '../../optimizers/adam.ts';
import { AdamW } from '../../optimizers/adam-w.ts';
import { Momentum } from '../../optimizers/momentum.ts';
import type { Optimizer } from '../../optimizers/optimizer.ts';
import { RmsProp } from '../../optimizers/rms-prop.ts';
import { Sgd } from '../../optimizers/sgd.ts';
import { l2 } from '../../regularizers/l2.ts';
import { cosineDecay } from '../../schedules/cosine-decay.ts';
import { exponentialDecay } from '../../schedules/exponential-decay.ts';
import type { Schedule } from '../../schedules/schedule.ts';
import { stepDecay } from '../../schedules/step-decay.ts';
import type { TableTask } from './targets.ts';

type Rate = number | Schedule;

const optimizers = {
  sgd: { title: 'SGD', usualRate: 0.01, make: (learningRate: Rate) => new Sgd({ learningRate }) },
  momentum: { title: 'Momentum', usualRate: 0.01, make: (learningRate: Rate) => new Momentum({ learningRate }) },
  rmsProp: { title: 'RMSProp', usualRate: 0.001, make: (learningRate: Rate) => new RmsProp({ learningRate }) },
  adam: { title: 'Adam', usualRate: 0.001, make: (learningRate: Rate) => new Adam({ learningRate }) },
  adamW: { title: 'AdamW', usualRate: 0.001, make: (learningRate: Rate) => new AdamW({ learningRate }) },
};

export type OptimizerName = keyof typeof optimizers;
export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** How the learning rate changes over the epochs that there may be. */
const schedules = {
  constant: (initial: number): Rate => initial,
  cosine: (initial: number, epochs: number): Rate => cosineDecay({ initial, steps: epochs, per: 'epoch' }),
  step: (initial: number, epochs: number): Rate =>
    stepDecay({ initial, factor: 0.1, every: Math.ceil(epochs / 3), per: 'epoch' }),
  exponential: (initial: number, epochs: number): Rate =>
    exponentialDecay({ initial, factor: 0.01, every: epochs, per: 'epoch' }),
};

export type ScheduleName = keyof typeof schedules;
export const scheduleNames = Object.keys(schedules) as ScheduleName[];

/** What can be chosen of the optimized network; the baseline has its layers and nothing else, the linear model none. */
export interface TableNetworkOptions {
  /** Units of each hidden layer. */
  readonly layers: readonly number[];
  readonly optimizer: OptimizerName;
  /** That of the optimizer unless set. */
  readonly learningRate?: number;
  /** After the last hidden layer, in [0, 1). */
  readonly dropout: number;
  /** λ of λ·Σw² over the weights, at least 0. */
  readonly l2: number;
  readonly schedule: ScheduleName;
  /** At most, for the schedule. */
  readonly epochs: number;
}

/** A network for tables: made anew for every seed. */
export interface TableNetwork {
  readonly name: 'linear' | 'baseline' | 'optimized';
  /** What it is, in words. */
  readonly description: string;
  /** New layers, ending in `outputs` outputs: a sigmoid, softmax, or none for numbers. */
  layers(task: TableTask, outputs: number): Layer[];
  optimizer(): Optimizer;
}

/** Share of the running statistics that a step keeps; as in `simdgrad compare`. */
const momentum = 0.9;

/** What the last layer ends in. */
export const heads = { binary: 'sigmoid', 'multi-class': 'softmax', regression: undefined } as const;

/**
 * The networks of `simdgrad train`:
 *
 *     linear                                                           head          Adam 0.01
 *     baseline    Dense relu             → … → Dense relu            → head          Adam 0.001
 *     optimized   Dense relu → BatchNorm → … → Dense relu → Dropout  → head          as it is told
 *
 * Without a hidden layer a network is logistic or linear regression, which says whether hidden layers are worth anything. The dense
 * layers of the two others have the same names and shapes, so one seed gives both the same initial weights.
 */
export function tableNetworks(options: TableNetworkOptions): readonly TableNetwork[] {
  const { layers: units, optimizer, dropout, l2: lambda, schedule, epochs } = options;
  const { title, usualRate, make } = optimizers[optimizer];
  const { learningRate = usualRate } = options;
  const hidden = (normalized: boolean, dropped: number, strength: number): Layer[] =>
    units.flatMap((size, i) => [
      new Dense(size, { activation: 'relu', weightRegularizer: strength > 0 ? l2(strength) : undefined }),
      ...(normalized && i === 0 ? [new BatchNorm({ momentum })] : []),
      ...(dropped > 0 && i === units.length - 1 ? [new Dropout(dropped)] : []),
    ]);
  const head = (task: TableTask, outputs: number): Layer => new Dense(outputs, { activation: heads[task] });
  const plain = `hidden layers of ${units.join(', ')}, ReLU`;
  const additions = [
    'batch normalisation after the first hidden layer',
    ...(dropout > 0 ? [`dropout ${dropout} after the last`] : []),
    ...(lambda > 0 ? [`L2 ${lambda}`] : []),
    `${title} ${learningRate}${schedule === 'constant' ? '' : `, ${schedule} schedule`}`,
  ];
  return [
    {
      name: 'linear',
      description: 'no hidden layer, Adam 0.01',
      layers: (task, outputs) => [head(task, outputs)],
      optimizer: () => new Adam({ learningRate: 0.01 }),
    },
    {
      name: 'baseline',
      description: `${plain}, Adam 0.001`,
      layers: (task, outputs) => [...hidden(false, 0, 0), head(task, outputs)],
      optimizer: () => new Adam({ learningRate: 0.001 }),
    },
    {
      name: 'optimized',
      description: `the same with ${additions.join(', ')}`,
      layers: (task, outputs) => [...hidden(true, dropout, lambda), head(task, outputs)],
      optimizer: () => make(schedules[schedule](learningRate, epochs)),
    },
  ];
}
