/** W1 in the circumstances in which numbers get so small that a processor is slow with them, or so large that they could. */

import { countText } from '../../src/experiments/figure-text.ts';
import { Adam, Dense, type Optimizer, regularizers, Sequential, Sgd, Tensor, Trainer } from '../../src/index.ts';
import type { Regularizer } from '../../src/regularizers/regularizer.ts';
import { batchesOf, modelSeed, optimizerOf, small } from '../workloads.ts';

const features = small.input[0];
const classes = 6;

/** A training under way. */
export interface Training {
  readonly trainer: Trainer;
  readonly model: Sequential;
  readonly batches: readonly { readonly x: Tensor; readonly y: Tensor }[];
}

export interface LongRunCase {
  readonly name: string;
  /** What is special about it. */
  readonly about: string;
  start(): Training;
  /** Changes a model that has been trained for a while, once. */
  prepare?(training: Training): void;
  /** Shows that the case is what it is called, in figures; throws where it is not. */
  premise(training: Training, loss: number): string;
}

type Label = (row: Float32Array, random: number) => number;

const byHeart: Label = (_, random) => random;
/** The largest of the first six features. */
const byRule: Label = (row) => row.indexOf(Math.max(...row.subarray(0, classes)));

interface Circumstances {
  readonly label: Label;
  readonly scale?: (feature: number) => number;
  readonly penalty?: Regularizer;
  readonly optimizer?: Optimizer;
}

function trainingOf({ label, scale, penalty, optimizer = optimizerOf(small) }: Circumstances): Training {
  const dense = { activation: 'relu', weightRegularizer: penalty } as const;
  const model = new Sequential(
    [new Dense(64, dense), new Dense(64, dense), new Dense(classes, { ...dense, activation: 'softmax' })],
    { inputShape: [features], seed: modelSeed },
  );
  const batches = batchesOf(small).map(({ x, labels }) => {
    const y = labels.map((random, i) => label(x.subarray(i * features, (i + 1) * features), random));
    const scaled = scale ? x.map((value, i) => value * scale(i % features)) : x;
    return { x: new Tensor([small.batch, features], scaled), y: new Tensor([small.batch], y) };
  });
  return { trainer: new Trainer(model, { loss: 'crossEntropy', optimizer }), model, batches };
}

/** Features from here on are always 0 where weights are to die, and so is half of each hidden layer. */
const firstDead = classes;
const units = 64;

/** A penalty pulls at weights that nothing else holds: of features that are 0, and of units whose bias keeps them shut. */
function dying(penalty: Regularizer, optimizer: Optimizer): Training {
  const scale = (feature: number): number => (feature < firstDead ? 1 : 0);
  const training = trainingOf({ label: byRule, scale, penalty, optimizer });
  const shut = Float32Array.from({ length: units }, (_, unit) => (unit < units / 2 ? -100 : 0));
  setWeights(training.model, { 'dense1.bias': shut, 'dense2.bias': shut });
  return training;
}

function setWeights(model: Sequential, changed: Readonly<Record<string, Float32Array>>): void {
  const all = Object.entries(model.weights()).map(([name, weight]) => [name, changed[name] ?? weight.toFloat32Array()]);
  model.setWeights(Object.fromEntries(all));
}

function weightsAtZero({ model }: Training): string {
  const weights = ['dense1.weight', 'dense2.weight', 'dense3.weight'].map((name) => valuesOf(model, name));
  const [dead, all] = [
    weights.map((values) => values.filter((value) => value === 0).length),
    weights.map(({ length }) => length),
  ];
  // Of the first layer, those of dead features and those of shut units.
  const least = all[0] - (units / 2) * firstDead;
  if (dead[0] < least) throw new Error(`${dead[0]} weights of the first layer are 0, expected at least ${least}`);
  const sum = (counts: readonly number[]): number => counts.reduce((a, b) => a + b);
  return `${countText(sum(dead))} of ${countText(sum(all))} weights died`;
}

function valuesOf(model: Sequential, name: string): Float32Array {
  return model.weights()[name].toFloat32Array();
}

/** Distances of each row's other logits from its largest. */
function gaps({ model, batches }: Training): number[] {
  return batches.flatMap(({ x }) => {
    const logits = model.logits(x).toFloat32Array();
    return Array.from({ length: small.batch }, (_, row) => {
      const ofRow = logits.subarray(row * classes, (row + 1) * classes);
      const largest = Math.max(...ofRow);
      return [...ofRow].filter((value) => value !== largest).map((value) => largest - value);
    }).flat();
  });
}

/** e^−80 is 2e-35: a normal number whose products with nearly anything are not. */
const saturatedGap = 80;

export const cases: readonly LongRunCase[] = [
  {
    name: 'flat loss',
    about: 'labels learned by heart, until the loss is flat',
    start: () => trainingOf({ label: byHeart }),
    premise(_, loss) {
      if (loss > 1e-3) throw new Error(`a loss of ${loss} is not flat`);
      return `loss ${loss === 0 ? 0 : loss.toExponential(1)}`;
    },
  },
  {
    name: 'saturated softmax',
    about: `logits scaled so that the median of the other classes has a probability of e to the power of −${saturatedGap}`,
    start: () => trainingOf({ label: byRule }),
    prepare(training) {
      const sorted = gaps(training).sort((a, b) => a - b);
      const factor = saturatedGap / sorted[sorted.length >> 1];
      const scaled = ['dense3.weight', 'dense3.bias'].map((name) => [
        name,
        valuesOf(training.model, name).map((value) => value * factor),
      ]);
      setWeights(training.model, Object.fromEntries(scaled));
    },
    premise(training) {
      const all = gaps(training);
      const share = all.filter((gap) => gap > 55 && gap < 88).length / all.length; // 2⁻⁸⁰ and the end of normal numbers
      if (share < 0.1) throw new Error(`only ${share} of the probabilities are tiny`);
      return `${(100 * share).toFixed(0)} % of probabilities from 1e−38 to 1e−24`;
    },
  },
  {
    name: 'unscaled data',
    about: 'features of sizes from 1 to 10,000',
    start: () => trainingOf({ label: byRule, scale: (feature) => 10 ** (feature % 5) / 3 }),
    premise({ batches }) {
      const largest = Math.max(...batches.map(({ x }) => Math.max(...x.toFloat32Array().map(Math.abs))));
      if (largest < 8000) throw new Error(`features reach only ${largest}`);
      return `features up to ${countText(largest)}`;
    },
  },
  {
    name: 'dead weights under L2, Adam',
    about: 'features that are 0 and units that never open, λ = 0.001: their weights die within thousands of steps',
    start: () => dying(regularizers.l2(1e-3), new Adam()),
    premise: weightsAtZero,
  },
  {
    name: 'dead weights under L2, SGD',
    about: 'likewise, η = 0.3, λ = 0.01: they shrink by 0.6 % a step',
    start: () => dying(regularizers.l2(1e-2), new Sgd({ learningRate: 0.3 })),
    premise: weightsAtZero,
  },
];
