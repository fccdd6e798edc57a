/** 200 steps of `Trainer.step` against the loss of PyTorch: test/golden/trainer-curves.py. */
import { describe, expect, it } from 'vitest';
import {
  Activation,
  AveragePool2D,
  BatchNorm,
  Conv2D,
  Dense,
  type DenseLayerOptions,
  Dropout,
  Embedding,
  Flatten,
  type Layer,
  LayerNorm,
  MaxPool2D,
  Reshape,
} from '../../src/layers/index.ts';
import { Adam, AdamW, type Optimizer, RmsProp, Sgd } from '../../src/optimizers/index.ts';
import { l1, l1l2, l2, type Regularizer } from '../../src/regularizers/index.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import type { LossName } from '../../src/training/loss-function.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { Trainer } from '../../src/training/trainer.ts';
import golden from '../golden/trainer-curves.json' with { type: 'json' };
import { expectSameBits } from '../helpers/bits.ts';
import { congruential, setCongruentialWeights } from '../helpers/congruential.ts';

const [samples, steps] = [256, 200];
const tolerance = 1e-5;

const take = congruential(2);
const x = { data: Float32Array.from({ length: samples * 11 }, () => take() * 4), shape: [samples, 11] };
const takeWord = congruential(4);
const words = {
  data: Float32Array.from({ length: samples * 5 }, () => Math.floor((takeWord() + 0.5) * 8)),
  shape: [samples, 5],
};
const takePixel = congruential(6);
const images = {
  data: Float32Array.from({ length: samples * 8 * 7 * 2 }, () => takePixel() * 2),
  shape: [samples, 8, 7, 2],
};

interface Variant {
  readonly layers: () => Layer[];
  readonly optimizer: () => Optimizer;
  readonly y: readonly number[];
  readonly x?: { readonly data: Float32Array; readonly shape: readonly number[] };
  readonly loss?: LossName;
  /** Sizes of batches, over and over; 32 unless set. */
  readonly sizes?: readonly number[];
  /** What happens before a step. */
  readonly at?: Readonly<Record<number, (model: Sequential) => void>>;
}

const relu = (weightRegularizer?: Regularizer): DenseLayerOptions => ({
  activation: 'relu',
  ...(weightRegularizer && { weightRegularizer }),
});
const reluNet = (regularizer?: () => Regularizer): Variant => ({
  layers: () => [
    new Dense(64, relu(regularizer?.())),
    new Dense(64, relu(regularizer?.())),
    new Dense(6, { ...relu(regularizer?.()), activation: 'softmax' }),
  ],
  optimizer: () => new Adam({ learningRate: 1e-3 }),
  y: golden.targets.classes,
});

const batchNormNet = (): Layer[] => [
  new Dense(64, { useBias: false }),
  new BatchNorm({ momentum: 0.9 }),
  new Activation('relu'),
  new Dense(64, relu()),
  new Dense(6, { activation: 'softmax' }),
];
const setTrainable = (trainable: boolean) => (model: Sequential) => {
  for (const layer of model.layers.slice(0, 2)) layer.trainable = trainable;
};

const variants = {
  plain: reluNet(),
  l1: reluNet(() => l1(1e-3)),
  l2: reluNet(() => l2(1e-3)),
  l1l2: reluNet(() => l1l2(5e-4, 1e-3)),
  batchNorm: { ...reluNet(), layers: batchNormNet },
  frozen: { ...reluNet(), layers: batchNormNet, at: { 60: setTrainable(false), 120: setTrainable(true) } },
  regression: {
    layers: () => [new Dense(32, { activation: 'tanh' }), new Dense(1)],
    optimizer: () => new Sgd({ learningRate: 0.01, momentum: 0.9 }),
    y: golden.targets.numbers,
    loss: 'meanSquaredError',
    sizes: [32, 32, 20],
  },
  binary: {
    layers: () => [new Dense(32, { activation: 'elu' }), new Dense(1, { activation: 'sigmoid' })],
    optimizer: () => new RmsProp({ learningRate: 1e-3, decay: 0.9, epsilon: 1e-7 }),
    y: golden.targets.binary,
  },
  words: {
    layers: () => [
      new Embedding(8, 4),
      new Flatten(),
      new LayerNorm(),
      new Dense(32, { activation: 'gelu' }),
      new Reshape([4, 8]),
      new Dense(6, { activation: 'silu' }),
      new Flatten(),
      new Dense(6),
      new Activation('softmax'),
    ],
    optimizer: () => new AdamW({ learningRate: 1e-3, weightDecay: 0.01 }),
    x: words,
    y: golden.targets.wordClasses,
  },
  images: {
    layers: () => [
      new Conv2D(10, 3, { activation: 'relu' }),
      new MaxPool2D([2, 1]),
      new Conv2D(16, 2, { stride: [1, 2], padding: 'same', activation: 'tanh' }),
      new AveragePool2D(2, { padding: 'same' }),
      new Flatten(),
      new Dense(6, { activation: 'softmax' }),
    ],
    optimizer: () => new Adam({ learningRate: 1e-3 }),
    x: images,
    y: golden.targets.imageClasses,
  },
} satisfies Record<string, Variant>;

