/**
 * ConvNetJS: one sample at a time in doubles, an update after each batch. The package has SGD with momentum and no Adam, batch
 * normalisation or binary cross-entropy: where one is wanted, the nearest thing is what it has.
 */
import convnetjs, { type Net } from 'convnetjs';
import type { Job } from './job.ts';
import { serve } from './serve.ts';

await serve(['convnetjs'], (job) => {
  const { workload, batches } = job;
  const { batch, input, layers, optimizer } = workload;
  const [rows, columns, channels] = input.length === 3 ? input : [1, 1, ...input];
  const isBinary = (layers[layers.length - 1] as { units: number }).units === 1;
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: columns, out_sy: rows, out_depth: channels },
    ...layers.map((layer) => {
      if (layer.kind === 'convolution') {
        return { type: 'conv', sx: layer.size, filters: layer.filters, stride: 1, pad: 0, activation: 'relu' };
      }
      if (layer.kind === 'maxPool') return { type: 'pool', sx: layer.size, stride: layer.size };
      if (layer.kind === 'dropout') return { type: 'dropout', drop_prob: layer.rate };
      if (layer.kind === 'batchNorm') throw new Error('has no batch normalisation');
      const { units, activation } = layer;
      if (activation === 'softmax' || activation === 'sigmoid') {
        return { type: 'softmax', num_classes: Math.max(2, units) };
      }
      return { type: 'fc', num_neurons: units, activation };
    }),
  ]);
  if (!isBinary) setParameters(net, job);
  // Its documentation knows 'adam'; the package takes what it does not know for SGD.
  const trainer = new convnetjs.Trainer(net, {
    method: 'sgd',
    learning_rate: 0.01,
    momentum: 0.9,
    batch_size: batch,
  });
  const ready = batches.map(({ x, labels }) =>
    Array.from(labels, (label, i) => {
      const size = x.length / batch;
      const vol = new convnetjs.Vol(columns, rows, channels, 0);
      vol.w.set(x.subarray(i * size, (i + 1) * size));
      return { vol, label };
    }),
  );
  const differs = [
    ...(optimizer === 'adam' ? ['SGD with momentum, as it has no Adam'] : []),
    ...(isBinary ? ['softmax over two classes, as it has no binary cross-entropy'] : []),
  ];
  const step = (at: number): number => {
    let sum = 0;
    for (const { vol, label } of ready[at]) sum += trainer.train(vol, label).loss;
    return sum / batch;
  };
  return {
    differs: differs.length === 0 ? undefined : differs.join('; '),
    optimizer: isBinary ? undefined : 'momentum',
    step,
    train(from, steps) {
      for (let i = from; i < from + steps; i++) step(i % ready.length);
    },
    predict: () => net.forward(ready[0][0].vol).w,
  };
});

/** Its weights are a volume for each unit or filter, by rows, columns and channels of what it looks at. */
function setParameters(net: Net, { parameters }: Job): void {
  let next = 0;
  for (const { filters, biases } of net.layers) {
    if (!filters || !biases) continue;
    const [weight, bias] = [parameters[next++].values, parameters[next++].values];
    biases.w.set(bias);
    filters.forEach(({ w }, unit) => {
      for (let k = 0; k < w.length; k++) w[k] = weight[k * filters.length + unit];
    });
  }
}
