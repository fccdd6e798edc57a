/**
 * brain.js, whose networks of dense layers have one activation for all layers and squared error, and update their weights after
 * each sample: the nearest thing to a workload, not the same. Either as its documentation has it, by `train` with a batch at a
 * time, or by `trainPattern`, which that calls for each sample.
 */
import brain from 'brain.js';
import { serve } from './serve.ts';

await serve(['brain.js'], ({ workload, parameters, batches }, way) => {
  const { input, layers, optimizer, batch } = workload;
  const sizes = [...input];
  let activation = '';
  for (const layer of layers) {
    if (layer.kind === 'convolution') throw new Error('has no convolution');
    if (layer.kind === 'batchNorm') throw new Error('has no batch normalisation');
    if (layer.kind !== 'dense') throw new Error(`has no ${layer.kind}`);
    sizes.push(layer.units);
    activation ||= layer.activation;
  }
  const rule =
    optimizer === 'adam'
      ? { praxis: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
      : { momentum: 0.9, learningRate: 0.01 };
  const network = new brain.NeuralNetwork({ activation, ...rule });
  network.sizes = sizes;
  network.initialize();
  for (let layer = 1; layer < sizes.length; layer++) {
    const [weight, bias] = [parameters[2 * layer - 2].values, parameters[2 * layer - 1].values];
    for (let unit = 0; unit < sizes[layer]; unit++) {
      network.biases[layer][unit] = bias[unit];
      for (let k = 0; k < sizes[layer - 1]; k++) network.weights[layer][unit][k] = weight[k * sizes[layer] + unit];
    }
  }

  const outputs = sizes[sizes.length - 1];
  // `train` copies what is an array into typed arrays; `trainPattern` gets them ready made.
  const list = way === 'train' ? (values: Float32Array) => Array.from(values) : (values: Float32Array) => values;
  const ready = batches.map(({ x, labels }) =>
    Array.from(labels, (label, i) => ({
      input: list(x.slice(i * sizes[0], (i + 1) * sizes[0])),
      output: list(Float32Array.from({ length: outputs }, (_, k) => Number(outputs === 1 ? label : label === k))),
    })),
  );
  const row = ready[0][0].input;
  return {
    differs: `updates after each sample, squared error, ${activation} in the last layer too`,
    step: (at) => ready[at].reduce((sum, pattern) => sum + network.trainPattern(pattern, true), 0) / batch,
    train(from, steps) {
      for (let i = from; i < from + steps; i++) {
        const patterns = ready[i % ready.length];
        if (way === 'train') network.train(patterns, { ...rule, iterations: 1, errorThresh: 1e-30 });
        else for (const pattern of patterns) network.trainPattern(pattern, false);
      }
    },
    predict: () => network.run(row),
  };
});
