/**
 * jax-js on its WebAssembly back end, on one thread as always in Node: a jitted function for the whole step, with the loss, its
 * gradients and an optimizer, of which the package has none. Its arrays are computed when they are read, and all that waits is
 * gone through in every step; so the fastest loop reads the loss each time.
 *
 * In three ways: `arrays` has an array for each weight; `vector` has all weights in one, so that the optimizer is fewer kernels;
 * `patches` is `arrays` with convolutions written as products with patches, where `lax.conv` is slow.
 */
import { type Array as JaxArray, jit, lax, nn, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';
import type { Workload } from '../workloads.ts';
import type { Job, Values } from './job.ts';
import { serve } from './serve.ts';

type List = readonly JaxArray[];

interface Network {
  readonly layers: Workload['layers'];
  /** How images stand: [n, rows, columns, channels], or [n, channels, rows, columns]. */
  readonly channelsLast: boolean;
}

const [beta1, beta2, epsilon, adamRate] = [0.9, 0.999, 1e-8, 1e-3];
const [momentum, momentumRate] = [0.9, 0.01];
const batchNorm = { momentum: 0.99, epsilon: 1e-3 };

await serve(['@jax-js/jax'], (job, way) => {
  const { workload, batches } = job;
  const { input, batch } = workload;
  const channelsLast = way === 'patches';
  const parameters = channelsLast ? job.parameters.map(arrayOf) : channelsFirst(job);
  const shapes = parameters.map(({ shape }) => shape);
  const isBinary = lastUnits(workload) === 1;

  const joined = way === 'vector';
  const pack = (list: List): List => (joined ? [np.concatenate(list.map((one) => one.reshape([-1])))] : list);
  const unpack = ([vector, ...rest]: List): List => {
    if (!joined) return [vector, ...rest];
    const counts = shapes.map(sizeOf);
    const ends = counts.map((_, i) => counts.slice(0, i + 1).reduce((sum, count) => sum + count));
    return np.split(vector, ends.slice(0, -1)).map((part, i) => part.reshape(shapes[i]));
  };

  const network = { layers: workload.layers, channelsLast };
  const lossOf = (weights: List, kept: List, x: JaxArray, y: JaxArray): [JaxArray, List] => {
    const [logits, next] = forward(network, unpack(weights), kept, x, true);
    if (!isBinary)
      return [
        nn
          .logSoftmax(logits)
          .mul(y)
          .sum()
          .mul(-1 / batch),
        next,
      ];
    return [nn.softplus(logits.ref).sub(logits.mul(y)).mean(), next];
  };
  const update = workload.optimizer === 'adam' ? adam : momentumRule;
  const jitted = jit((weights: List, slots: readonly List[], kept: List, x: JaxArray, y: JaxArray) => {
    const [[loss, next], gradients] = valueAndGrad(lossOf, { hasAux: true })(tree.ref(weights), kept, x, y);
    return [...update(weights, gradients, slots), next, [loss]] as const;
  });

  const labels = batches.map((one) => (isBinary ? one.labels : oneHot(one.labels, lastUnits(workload))));
  const sample = channelsLast || input.length < 3 ? input : [1, ...input.slice(0, 2)]; // of one channel, wherever it stands
  const ready = batches.map(({ x }, i) => ({
    x: np.array(x).reshape([batch, ...sample]),
    y: np.array(labels[i]).reshape([batch, lastUnits(workload)]),
  }));
  let weights = pack(parameters);
  const zeros = (): List => weights.map(({ shape }) => np.zeros(shape));
  let slots: readonly List[] =
    workload.optimizer === 'adam' ? [zeros(), zeros(), [np.ones([]), np.ones([])]] : [zeros()];
  let kept = initiallyKept(workload);
  const step = (at: number): number => {
    const [nextWeights, nextSlots, nextKept, [loss]] = jitted(weights, slots, kept, ready[at].x.ref, ready[at].y.ref);
    [weights, slots, kept] = [nextWeights, nextSlots, nextKept];
    return loss.item();
  };

  const row = np.array(batches[0].x.slice(0, batches[0].x.length / batch)).reshape([1, ...sample]);
  const predict = jit((given: List, state: List, x: JaxArray) => {
    const [logits, next] = forward(network, unpack(given), state, x, false);
    for (const one of next) one.dispose();
    return isBinary ? nn.sigmoid(logits) : nn.softmax(logits);
  });
  return {
    step,
    train(from, steps) {
      for (let i = from; i < from + steps; i++) step(i % ready.length);
    },
    predict: () => predict(tree.ref(weights), tree.ref(kept), row.ref).dataSync(),
  };
});

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function lastUnits({ layers }: Workload): number {
  return (layers[layers.length - 1] as { units: number }).units;
}

function oneHot(labels: Float32Array, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    rows[i * classes + label] = 1;
  });
  return rows;
}

function arrayOf({ values, shape }: Values): JaxArray {
  return np.array(values).reshape(shape);
}

/** The weights with channels before rows and columns: filters, and the rows of the weight that follows the images. */
function channelsFirst({ workload, parameters }: Job): JaxArray[] {
  let [height, width, channels] = workload.input;
  let images = workload.input.length === 3;
  let next = 0;
  const take = (): JaxArray => arrayOf(parameters[next++]);
  return workload.layers.flatMap((layer): JaxArray[] => {
    if (layer.kind === 'dropout') return [];
    if (layer.kind === 'maxPool') {
      [height, width] = [Math.floor(height / layer.size), Math.floor(width / layer.size)];
      return [];
    }
    const weight = take();
    if (layer.kind === 'convolution') {
      [height, width, channels] = [height - layer.size + 1, width - layer.size + 1, layer.filters];
      return [np.transpose(weight, [3, 2, 0, 1]), take()];
    }
    if (layer.kind === 'batchNorm' || !images) return [weight, take()];
    images = false;
    const byChannels = np.transpose(weight.reshape([height, width, channels, layer.units]), [2, 0, 1, 3]);
    return [byChannels.reshape([height * width * channels, layer.units]), take()];
  });
}

