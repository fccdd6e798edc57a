/**
 * What layers and trainers cost over the training step wired by hand: `Trainer.step`, `fit`, and the prediction of one row.
 *
 *     npm run bench:training [-- --quick]
 *
 * `fit` is timed with all it does for an epoch: shuffling, gathering rows, checking the data, letting others have their
 * turn. Then memory: a million steps must leave nothing behind. Exits with 1 where a promise is missed.
 */
import { Adam, type Sequential, Tensor, Trainer } from '../src/index.ts';
import { sizeOf } from '../src/tensor/shape.ts';
import { kernels } from '../src/wasm/kernels.ts';
import { expectSameBits } from '../test/helpers/bits.ts';
import { HandWiredStep } from './hand-wired.ts';
import { type Candidate, type Measurement, measure, printTable, saveResults, speedRatio, spread } from './harness.ts';
import { batchesOf, growth, images, initialParameters, large, modelOf, nameOf, small } from './workloads.ts';

/** Fractions that were set as goals: hand-wired of the roofline, `Trainer.step` of hand-wired, `fit` of `Trainer.step`. */
const workloads = [
  { ...small, goals: { handWired: 0.6, step: 0.75, fit: 0.95 }, epochRows: 6_400, epochs: 10 },
  { ...large, goals: { handWired: 0.8, step: 0.9, fit: 0.95 }, epochRows: 2_560, epochs: 10 },
  { ...images, goals: { handWired: 0.75, step: 0.95, fit: 0.95 }, epochRows: 1_280, epochs: 1 },
];
/** Microseconds for one row through the small network. */
const predictionGoal = 5;
const stepsHeld = 1_000_000;

const words = process.argv.slice(2);
if (words.includes('--help')) {
  console.log('npm run bench:training [-- --quick]\n\n  --quick   few rounds, nothing saved');
  process.exit(0);
}
const quick = words.includes('--quick');

const trainerOf = (model: Sequential): Trainer => new Trainer(model, { loss: 'crossEntropy', optimizer: new Adam() });

const iterations = 2000;
const roofline: Candidate = {
  name: 'roofline',
  work: iterations * 96,
  run: () => kernels.roofline(iterations, 0.5, 1),
};

const rows: string[][] = [];
const results: object[] = [];
let missed = 0;

function add(
  what: string,
  one: Measurement | undefined,
  samples: number,
  figure: string,
  goal: string,
  met: boolean,
): void {
  if (!met) missed++;
  const time = one ? [(one.nanoseconds / 1000).toFixed(2), `±${(100 * spread(one)).toFixed(1)} %`] : ['', ''];
  const rate = one && samples ? Math.round((samples / one.nanoseconds) * 1e9).toLocaleString('en') : '';
  rows.push([what, ...time, rate, figure, goal, met ? 'met' : 'MISSED']);
}

