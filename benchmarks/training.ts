/**
 * What layers and trainers cost over the training step wired by hand: `Trainer.step`, `fit`, and the prediction of one row.
 *
 *     npm run bench:training [-- --quick]
 *
 * `fit` is timed with all it does for an epoch: shuffling, gathering rows, checking the data, letting others have their
 * turn. Then memory: a million steps must leave nothing behind. Exits with 1 where a promise is missed.
 */
import { Adam, Dense, Sequential, Tensor, Trainer } from '../src/index.ts';
import { expectSameBits } from '../test/helpers/bits.ts';
import { HandWiredStep } from './hand-wired.ts';
import { type Candidate, type Measurement, measure, printTable, saveResults, speedRatio, spread } from './harness.ts';
import { batchesOf, growth, initialParameters, large, nameOf, small, type Workload } from './workloads.ts';

/** Fractions that were set as goals: `Trainer.step` of hand-wired, `fit` of `Trainer.step`. */
const goals = new Map([
  [small, { step: 0.75, fit: 0.95 }],
  [large, { step: 0.9, fit: 0.95 }],
]);
/** Microseconds for one row through the small network. */
const predictionGoal = 5;
const stepsHeld = 1_000_000;

const words = process.argv.slice(2);
if (words.includes('--help')) {
  console.log('npm run bench:training [-- --quick]\n\n  --quick   few rounds, nothing saved');
  process.exit(0);
}
const quick = words.includes('--quick');

function modelOf({ sizes }: Workload, parameters: readonly Float32Array[]): Sequential {
  const last = sizes.length - 1;
  const layers = sizes.slice(1).map((units, i) => new Dense(units, { activation: i + 1 < last ? 'relu' : 'softmax' }));
  const model = new Sequential(layers, { inputShape: [sizes[0]], seed: 1 });
  model.setWeights(Object.fromEntries(Object.keys(model.weights()).map((name, i) => [name, parameters[i]])));
  return model;
}

const trainerOf = (model: Sequential): Trainer => new Trainer(model, { loss: 'crossEntropy', optimizer: new Adam() });

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

for (const workload of [small, large]) {
  const { sizes, batch } = workload;
  const goal = goals.get(workload)!;
  const name = nameOf(workload);
  const batches = batchesOf(workload);
  const tensors = batches.map(({ x, labels }) => ({
    x: new Tensor([batch, sizes[0]], x),
    y: new Tensor([batch], labels),
  }));
  const values = initialParameters(sizes);
  const byHand = new HandWiredStep(sizes, batch, values);
  const model = modelOf(workload, values);
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
  const epochRows = workload === small ? 6_400 : 2_560;
  const epochs = 10;
  const x = new Float32Array(epochRows * sizes[0]);
  const y = new Float32Array(epochRows);
  for (let row = 0, at = 0; row < epochRows; row += batch, at = (at + 1) % batches.length) {
    x.set(batches[at].x, row * sizes[0]);
    y.set(batches[at].labels, row);
  }
  const fitting = trainerOf(modelOf(workload, values));
  const data = { data: x, shape: [epochRows, sizes[0]] };

  // Steps are fed the batches of that epoch, ready made: as much data as `fit` reads, without the gathering.
  const ready = Array.from({ length: epochRows / batch }, (_, i) => ({
    x: new Tensor([batch, sizes[0]], x.slice(i * batch * sizes[0], (i + 1) * batch * sizes[0])),
    y: new Tensor([batch], y.slice(i * batch, (i + 1) * batch)),
  }));
  let turn = 0;
  const next = (): { x: Tensor; y: Tensor } => {
    turn = (turn + 1) % ready.length;
    return ready[turn];
  };
  const candidates: Candidate[] = [
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
  const [hand, step, fit] = await measure(
    candidates,
    quick ? { rounds: 7, warmUpMilliseconds: 300 } : { rounds: 41, sampleMilliseconds: 20, warmUpMilliseconds: 600 },
  );
  const ofHand = speedRatio(step, hand);
  const ofStep = speedRatio(fit, step);
  const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
  add(`${name}: hand-wired`, hand, hand.work, '', '', true);
  add(
    `${name}: Trainer.step`,
    step,
    step.work,
    `${percent(ofHand)} of hand-wired`,
    percent(goal.step),
    ofHand >= goal.step,
  );
  add(`${name}: fit`, fit, fit.work, `${percent(ofStep)} of Trainer.step`, percent(goal.fit), ofStep >= goal.fit);
  results.push({ name, handWired: hand, step, fit, ofHand, ofStep, goals: goal });

  if (workload !== small) continue;
  const row = new Tensor([1, sizes[0]], batches[0].x.slice(0, sizes[0]));
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