/** The rows of the batch that step `step` takes: one after the other, around and around. */
function* batchesOf({ x: inputs = x, y, sizes = [32] }: Variant) {
  const [, ...sample] = inputs.shape;
  const columns = sizeOf(sample);
  let first = 0;
  for (let step = 0; step < steps; step++) {
    const rows = Array.from({ length: sizes[step % sizes.length] }, () => first++ % samples);
    const data = Float32Array.from(
      rows.flatMap((row) => [...inputs.data.subarray(row * columns, (row + 1) * columns)]),
    );
    yield { x: { data, shape: [rows.length, ...sample] }, y: rows.map((row) => y[row]) };
  }
}

function train(variant: Variant, recorded: boolean) {
  const { layers, optimizer, x: inputs = x, y, loss = 'crossEntropy', at = {} } = variant;
  const model = new Sequential(layers(), { inputShape: inputs.shape.slice(1), seed: 1 });
  setCongruentialWeights(model);
  const trainer = new Trainer(model, { loss, optimizer: optimizer(), recorded });
  const figures = Array.from(batchesOf(variant), (batch, step) => {
    at[step]?.(model);
    return trainer.step(batch.x, batch.y);
  });
  return {
    losses: figures.map((one) => one.loss),
    penalties: figures.map((one) => one.penalty),
    evaluated: model.evaluate(inputs, y, { loss })['loss'],
  };
}

const largestDifference = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe.each(Object.entries(variants) as [keyof typeof variants, Variant][])('%s', (name, variant) => {
  const { losses, penalties, evaluated } = train(variant, true);
  const expected = golden[name];

  it('follows the loss of PyTorch within 1e-5 at every step', () => {
    expect(losses).toHaveLength(steps);
    losses.forEach((loss, step) => {
      expect(Math.abs(loss - expected.float32[step]), `step ${step}`).toBeLessThanOrEqual(tolerance);
    });
    expect(losses[steps - 1]).toBeLessThan(0.75 * losses[0]); // it does learn
  });

  it('ends at weights that evaluate as there', () => {
    for (const value of expected.evaluated) expect(Math.abs(evaluated - value)).toBeLessThanOrEqual(tolerance);
  });

  it('tells the penalty alone', () => {
    if (expected.penalty.length === 0) expect(new Set(penalties)).toEqual(new Set([0]));
    else expect(largestDifference(penalties, expected.penalty)).toBeLessThanOrEqual(tolerance);
  });

  it('has the same bits computed anew at each step', () => {
    const eager = train(variant, false);
    expectSameBits(eager.losses, losses, 'losses');
    expectSameBits(eager.penalties, penalties, 'penalties');
    expectSameBits([eager.evaluated], [evaluated], 'evaluated');
  });
});

describe('curves differ where they should', () => {
  const curve = (layers: () => Layer[]) => train({ ...reluNet(), layers }, true).losses;

  it('from one regularizer to another, by far more than the tolerance', () => {
    for (const [a, b] of [
      ['plain', 'l1'],
      ['plain', 'l2'],
      ['l1', 'l1l2'],
      ['l2', 'l1l2'],
    ] as const) {
      expect(Math.abs(golden[a].float32[steps - 1] - golden[b].float32[steps - 1])).toBeGreaterThan(0.01);
    }
  });

  it('with dropout: losses scatter around those without, and learning goes on', () => {
    const rated = (rate: number) => () => [
      new Dense(64, relu()),
      new Dropout(rate),
      new Dense(64, relu()),
      new Dense(6, { activation: 'softmax' }),
    ];
    expectSameBits(curve(rated(0)), train(reluNet(), true).losses, 'rate 0');
    const dropped = curve(rated(0.5));
    const average = (from: number, to: number) =>
      dropped.slice(from, to).reduce((sum, loss) => sum + loss, 0) / (to - from);
    expect(average(180, 200)).toBeLessThan(0.7 * average(0, 20));
    expect(average(180, 200)).toBeGreaterThan(golden.plain.float32[steps - 1]); // noise makes it harder
  });
});
