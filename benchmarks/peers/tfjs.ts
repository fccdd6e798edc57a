/**
 * TensorFlow.js on its CPU and its WebAssembly back end, in three ways: `fit` and `trainOnBatch` of a model of layers, and
 * `minimize` of an optimizer with a network written from its operations, products fused with bias and activation.
 */
import * as core from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import type { LayerOfWorkload, Workload } from '../workloads.ts';
import type { Job } from './job.ts';
import { type Network, serve } from './serve.ts';

const [backend, api] = process.argv[3].split(' ');
const backendPackage = `@tensorflow/tfjs-backend-${backend}`;
const batchNorm = { momentum: 0.99, epsilon: 1e-3 };

await serve(['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', backendPackage], async (job) => {
  core.enableProdMode();
  await import(backendPackage);
  await core.setBackend(backend);
  await core.ready();
  return api === 'minimize' ? byOperations(job) : byLayers(job, api);
});

function optimizerOf({ optimizer }: Workload): core.Optimizer {
  return optimizer === 'adam' ? core.train.adam(1e-3, 0.9, 0.999, 1e-8) : core.train.momentum(0.01, 0.9);
}

/** Whether a single sigmoid ends the network. */
function isBinary({ layers }: Workload): boolean {
  return (layers[layers.length - 1] as { units: number }).units === 1;
}

/** The batches as tensors: of the labels one number a row, or a row of ones and zeros. */
function batchesOf({ workload, batches }: Job): { x: core.Tensor; y: core.Tensor }[] {
  const { input, batch, layers } = workload;
  const { units } = layers[layers.length - 1] as { units: number };
  return batches.map(({ x, labels }) => {
    const indices = core.tensor(Int32Array.from(labels), [batch], 'int32');
    const y = isBinary(workload)
      ? core.tensor(labels, [batch, 1])
      : core.tidy(() => core.cast(core.oneHot(indices, units), 'float32'));
    return { x: core.tensor(x, [batch, ...input]), y };
  });
}

function byLayers(job: Job, api: string): Network {
  const { workload, parameters } = job;
  const { input, batch } = workload;
  const model = layers.sequential();
  model.add(layers.layers.inputLayer({ inputShape: [...input] }));
  let flat = input.length === 1;
  for (const layer of workload.layers) {
    if (layer.kind === 'dense' && !flat) model.add(layers.layers.flatten());
    flat ||= layer.kind === 'dense';
    model.add(layerOf(layer));
  }
  // Trainable weights come in our order; running statistics keep their zeros and ones.
  model.layers
    .flatMap((layer) => layer.trainableWeights)
    .forEach((weight, i) => {
      weight.write(core.tensor(parameters[i].values, [...parameters[i].shape]));
    });
  const loss = isBinary(workload) ? 'binaryCrossentropy' : 'categoricalCrossentropy';
  model.compile({ optimizer: optimizerOf(workload), loss });
  const ready = batchesOf(job);
  const row = core.slice(ready[0].x, 0, 1);
  // `fit` takes all batches as one table, in their order.
  const x = core.concat(ready.map((one) => one.x));
  const y = core.concat(ready.map((one) => one.y));
  const options = { batchSize: batch, shuffle: false, verbose: 0, yieldEvery: 'never' };
  const fit = async (epochs: number, count: number): Promise<void> => {
    const part =
      count === ready.length ? { x, y } : { x: core.slice(x, 0, count * batch), y: core.slice(y, 0, count * batch) };
    await model.fit(part.x, part.y, { ...options, epochs });
    if (part.x === x) return;
    core.dispose(part.x);
    core.dispose(part.y);
  };
  const step = (at: number): Promise<number> => model.trainOnBatch(ready[at].x, ready[at].y);
  return {
    step,
    async train(from, steps) {
      if (api === 'trainOnBatch') {
        for (let i = from; i < from + steps; i++) await step(i % ready.length);
        return;
      }
      const epochs = Math.floor(steps / ready.length);
      if (epochs > 0) await fit(epochs, ready.length);
      if (steps % ready.length > 0) await fit(1, steps % ready.length);
    },
    predict: () => core.tidy(() => model.predict(row).dataSync()),
  };
}

