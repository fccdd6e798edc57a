import type { InitializerName } from '../../initializers/to-initializer.ts';
import { BatchNorm } from '../../layers/batch-norm.ts';
import { Dense } from '../../layers/dense.ts';
import { Dropout } from '../../layers/dropout.ts';
import type { Layer } from '../../layers/layer.ts';
import { l1 } from '../../regularizers/l1.ts';
import { l1l2 } from '../../regularizers/l1l2.ts';
import { l2 } from '../../regularizers/l2.ts';
import type { Regularizer } from '../../regularizers/regularizer.ts';
import type { CheckedJson } from '../checked-json.ts';
import type { NetworkDesign } from '../network-design.ts';
import { makeStudyOptimizer, type StudyOptimizer, studyOptimizers } from './optimizer-words.ts';

export const cellActivations = ['relu', 'tanh', 'sigmoid'] as const;
export type CellActivation = (typeof cellActivations)[number];

export const activationTitles: Readonly<Record<CellActivation, string>> = {
  relu: 'ReLU',
  tanh: 'tanh',
  sigmoid: 'sigmoid',
};

export const cellInitializers = [
  'heNormal',
  'heUniform',
  'glorotNormal',
  'glorotUniform',
  'lecunNormal',
] as const satisfies readonly InitializerName[];

/** What is trained with every seed: a network and how it learns, as plain data. */
export interface Cell {
  /** Tells it from the others of its study: 'adam relu 0.001'. */
  readonly name: string;
  /** Units of each hidden layer. */
  readonly hidden: readonly number[];
  /** Of the hidden layers. */
  readonly activation: CellActivation;
  readonly optimizer: StudyOptimizer;
  readonly learningRate: number;
  /** Of the hidden layers; the one that suits the activation unless set. The last layer is Glorot uniform. */
  readonly initializer?: (typeof cellInitializers)[number];
  /** After each hidden layer; none unless set. */
  readonly dropout?: number;
  /** Batch normalisation after each hidden layer; none unless set. */
  readonly batchNorm?: true;
  /** λ of the penalties on the weights of all layers; 0 unless set. L1 is proximal, so that weights become exactly 0. */
  readonly l1?: number;
  /** L1 by its subgradient instead, which never makes a weight 0. */
  readonly l1Subgradient?: true;
  readonly l2?: number;
  /** Of AdamW; 0.01 unless set. */
  readonly weightDecay?: number;
}

/** Share of the running statistics that a step keeps: PyTorch's default, as in `compare`. */
const momentum = 0.9;

/**
 * The network of a cell, through softmax:
 *
 *     for each hidden layer    Dense units activation → BatchNorm (if any) → Dropout (if any)
 *     then                     Dense classes softmax
 *
 * The dense layers are called dense1, dense2 … in every cell, so that one seed gives those of one shape and initializer the same
 * weights, whatever stands between them.
 */
export function designOf(cell: Cell): Pick<NetworkDesign, 'layers' | 'optimizer'> {
  const { hidden, activation, initializer, dropout = 0, batchNorm, optimizer, learningRate, weightDecay } = cell;
  const weightRegularizer = penaltyOf(cell);
  return {
    layers: (classes) => [
      ...hidden.flatMap((units): Layer[] => [
        new Dense(units, {
          activation,
          ...(initializer && { weightInitializer: initializer }),
          ...(weightRegularizer && { weightRegularizer }),
        }),
        ...(batchNorm ? [new BatchNorm({ momentum })] : []),
        ...(dropout > 0 ? [new Dropout(dropout)] : []),
      ]),
      new Dense(classes, { activation: 'softmax', ...(weightRegularizer && { weightRegularizer }) }),
    ],
    optimizer: () => makeStudyOptimizer(optimizer, learningRate, weightDecay),
  };
}

function penaltyOf({ l1: first = 0, l2: second = 0, l1Subgradient }: Cell): Regularizer | undefined {
  const proximal = !l1Subgradient;
  if (first > 0 && second > 0) return l1l2(first, second, { proximal });
  if (first > 0) return l1(first, { proximal });
  return second > 0 ? l2(second) : undefined;
}

/** Microseconds: making the network, testing it. */
const beside = 15_000;

/** About how many microseconds a training takes on one core of the machine this was written on, which others resemble. */
export function costOf(
  { hidden }: Cell,
  about: { readonly columns: number; readonly classes: readonly unknown[] },
  settings: {
    readonly parts: { readonly train: number; readonly validation: number };
    readonly batchSize: number;
    readonly epochs: number;
  },
): number {
  const { parts, batchSize, epochs } = settings;
  const sizes = [about.columns, ...hidden, about.classes.length];
  const weights = hidden.reduce((sum, _, i) => sum + sizes[i] * sizes[i + 1], sizes.at(-2)! * sizes.at(-1)!);
  const step = 10 + 8 * hidden.length + (weights * batchSize) / 12_000;
  const steps = Math.ceil(parts.train / batchSize) + parts.validation / batchSize / 3;
  return beside + epochs * steps * step;
}

/** @throws by `checked.refuse` for what is no cell. */
export function cellFrom(checked: CheckedJson, what: string, json: unknown): Cell {
  const { object, list, text, count, share, size, oneOf, optional } = checked;
  const fields = object(what, json);
  const at = (name: string): string => `${what}.${name}`;
  const hidden = list(at('hidden'), fields.hidden, count);
  if (hidden.length === 0 || hidden.some((units) => units < 1)) {
    checked.refuse(`${at('hidden')} must be units of layers`, fields.hidden);
  }
  const initializer = optional(at('initializer'), fields.initializer, (place, value) =>
    oneOf(place, value, cellInitializers),
  );
  const whether = (name: 'batchNorm' | 'l1Subgradient'): true | undefined =>
    optional(at(name), fields[name], (place, value) =>
      value === true ? value : checked.refuse(`${place} must be true`, value),
    );
  const batchNorm = whether('batchNorm');
  const l1Subgradient = whether('l1Subgradient');
  const numbers = {
    dropout: optional(at('dropout'), fields.dropout, share),
    l1: optional(at('l1'), fields.l1, size),
    l2: optional(at('l2'), fields.l2, size),
    weightDecay: optional(at('weightDecay'), fields.weightDecay, size),
  };
  return {
    name: text(at('name'), fields.name),
    hidden,
    activation: oneOf(at('activation'), fields.activation, cellActivations),
    optimizer: oneOf(at('optimizer'), fields.optimizer, studyOptimizers),
    learningRate: size(at('learningRate'), fields.learningRate),
    ...(initializer && { initializer }),
    ...(batchNorm && { batchNorm }),
    ...(l1Subgradient && { l1Subgradient }),
    ...Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined)),
  };
}