/** What a forward takes from the one before it: running mean and variance, the key of random numbers. */
function initiallyKept({ layers }: Workload): List {
  const normalized = layers.findIndex(({ kind }) => kind === 'batchNorm');
  const features = normalized < 0 ? 0 : (layers[normalized - 1] as { units: number }).units;
  return [
    ...(normalized < 0 ? [] : [np.zeros([features]), np.ones([features])]),
    ...(layers.some(({ kind }) => kind === 'dropout') ? [random.key(1)] : []),
  ];
}

/** Logits, and what is kept for the next forward. */
function forward(
  { layers, channelsLast }: Network,
  weights: List,
  kept: List,
  x: JaxArray,
  training: boolean,
): [JaxArray, List] {
  let next = 0;
  const take = (): JaxArray => weights[next++];
  let keptNext = 0;
  const given = (): JaxArray => kept[keptNext++];
  const after: JaxArray[] = [];
  let y = x;
  layers.forEach((layer, i) => {
    if (layer.kind === 'dense') {
      if (y.shape.length > 2) y = y.reshape([y.shape[0], -1]);
      y = np.matmul(y, take()).add(take());
      if (layer.activation === 'relu') y = nn.relu(y);
      if (layer.activation === 'tanh') y = np.tanh(y);
      if (i === layers.length - 1 && next !== weights.length) throw new Error('some weights have no layer');
    } else if (layer.kind === 'convolution') {
      if (channelsLast) y = np.matmul(patches(y, layer.size), take().reshape([-1, layer.filters])).add(take());
      else y = lax.conv(y, take(), [1, 1], 'VALID').add(take().reshape([layer.filters, 1, 1]));
      y = nn.relu(y);
    } else if (layer.kind === 'maxPool') {
      const window = channelsLast ? [1, layer.size, layer.size, 1] : [1, 1, layer.size, layer.size];
      y = lax.reduceWindow(y, (values) => np.max(values), window, window);
    } else if (layer.kind === 'batchNorm') {
      const [gamma, beta, runningMean, runningVariance] = [take(), take(), given(), given()];
      let [mean, variance] = [runningMean.ref, runningVariance.ref];
      if (training) {
        mean.dispose();
        variance.dispose();
        mean = y.ref.mean(0);
        variance = np.square(y.ref.sub(mean.ref)).mean(0);
        const share = 1 - batchNorm.momentum;
        after.push(runningMean.mul(batchNorm.momentum).add(lax.stopGradient(mean.ref).mul(share)));
        after.push(runningVariance.mul(batchNorm.momentum).add(lax.stopGradient(variance.ref).mul(share)));
      } else {
        after.push(runningMean, runningVariance);
      }
      y = y
        .sub(mean)
        .div(np.sqrt(variance.add(batchNorm.epsilon)))
        .mul(gamma)
        .add(beta);
    } else if (training) {
      const keys = random.split(given());
      after.push(keys.ref.slice(0));
      const stays = random.bernoulli(keys.slice(1), 1 - layer.rate, y.shape);
      y = np.where(stays, y.mul(1 / (1 - layer.rate)), 0);
    } else {
      after.push(given());
    }
  });
  return [y, after];
}

/** [n, rows, columns, c] → [n, rows − size + 1, columns − size + 1, size · size · c]. */
function patches(x: JaxArray, size: number): JaxArray {
  const [rows, columns] = [x.shape[1] - size + 1, x.shape[2] - size + 1];
  const taps = Array.from({ length: size * size }, (_, tap) => {
    const [row, column] = [Math.floor(tap / size), tap % size];
    return x.ref.slice([], [row, row + rows], [column, column + columns], []);
  });
  x.dispose();
  return np.concatenate(taps, 3);
}

/** New weights and slots: means of gradients, of their squares, powers of both betas. */
function adam(weights: List, gradients: List, [m, v, [power1, power2]]: readonly List[]): [List, readonly List[]] {
  const powers = [power1.mul(beta1), power2.mul(beta2)];
  const root = np.sqrt(np.subtract(1, powers[1].ref));
  const rate = root.ref.mul(adamRate).div(np.subtract(1, powers[0].ref));
  const floor = root.mul(epsilon);
  const newM = m.map((one, i) => one.mul(beta1).add(gradients[i].ref.mul(1 - beta1)));
  const newV = v.map((one, i) => one.mul(beta2).add(np.square(gradients[i]).mul(1 - beta2)));
  const moved = weights.map((weight, i) =>
    weight.sub(newM[i].ref.mul(rate.ref).div(np.sqrt(newV[i].ref).add(floor.ref))),
  );
  rate.dispose();
  floor.dispose();
  return [moved, [newM, newV, powers]];
}

/** New weights and velocities. */
function momentumRule(weights: List, gradients: List, [v]: readonly List[]): [List, readonly List[]] {
  const newV = v.map((one, i) => one.mul(momentum).add(gradients[i]));
  return [weights.map((weight, i) => weight.sub(newV[i].ref.mul(momentumRate))), [newV]];
}