for (const workload of workloads) {
  const { input, batch, goals, epochRows, epochs } = workload;
  const name = nameOf(workload);
  const numbers = sizeOf(input);
  const batches = batchesOf(workload);
  const tensors = batches.map(({ x, labels }) => ({
    x: new Tensor([batch, ...input], x),
    y: new Tensor([batch], labels),
  }));
  const values = initialParameters(workload);
  const byHand = new HandWiredStep(workload, values);
  const model = modelOf(workload);
  const trainer = trainerOf(model);

  // The answer first: the same losses and weights, bit for bit, over 50 steps.
  for (let i = 0; i < 50; i++) {
    const at = i % batches.length;
    const loss = byHand.step(batches[at].x, batches[at].labels);
    expectSameBits([trainer.step(tensors[at].x, tensors[at].y).loss], [loss], `${name}: loss of step ${i}`);
  }
  const { block } = model.parameters()[0];
  expectSameBits(block!.values.read(0, block!.bytes / 4), byHand.parameters(), `${name}: weights after 50 steps`);

  // An epoch of the same batches, several times over in one call.
  const x = new Float32Array(epochRows * numbers);
  const y = new Float32Array(epochRows);
  for (let row = 0, at = 0; row < epochRows; row += batch, at = (at + 1) % batches.length) {
    x.set(batches[at].x, row * numbers);
    y.set(batches[at].labels, row);
  }
  const fitting = trainerOf(modelOf(workload));
  const data = { data: x, shape: [epochRows, ...input] };

  // Steps are fed the batches of that epoch, ready made: as much data as `fit` reads, without the gathering.
  const ready = Array.from({ length: epochRows / batch }, (_, i) => ({
    x: new Tensor([batch, ...input], x.slice(i * batch * numbers, (i + 1) * batch * numbers)),
    y: new Tensor([batch], y.slice(i * batch, (i + 1) * batch)),
  }));
  let turn = 0;
  const next = (): { x: Tensor; y: Tensor } => {
    turn = (turn + 1) % ready.length;
    return ready[turn];
  };
  const candidates: Candidate[] = [
    roofline,
    {
      name: 'hand-wired',
      work: batch,
      run() {
        const at = next();
        return byHand.step(at.x.values!, at.y.values!);
      },
    },
    {
      name: 'Trainer.step',
      work: batch,
      run() {
        const at = next();
        return trainer.step(at.x, at.y);
      },
    },
    { name: 'fit', work: epochRows * epochs, run: () => fitting.fit(data, y, { epochs, batchSize: batch }) },
  ];
  const [roof, hand, step, fit] = await measure(
    candidates,
    quick ? { rounds: 7, warmUpMilliseconds: 300 } : { rounds: 41, sampleMilliseconds: 20, warmUpMilliseconds: 600 },
  );
  const ofHand = speedRatio(step, hand);
  const ofStep = speedRatio(fit, step);
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const ofRoofline = (speedRatio(hand, roof) * byHand.flops) / batch;
  add(
    `${name}: hand-wired`,
    hand,
    batch,
    `${percent(ofRoofline)} of the roofline`,
    percent(goals.handWired),
    ofRoofline >= goals.handWired,
  );
  add(
    `${name}: Trainer.step`,
    step,
    step.work,
    `${percent(ofHand)} of hand-wired`,
    percent(goals.step),
    ofHand >= goals.step,
  );
  add(`${name}: fit`, fit, fit.work, `${percent(ofStep)} of Trainer.step`, percent(goals.fit), ofStep >= goals.fit);
  results.push({ name, roofline: roof, handWired: hand, step, fit, ofRoofline, ofHand, ofStep, goals });

  if (workload.network !== small.network) continue;
  const row = new Tensor([1, ...input], batches[0].x.slice(0, numbers));
  const [prediction] = await measure([{ name: 'predict one row', work: 1, run: () => model.predict(row) }]);
  const microseconds = prediction.nanoseconds / 1000;
  add(
    `${name}: predict one row`,
    prediction,
    1,
    `${microseconds.toFixed(2)} µs`,
    `${predictionGoal} µs`,
    microseconds < predictionGoal,
  );
  const steps = quick ? stepsHeld / 100 : stepsHeld;
  const held = growth(() => trainer.step(tensors[0].x, tensors[0].y), steps);
  const flat = held.heapBytes < 64 * 1024 && held.wasmBytes === 0;
  add(
    `${name}: left behind by ${steps.toLocaleString('en')} steps`,
    undefined,
    0,
    `${held.heapBytes} B heap, ${held.wasmBytes} B WASM`,
    '65536 B, 0 B',
    flat,
  );
  results.push({ name: 'predict one row', prediction, goal: predictionGoal }, { name: 'held', steps, ...held });
}
printTable(
  'Training through layers and trainers; median of interleaved rounds, one thread',
  ['what', 'µs', 'spread', 'samples/s', 'figure', 'goal', ''],
  rows,
);
if (!quick) console.log(saveResults('training', { training: results }));
console.log(missed === 0 ? 'all met' : `${missed} missed`);
process.exitCode = missed === 0 ? 0 : 1;
