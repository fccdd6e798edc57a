/**
 * A process that runs one kind of work whenever it is told to, for so many milliseconds, and answers how long one run took: the
 * other side of `step-process.ts`. What it runs on, the environment says (src/environment.ts).
 */

import { useEnvironment } from '../src/environment.ts';
import { Tensor, Trainer } from '../src/index.ts';
import { roofline } from './roofline.ts';
import { squareProduct, squareProductOf } from './square-product.ts';
import { batchesOf, modelOf, optimizerOf, type Workload, workloads } from './workloads.ts';

/** How long to run; answered by nanoseconds a run. */
export interface StepRequest {
  readonly milliseconds: number;
}
export interface StepAnswer {
  readonly nanoseconds: number;
}

/** One unit of work by its name: `roofline`, `product`, or the id of a workload for one training step. */
function workOf(name: string): () => unknown {
  if (name === roofline.name) return roofline.run;
  if (name === squareProduct.name) return squareProductOf();
  const workload = workloads.find(({ id }) => id === name)!;
  return stepOf(workload);
}

/** One step of `Trainer.step` on the next batch. */
function stepOf(workload: Workload): () => unknown {
  const { input, batch } = workload;
  const trainer = new Trainer(modelOf(workload), { loss: 'crossEntropy', optimizer: optimizerOf(workload) });
  const last = workload.layers.at(-1)!;
  const ofTargets = last.kind === 'dense' && last.units === 1 ? [batch, 1] : [batch];
  const batches = batchesOf(workload).map(({ x, labels }) => ({
    x: new Tensor([batch, ...input], x),
    y: new Tensor(ofTargets, labels),
  }));
  let turn = 0;
  return () => {
    const { x, y } = batches[turn++ % batches.length];
    return trainer.step(x, y);
  };
}

useEnvironment(process.env);
const run = workOf(process.argv[2]);
const kept: unknown[] = []; // reachable from outside, so that no result is provably unused
process.on('message', ({ milliseconds }: StepRequest) => {
  const start = performance.now();
  let runs = 0;
  let now = start;
  for (; now < start + milliseconds; now = performance.now(), runs++) kept[0] = run();
  process.send!({ nanoseconds: ((now - start) / runs) * 1e6 } satisfies StepAnswer);
});
process.on('disconnect', () => process.exit(0));
