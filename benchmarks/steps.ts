/**
 * A whole training step, wired by hand from the kernels and as a recorded graph with an optimizer: the fraction of the
 * strict SIMD roofline that the useful arithmetic reaches, and what the graph costs over the hand-wired loop. Then memory:
 * 100,000 replays must leave nothing behind.
 *
 *     npx tsx benchmarks/steps.ts [--quick]
 */
import { record } from '../src/autodiff/record.ts';
import { softmaxCrossEntropy } from '../src/losses/softmax-cross-entropy.ts';
import { dense } from '../src/ops/dense.ts';
import { Adam } from '../src/optimizers/adam.ts';
import { type Tensor, tensor } from '../src/tensor/tensor.ts';
import { kernels } from '../src/wasm/kernels.ts';
import { expectSameBits } from '../test/helpers/bits.ts';
import { HandWiredStep } from './hand-wired.ts';
import { type Candidate, measure, printTable, saveResults, speedRatio, spread } from './harness.ts';
import { batchesOf, growth, initialParameters, large, nameOf, small, type Workload } from './workloads.ts';

/** The fractions that were set as goals: hand-wired of the roofline, recorded of the hand-wired. */
const workloads = [
  { ...small, goals: { handWired: 0.6, recorded: 0.8 } },
  { ...large, goals: { handWired: 0.8, recorded: 0.92 } },
];

/** The same step written with operations and an optimizer, recorded once. */
function recordedStep({ input, layers, batch }: Workload, values: readonly Float32Array[]) {
  const sizes = [...input, ...layers.map((layer) => (layer as { units: number }).units)];
  const parameters = values.map((one, i) => {
    const layer = i >> 1;
    return tensor(one, i % 2 === 0 ? [sizes[layer], sizes[layer + 1]] : [sizes[layer + 1]], { requiresGrad: true });
  });
  const graph = record([[batch, sizes[0]], [batch]], (x, labels) => {
    let y: Tensor = x;
    for (let i = 0; i < parameters.length; i += 2) {
      y = dense(y, parameters[i], {
        bias: parameters[i + 1],
        activation: i + 2 < parameters.length ? 'relu' : undefined,
      });
    }
    return softmaxCrossEntropy(y, labels);
  });
  const adam = new Adam();
  const step = (x: Float32Array, labels: Float32Array): number => {
    graph.forward([x, labels]);
    for (const parameter of parameters) parameter.zeroGrad();
    graph.backward();
    adam.step(parameters);
    return graph.read();
  };
  return { parameters, step };
}

const quick = process.argv.includes('--quick');
const iterations = 2000;
const roofline: Candidate = {
  name: 'roofline',
  work: iterations * 96,
  run: () => kernels.roofline(iterations, 0.5, 1),
};

const rows: string[][] = [];
const results: object[] = [];
for (const workload of workloads) {
  const { batch, goals } = workload;
  const name = nameOf(workload);
  const batches = batchesOf(workload);
  const values = initialParameters(workload);
  const byHand = new HandWiredStep(workload, values);
  const recorded = recordedStep(workload, values);

  // The answer first: the same losses and weights, bit for bit, over 50 steps.
  for (let i = 0; i < 50; i++) {
    const { x, labels } = batches[i % batches.length];
    const losses = [byHand.step(x, labels), recorded.step(x, labels)];
    expectSameBits([losses[1]], [losses[0]], `${name}: loss of step ${i}`);
  }
  const block = recorded.parameters[0].block!;
  expectSameBits(block.values.read(0, block.bytes / 4), byHand.parameters(), `${name}: weights after 50 steps`);

  let turn = 0;
  const run = (step: (x: Float32Array, labels: Float32Array) => number) => () => {
    turn = (turn + 1) % batches.length;
    return step(batches[turn].x, batches[turn].labels);
  };
  const [roof, hand, graph] = await measure(
    [
      roofline,
      { name: 'hand-wired', work: byHand.flops, run: run((x, labels) => byHand.step(x, labels)) },
      { name: 'recorded graph', work: byHand.flops, run: run(recorded.step) },
    ],
    quick ? { rounds: 5, warmUpMilliseconds: 200 } : { rounds: 41, sampleMilliseconds: 15, warmUpMilliseconds: 500 },
  );
  const held = growth(() => recorded.step(batches[0].x, batches[0].labels), quick ? 10_000 : 100_000);
  const rateOf = ({ nanoseconds }: { nanoseconds: number }) => Math.round((batch / nanoseconds) * 1e9);
  const ofRoofline = speedRatio(hand, roof);
  const ofHand = speedRatio(graph, hand);
  for (const [one, ratio, goal, against] of [
    [hand, ofRoofline, goals.handWired, 'of the roofline'],
    [graph, ofHand, goals.recorded, 'of hand-wired'],
  ] as const) {
    rows.push([
      `${name}: ${one.name}`,
      (one.nanoseconds / 1000).toFixed(2),
      `±${(100 * spread(one)).toFixed(1)} %`,
      rateOf(one).toLocaleString('en'),
      `${(100 * ratio).toFixed(1)} % ${against}`,
      `${100 * goal} %`,
    ]);
  }
  results.push({ name, roofline: roof, handWired: hand, recorded: graph, ofRoofline, ofHand, goals, held });
  rows.push([`${name}: left behind`, '', '', '', `${held.heapBytes} B heap, ${held.wasmBytes} B WASM`, '65536 B, 0 B']);
}
printTable(
  'Training steps: forward, backward, Adam; median of interleaved rounds, one thread',
  ['step', 'µs', 'spread', 'samples/s', 'ratio', 'goal'],
  rows,
);
if (!quick) console.log(saveResults('steps', { steps: results }));
