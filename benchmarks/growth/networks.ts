/** Dense networks of any size, and what a step of them has to compute. */
import { Adam, Dense, Sequential, Tensor, Trainer } from '../../src/index.ts';
import { fillNormal, philoxPlace, RandomStream } from '../../src/tensor/random.ts';
import { modelSeed } from '../workloads.ts';

export interface NetworkSize {
  readonly inputs: number;
  /** Units of the hidden layers, with ReLU. */
  readonly hidden: readonly number[];
  /** Of the softmax. */
  readonly classes: number;
  readonly batch: number;
}

/** As 64-128-128-10. */
export function sizeText({ inputs, hidden, classes }: NetworkSize): string {
  const [first] = hidden;
  const alike = hidden.length > 3 && hidden.every((units) => units === first);
  return [inputs, ...(alike ? [`${hidden.length} x ${first}`] : hidden), classes].join('-');
}

function matricesOf({ inputs, hidden, classes }: NetworkSize): number[] {
  const sizes = [inputs, ...hidden, classes];
  return sizes.slice(1).map((units, i) => sizes[i] * units);
}

/** Weights and biases. */
export function parametersOf(size: NetworkSize): number {
  const biases = [...size.hidden, size.classes].reduce((sum, units) => sum + units, 0);
  return matricesOf(size).reduce((sum, weights) => sum + weights, biases);
}

/** Floating-point operations of the matrix products of a step: forward and both gradients, but none of the first layer's input. */
export function flopsOf(size: NetworkSize): number {
  const [first, ...others] = matricesOf(size);
  return 2 * size.batch * others.reduce((sum, weights) => sum + 3 * weights, 2 * first);
}

export function modelOfSize({ inputs, hidden, classes }: NetworkSize): Sequential {
  const layers = hidden.map((units) => new Dense(units, { activation: 'relu' }));
  return new Sequential([...layers, new Dense(classes, { activation: 'softmax' })], {
    inputShape: [inputs],
    seed: modelSeed,
  });
}

export function trainerOfSize(size: NetworkSize): Trainer {
  return new Trainer(modelOfSize(size), { loss: 'crossEntropy', optimizer: new Adam() });
}

/** Rows of normally distributed features with a class each. */
export function rowsOf(rows: number, { inputs, classes }: NetworkSize): { x: Float32Array; labels: Float32Array } {
  const x = new Float32Array(rows * inputs);
  fillNormal(x, 0, 1, philoxPlace(1, 'growth'));
  const stream = new RandomStream(1, 'growth labels');
  return { x, labels: Float32Array.from({ length: rows }, () => stream.integerBelow(classes)) };
}

/** One training step with Adam, over a batch that stays the same. */
export function stepOfSize(size: NetworkSize): () => unknown {
  const trainer = trainerOfSize(size);
  const { x, labels } = rowsOf(size.batch, size);
  const [inputs, targets] = [new Tensor([size.batch, size.inputs], x), new Tensor([size.batch], labels)];
  return () => trainer.step(inputs, targets);
}
