/** Ours, as an ordinary user writes it: tensors over arrays of JavaScript, `Trainer.step`, the loss looked at in every step. */
import { Trainer, tensor } from '../../src/index.ts';
import { modelOf, optimizerOf } from '../workloads.ts';
import { serve } from './serve.ts';

await serve([], ({ workload, parameters, batches }) => {
  const { input, batch } = workload;
  const model = modelOf(workload);
  for (const [i, parameter] of model.parameters().entries()) parameter.assign(parameters[i].values);
  const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: optimizerOf(workload) });
  const tensors = batches.map(({ x, labels }) => ({ x: tensor(x, [batch, ...input]), y: tensor(labels) }));
  const row = tensor(batches[0].x.slice(0, batches[0].x.length / batch), [1, ...input]);
  let sum = 0;
  return {
    step: (at) => trainer.step(tensors[at].x, tensors[at].y).loss,
    train(from, steps) {
      for (let i = from; i < from + steps; i++) {
        const { x, y } = tensors[i % tensors.length];
        sum += trainer.step(x, y).loss;
      }
      if (Number.isNaN(sum)) throw new Error('the loss is NaN');
    },
    predict: () => model.predict(row).toFloat32Array(),
  };
});
