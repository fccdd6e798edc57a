/**
 * A dense classifier trained with operations and an optimizer alone: no layers, no model, no trainer. What those do is
 * spelled out here, step by step.
 */
import { Arena } from '../autodiff/arena.ts';
import type { Graph } from '../autodiff/graph.ts';
import { record } from '../autodiff/record.ts';
import type { Matrix } from '../data/matrix.ts';
import { trainValidationTestSplit } from '../data/split.ts';
import { StandardScaler } from '../data/standard-scaler.ts';
import { defaultFor } from '../initializers/default-for.ts';
import { softmaxCrossEntropy } from '../losses/softmax-cross-entropy.ts';
import { dense } from '../ops/dense.ts';
import { Adam } from '../optimizers/adam.ts';
import { fingerprint } from '../tensor/fingerprint.ts';
import { noGrad } from '../tensor/mode.ts';
import { RandomStream } from '../tensor/random.ts';
import { type Tensor, tensor } from '../tensor/tensor.ts';

export interface ClassifierOptions {
  /** Units of the hidden layers. */
  readonly hidden: readonly number[];
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
  /** Chooses the split, the initial weights and the order of batches. */
  readonly seed: number;
  /** Stops training after the epoch in which it is aborted; what was learned is evaluated as usual. */
  readonly signal?: AbortSignal;
  /** Called after every epoch. */
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

export interface ClassifierResult {
  readonly parameters: number;
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  readonly accuracy: { readonly train: number; readonly validation: number; readonly test: number };
  /** Class indices of the test part, true and predicted. */
  readonly testLabels: readonly number[];
  readonly testPredictions: readonly number[];
  /** Mean training loss of each epoch. */
  readonly losses: readonly number[];
  readonly epochs: number;
  readonly seconds: number;
  readonly samplesPerSecond: number;
  readonly fingerprint: string;
}

/**
 * Trains ReLU layers under a softmax cross-entropy with Adam, and evaluates them.
 *
 * Rows are split 70/15/15 by class and standardised with the figures of the training part. Every batch size is recorded
 * once as a graph, all in one arena, and replayed.
 *
 * @param features [rows, columns]
 * @param labels class indices from 0, one for each row.
 */
export async function trainDenseClassifier(
  features: Matrix,
  labels: ArrayLike<number>,
  classes: number,
  options: ClassifierOptions,
): Promise<ClassifierResult> {
  const { hidden, learningRate, batchSize, epochs, seed, signal, onEpoch } = options;
  const columns = features.shape[1];
  const split = trainValidationTestSplit(features.shape[0], { stratify: labels, seed });
  const scaled = new StandardScaler().fit(features, split.train).transform(features);

  const weights = initialWeights([columns, ...hidden, classes], seed);
  const parameters = Object.values(weights);
  const logits = (x: Tensor): Tensor =>
    hidden.concat(classes).reduce((input, _, i) => {
      const activation = i < hidden.length ? 'relu' : undefined;
      return dense(input, weights[`dense${i + 1}.weight`], { bias: weights[`dense${i + 1}.bias`], activation });
    }, x);

  const arena = new Arena();
  const training = graphsBySize((n) =>
    record([[n, columns], [n]], (x, y) => softmaxCrossEntropy(logits(x), y), { arena }),
  );
  const prediction = graphsBySize((n) => noGrad(() => record([[n, columns]], logits, { arena })));

  const optimizer = new Adam({ learningRate });
  const order = split.train.slice();
  const losses: number[] = [];
  const pause = new Pause();
  const begin = performance.now();
  for (let epoch = 0; epoch < epochs && !signal?.aborted; epoch++) {
    new RandomStream(seed, 'batches', epoch).shuffle(order);
    let sum = 0;
    for (let start = 0; start < order.length; start += batchSize) {
      const rows = order.subarray(start, start + batchSize);
      const graph = training(rows.length);
      graph.forward([gather(scaled, rows), Float32Array.from(rows, (row) => labels[row])]);
      for (const parameter of parameters) parameter.zeroGrad();
      graph.backward();
      optimizer.step(parameters);
      sum += graph.read() * rows.length;
      if (pause.isDue()) await pause.take();
    }
    losses.push(sum / order.length);
    onEpoch?.(epoch + 1, sum / order.length);
  }
  const seconds = (performance.now() - begin) / 1000;

  const predict = (rows: ArrayLike<number>): number[] => {
    const values = (prediction(rows.length).run([gather(scaled, rows)]) as Tensor).toFloat32Array();
    return Array.from(rows, (_, i) => largest(values.subarray(i * classes, (i + 1) * classes)));
  };
  const accuracyOf = (rows: ArrayLike<number>, predicted: readonly number[]): number =>
    predicted.reduce((right, label, i) => right + Number(label === labels[rows[i]]), 0) / rows.length;
  const testPredictions = predict(split.test);
  return {
    parameters: parameters.reduce((sum, { size }) => sum + size, 0),
    rows: { train: split.train.length, validation: split.validation.length, test: split.test.length },
    accuracy: {
      train: accuracyOf(split.train, predict(split.train)),
      validation: accuracyOf(split.validation, predict(split.validation)),
      test: accuracyOf(split.test, testPredictions),
    },
    testLabels: Array.from(split.test, (row) => labels[row]),
    testPredictions,
    losses,
    epochs: losses.length,
    seconds,
    samplesPerSecond: (losses.length * order.length) / seconds,
    fingerprint: await fingerprint(weights),
  };
}

/** Weights as the activation that follows wants them (He for ReLU, Glorot for the last), zero biases; a stream each. */
function initialWeights(sizes: readonly number[], seed: number): Record<string, Tensor> {
  const weights: Record<string, Tensor> = {};
  for (let i = 1; i < sizes.length; i++) {
    const shape = [sizes[i - 1], sizes[i]];
    const name = `dense${i}.weight`;
    const values = new Float32Array(shape[0] * shape[1]);
    defaultFor(i < sizes.length - 1 ? 'relu' : 'softmax').fill(values, shape, seed, `init/${name}`);
    weights[name] = tensor(values, shape, { requiresGrad: true });
    weights[`dense${i}.bias`] = tensor(new Float32Array(sizes[i]), [sizes[i]], { requiresGrad: true });
  }
  return weights;
}

/** One graph for each number of rows, recorded when it is first met. */
function graphsBySize(recordFor: (rows: number) => Graph): (rows: number) => Graph {
  const graphs = new Map<number, Graph>();
  return (rows) => {
    let graph = graphs.get(rows);
    if (!graph) {
      graph = recordFor(rows);
      graphs.set(rows, graph);
    }
    return graph;
  };
}

/** The rows of a matrix at `rows`, one after the other. */
function gather({ data, shape }: Matrix, rows: ArrayLike<number>): Float32Array {
  const columns = shape[1];
  const values = new Float32Array(rows.length * columns);
  for (let i = 0; i < rows.length; i++) {
    values.set(data.subarray(rows[i] * columns, (rows[i] + 1) * columns), i * columns);
  }
  return values;
}

function largest(values: Float32Array): number {
  return values.reduce((best, value, i) => (value > values[best] ? i : best), 0);
}

/** Gives timers, input and drawing their turn about every 50 ms. */
class Pause {
  private last = performance.now();

  isDue(): boolean {
    return performance.now() - this.last >= 50;
  }

  async take(): Promise<void> {
    await new Promise<void>((resume) => setTimeout(resume, 0));
    this.last = performance.now();
  }
}