function layerOf(layer: LayerOfWorkload): layers.Layer {
  switch (layer.kind) {
    case 'dense':
      return layers.layers.dense(layer);
    case 'convolution':
      return layers.layers.conv2d({ filters: layer.filters, kernelSize: layer.size, activation: 'relu' });
    case 'maxPool':
      return layers.layers.maxPooling2d({ poolSize: layer.size });
    case 'batchNorm':
      return layers.layers.batchNormalization(batchNorm);
    case 'dropout':
      return layers.layers.dropout({ rate: layer.rate });
  }
}

function byOperations(job: Job): Network {
  const { workload, parameters } = job;
  const variables = parameters.map(({ values, shape }) => core.variable(core.tensor(values, [...shape])));
  const normalized = workload.layers.findIndex(({ kind }) => kind === 'batchNorm');
  const features = normalized < 0 ? 0 : (workload.layers[normalized - 1] as { units: number }).units;
  const running = [core.variable(core.zeros([features]), false), core.variable(core.ones([features]), false)];
  const { momentum, epsilon } = batchNorm;

  const logitsOf = (x: core.Tensor, training: boolean): core.Tensor => {
    let next = 0;
    const take = (): core.Variable => variables[next++];
    let y = x;
    for (const layer of workload.layers) {
      if (layer.kind === 'dense') {
        const { units, activation } = layer;
        if (y.shape.length > 2) y = core.reshape(y, [y.shape[0], parameters[next].shape[0]]);
        const inTile = activation === 'relu' ? 'relu' : 'linear';
        y = core.fused.matMul({ a: y, b: take(), bias: take(), activation: inTile });
        if (activation === 'tanh') y = core.tanh(y);
        if (y.shape[1] !== units) throw new Error(`a dense layer gave ${y.shape[1]} units instead of ${units}`);
      } else if (layer.kind === 'convolution') {
        y = core.fused.conv2d({ x: y, filter: take(), strides: 1, pad: 'valid', bias: take(), activation: 'relu' });
      } else if (layer.kind === 'maxPool') {
        y = core.maxPool(y, layer.size, layer.size, 'valid');
      } else if (layer.kind === 'batchNorm') {
        const [gamma, beta] = [take(), take()];
        let [mean, variance]: core.Tensor[] = running;
        if (training) {
          ({ mean, variance } = core.moments(y, 0));
          [mean, variance].forEach((value, i) => {
            running[i].assign(core.add(core.mul(running[i], momentum), core.mul(value, 1 - momentum)));
          });
        }
        y = core.batchNorm(y, mean, variance, beta, gamma, epsilon);
      } else if (training) {
        y = core.dropout(y, layer.rate);
      }
    }
    return y;
  };

  const optimizer = optimizerOf(workload);
  const ready = batchesOf(job);
  const row = core.slice(ready[0].x, 0, 1);
  const lossOf = isBinary(workload) ? core.losses.sigmoidCrossEntropy : core.losses.softmaxCrossEntropy;
  const minimize = (at: number, wantsLoss: boolean): core.Tensor | null =>
    optimizer.minimize(() => lossOf(ready[at].y, logitsOf(ready[at].x, true)), wantsLoss, variables);
  return {
    step(at) {
      const loss = minimize(at, true)!;
      const [value] = loss.dataSync();
      core.dispose(loss);
      return value;
    },
    train(from, steps) {
      for (let i = from; i < from + steps; i++) minimize(i % ready.length, false);
    },
    predict: () =>
      core.tidy(() => {
        const logits = logitsOf(row, false);
        return (isBinary(workload) ? core.sigmoid(logits) : core.softmax(logits)).dataSync();
      }),
  };
}
