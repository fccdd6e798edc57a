/** A step of dense layers written with operations and an optimizer, recorded once: a trainer's step without the trainer. */
import { record } from '../../src/autodiff/record.ts';
import { softmaxCrossEntropy } from '../../src/losses/softmax-cross-entropy.ts';
import type { ActivationName } from '../../src/ops/activation.ts';
import { dense } from '../../src/ops/dense.ts';
import { type Tensor, tensor } from '../../src/tensor/tensor.ts';
import { expectSameBits } from '../../test/helpers/bits.ts';
import { HandWiredStep } from '../hand-wired.ts';
import { initialParameters, nameOf, optimizerOf, type Workload } from '../workloads.ts';
import type { Epoch } from './contestants.ts';

export type Step = (x: Float32Array, labels: Float32Array) => number;

/** Of a workload of dense layers that ends in softmax. */
function recordedStep(workload: Workload): { readonly parameters: readonly Tensor[]; readonly step: Step } {
  const { input, layers, batch } = workload;
  const activations: ActivationName[] = [];
  const sizes = [...input];
  for (const layer of layers) {
    if (layer.kind !== 'dense') throw new Error(`${nameOf(workload)}: expected dense layers alone, got ${layer.kind}`);
    activations.push(layer.activation === 'softmax' ? 'none' : layer.activation);
    sizes.push(layer.units);
  }
  const parameters = initialParameters(workload).map((one, i) => {
    const layer = i >> 1;
    return tensor(one, i % 2 === 0 ? [sizes[layer], sizes[layer + 1]] : [sizes[layer + 1]], { requiresGrad: true });
  });
  const graph = record([[batch, ...input], [batch]], (x, labels) => {
    const logits = activations.reduce(
      (y, activation, i) => dense(y, parameters[2 * i], { bias: parameters[2 * i + 1], activation }),
      x,
    );
    return softmaxCrossEntropy(logits, labels);
  });
  const optimizer = optimizerOf(workload);
  const step: Step = (x, labels) => {
    graph.forward([x, labels]);
    for (const parameter of parameters) parameter.zeroGrad();
    graph.backward();
    optimizer.step(parameters);
    return graph.read();
  };
  return { parameters, step };
}

/** That step, after some in which it was equal to the one wired by hand bit for bit. @throws Error naming what differs. */
export function checkedRecordedStep(workload: Workload, { ready }: Epoch, steps: number): Step {
  const name = nameOf(workload);
  const byHand = new HandWiredStep(workload, initialParameters(workload));
  const { parameters, step } = recordedStep(workload);
  for (let i = 0; i < steps; i++) {
    const { x, y } = ready[i % ready.length];
    expectSameBits(
      [step(x.values!, y.values!)],
      [byHand.step(x.values!, y.values!)],
      `${name}, recorded: loss of step ${i}`,
    );
  }
  const block = parameters[0].block!;
  expectSameBits(
    block.values.read(0, block.bytes / 4),
    byHand.parameters(),
    `${name}, recorded: weights after ${steps} steps`,
  );
  return step;
}
