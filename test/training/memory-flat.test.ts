/** Training and predicting leave nothing behind: long loops hold memory flat. */
import { afterAll, describe, expect, it } from 'vitest';
import { record } from '../../src/autodiff/record.ts';
import {
  Adam,
  BatchNorm,
  Dense,
  Dropout,
  type Layer,
  memoryUse,
  regularizers,
  Sequential,
  setMemoryBudget,
  Trainer,
  tensor,
  zeros,
} from '../../src/index.ts';
import { relu } from '../../src/ops/relu.ts';
import { RecordedGraphs } from '../../src/training/recorded-graphs.ts';
import { bytesNow, heldBytes } from '../helpers/heap.ts';
import { classified } from '../helpers/training-data.ts';

const kilobytes = 1024;
const x = tensor([
  [1, 2, 3],
  [3, 2, 1],
  [0, 1, 0],
  [1, 0, 1],
]);
const y = tensor([0, 1, 1, 0]);

const rich = (): Layer[] => [
  new Dense(4, { activation: 'relu', weightRegularizer: regularizers.l2(1e-3) }),
  new BatchNorm(),
  new Dropout(0.2),
  new Dense(2, { activation: 'softmax' }),
];
const model = (layers: Layer[] = rich()): Sequential => new Sequential(layers, { inputShape: [3], seed: 1 });

/** What is held when the program has waited, which is when finalizers run. */
async function heldInTheEnd(): Promise<ReturnType<typeof heldBytes>> {
  heldBytes();
  await new Promise((resume) => setTimeout(resume, 5));
  return heldBytes();
}

/**
 * A run leaves next to nothing in memory. What the compiler keeps comes and goes, so a run has several tries; what training
 * kept would be there after each.
 */
async function expectFlat(run: () => void | Promise<void>, warmUp: () => void | Promise<void> = run): Promise<void> {
  await warmUp();
  let growth = { heap: 0, buffers: 0, wasm: 0 };
  for (let attempt = 0; attempt < 5; attempt++) {
    const before = await heldInTheEnd();
    await run();
    const after = await heldInTheEnd();
    growth = {
      heap: after.heap - before.heap,
      buffers: after.buffers - before.buffers,
      wasm: after.wasm - before.wasm,
    };
    if (Math.max(growth.heap, growth.buffers) < 64 * kilobytes && growth.wasm === 0) return;
  }
  throw new Error(`bytes left after each run: ${JSON.stringify(growth)}`);
}

describe('memory stays flat', () => {
  it('over a million training steps', async () => {
    const small = model([new Dense(3, { activation: 'relu' }), new Dense(2, { activation: 'softmax' })]);
    const trainer = new Trainer(small, { loss: 'crossEntropy', optimizer: 'adam' });
    const steps = (count: number) => () => {
      for (let i = 0; i < count; i++) trainer.step(x, y);
    };
    await expectFlat(steps(1_000_000), steps(100_000));
  });

  it('over steps with states, dropout, penalty and metrics, recorded and not, of many batch sizes', async () => {
    for (const recorded of [true, false]) {
      const trainer = new Trainer(model(), {
        loss: 'crossEntropy',
        optimizer: 'adam',
        metrics: ['accuracy'],
        recorded,
      });
      const batches = Array.from({ length: 12 }, (_, i) => [zeros([i + 2, 3]), zeros([i + 2])] as const);
      const steps = recorded ? 3000 : 1500;
      await expectFlat(() => {
        for (let i = 0; i < steps; i++) trainer.step(...batches[i % batches.length]);
      });
    }
  });

  it('over fits of many epochs, with validation and callbacks', async () => {
    const data = classified(60, 2, 3);
    const one = model();
    const trainer = new Trainer(one, { loss: 'crossEntropy', optimizer: new Adam(), metrics: ['accuracy', 'f1'] });
    const callbacks = [{ onEpochEnd() {} }];
    const fits = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) {
        await trainer.fit(data.x, data.y, { epochs: 60, batchSize: 7, validationSplit: 0.2, callbacks });
      }
    };
    await expectFlat(fits);
  });

  it('over predictions of many numbers of rows, and evaluations', async () => {
    const one = model();
    await expectFlat(() => {
      for (let rows = 1; rows < 400; rows++) one.predict(zeros([rows, 3]));
      for (let i = 0; i < 300; i++) one.evaluate(x, y, { loss: 'crossEntropy', metrics: ['accuracy'] });
    });
  });
});

it('a model keeps at most 8 graphs, those used last', () => {
  const graphs = new RecordedGraphs({});
  const recorded: number[] = [];
  const get = (rows: number): void => {
    graphs.get(String(rows), (arena) => {
      recorded.push(rows);
      return record([[rows]], (input) => [relu(input)], { arena });
    });
  };
  for (let rows = 1; rows <= 8; rows++) get(rows);
  get(1);
  get(9); // takes the place of 2
  for (const rows of [1, 3, 4, 5, 6, 7, 8, 9]) get(rows);
  expect(recorded).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  get(2);
  expect(recorded.at(-1)).toBe(2);
});

describe('under a budget', () => {
  const { budget } = memoryUse();
  afterAll(() => setMemoryBudget(budget));

  it('thousands of models are made, trained and dropped in one synchronous loop', async () => {
    const megabytes = 2 ** 20;
    setMemoryBudget(24 * megabytes);
    const first = model([
      new Dense(120, { activation: 'relu' }),
      new Dense(120),
      new Dense(2, { activation: 'softmax' }),
    ]);
    const trainer = new Trainer(first, { loss: 'crossEntropy', optimizer: 'adam' });
    for (let i = 0; i < 3; i++) trainer.step(x, y);
    let most = 0;
    for (let i = 0; i < 2000; i++) {
      // 15,000 weights: with gradients, slots and working memory 300 KB, 600 MB in all.
      const layers = [new Dense(120, { activation: 'relu' }), new Dense(120), new Dense(2, { activation: 'softmax' })];
      const one = new Sequential(layers, { inputShape: [3], seed: i });
      new Trainer(one, { loss: 'crossEntropy', optimizer: 'adam' }).step(x, y);
      if (i % 100 === 99) most = Math.max(most, bytesNow());
    }
    expect(memoryUse().inUse).toBeLessThanOrEqual(24 * megabytes);
    expect(most).toBeLessThan(200 * megabytes);
    // The first one has been moved out, and goes on as if nothing had happened.
    for (let i = 0; i < 3; i++) trainer.step(x, y);
    const twin = model([
      new Dense(120, { activation: 'relu' }),
      new Dense(120),
      new Dense(2, { activation: 'softmax' }),
    ]);
    const other = new Trainer(twin, { loss: 'crossEntropy', optimizer: 'adam' });
    for (let i = 0; i < 6; i++) other.step(x, y);
    expect(await first.fingerprint()).toBe(await twin.fingerprint());
  });
});
