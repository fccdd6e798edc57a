/** The same training written three ways: wired by hand, as a trainer's step and fit, and as a recorded graph. */
import type { Sequential } from '../../src/index.ts';
import { Tensor, Trainer } from '../../src/index.ts';
import { sizeOf } from '../../src/tensor/shape.ts';
import { expectSameBits } from '../../test/helpers/bits.ts';
import { HandWiredStep } from '../hand-wired.ts';
import { batchesOf, initialParameters, modelOf, nameOf, optimizerOf, type Workload } from '../workloads.ts';

export interface ReadyBatch {
  readonly x: Tensor;
  readonly y: Tensor;
}

/** An epoch as arrays, for `fit`, and cut into batches, for steps: as much data for both. */
export interface Epoch {
  readonly rows: number;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly ready: readonly ReadyBatch[];
}

export interface Contestants {
  readonly byHand: HandWiredStep;
  readonly model: Sequential;
  readonly trainer: Trainer;
}

export function trainerOf(workload: Workload, model = modelOf(workload)): Trainer {
  return new Trainer(model, { loss: 'crossEntropy', optimizer: optimizerOf(workload) });
}

/** `batches` batches: those of the workload over and over. */
export function epochOf(workload: Workload, batches: number): Epoch {
  const { input, batch } = workload;
  const few = batchesOf(workload);
  const size = batch * sizeOf(input);
  const rows = batches * batch;
  const x = new Float32Array(batches * size);
  const y = new Float32Array(rows);
  const ready = Array.from({ length: batches }, (_, i) => {
    const { x: values, labels } = few[i % few.length];
    x.set(values, i * size);
    y.set(labels, i * batch);
    return { x: new Tensor([batch, ...input], values.slice()), y: new Tensor([batch], labels.slice()) };
  });
  return { rows, x, y, ready };
}

/**
 * The step wired by hand and the trainer's, after steps in which they were equal bit for bit: in every loss, and in weights and
 * running statistics at the end.
 *
 * @throws Error naming the first number that differs.
 */
export function checkedContestants(workload: Workload, { ready }: Epoch, steps: number): Contestants {
  const name = nameOf(workload);
  const byHand = new HandWiredStep(workload, initialParameters(workload));
  const model = modelOf(workload);
  const trainer = trainerOf(workload, model);
  for (let i = 0; i < steps; i++) {
    const { x, y } = ready[i % ready.length];
    const loss = byHand.step(x.values!, y.values!);
    expectSameBits([trainer.step(x, y).loss], [loss], `${name}: loss of step ${i}`);
  }
  const block = model.parameters()[0].block!;
  const weights = block.values.read(0, block.bytes / 4);
  expectSameBits(weights, byHand.parameters(), `${name}: weights after ${steps} steps`);
  const states = byHand.states();
  model.states().forEach((state, i) => {
    expectSameBits(state.toFloat32Array(), states[i], `${name}: running statistics ${i} after ${steps} steps`);
  });
  return { byHand, model, trainer };
}
