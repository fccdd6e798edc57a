/** One seed, one result, whichever way the steps are taken. */
import { describe, expect, it } from 'vitest';
import {
  Adam,
  add,
  BatchNorm,
  batches,
  Dense,
  Dropout,
  huber,
  Momentum,
  meanAbsoluteError,
  meanSquaredError,
  memoryUse,
  noGrad,
  type Optimizer,
  ones,
  regularizers,
  Sequential,
  schedules,
  setMemoryBudget,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  type Tensor,
  Trainer,
} from '../../src/index.ts';
import { classified, linear } from '../helpers/training-data.ts';

type Loss = 'crossEntropy' | 'meanSquaredError' | 'meanAbsoluteError' | 'huber' | ((o: Tensor, t: Tensor) => Tensor);

interface Task {
  readonly x: number[][];
  readonly y: number[] | number[][];
  readonly outputs: number;
  readonly head: 'softmax' | 'sigmoid' | 'none';
  readonly loss: Loss;
  /** The loss as a loop of one's own computes it. */
  readonly of: (model: Sequential, x: Tensor, y: Tensor) => Tensor;
}

const rows = 50; // with batches of 12, the last has two
const numbers = linear(rows, 4, 2);
const column = (model: Sequential, x: Tensor): Tensor => model.forward(x, { training: true });
const own = (outputs: Tensor, targets: Tensor): Tensor => outputs.sub(targets).abs().add(1).log().mean();

const tasks: Readonly<Record<string, Task>> = {
  'softmax and classes': {
    ...classified(rows, 3),
    outputs: 3,
    head: 'softmax',
    loss: 'crossEntropy',
    of: (model, x, y) => softmaxCrossEntropy(model.logits(x, { training: true }), y),
  },
  'one sigmoid': {
    ...classified(rows, 2),
    outputs: 1,
    head: 'sigmoid',
    loss: 'crossEntropy',
    of: (model, x, y) => sigmoidCrossEntropy(model.logits(x, { training: true }), y.reshape([-1, 1])),
  },
  'squared error': {
    ...numbers,
    outputs: 2,
    head: 'none',
    loss: 'meanSquaredError',
    of: (model, x, y) => meanSquaredError(column(model, x), y),
  },
  'absolute error': {
    ...numbers,
    outputs: 2,
    head: 'none',
    loss: 'meanAbsoluteError',
    of: (model, x, y) => meanAbsoluteError(column(model, x), y),
  },
  "Huber's loss": {
    ...numbers,
    outputs: 2,
    head: 'none',
    loss: 'huber',
    of: (model, x, y) => huber(column(model, x), y),
  },
  "a loss of one's own": {
    ...numbers,
    outputs: 2,
    head: 'none',
    loss: own,
    of: (model, x, y) => own(column(model, x), y),
  },
};

const modelFor = ({ outputs, head }: Task, seed = 11): Sequential =>
  new Sequential(
    [
      new Dense(16, { activation: 'relu', weightRegularizer: regularizers.l2(1e-3) }),
      new BatchNorm({ momentum: 0.9 }),
      new Dropout(0.4),
      new Dense(9, { activation: 'gelu', weightRegularizer: regularizers.l1l2(1e-4, 1e-3) }),
      new Dropout(0.2),
      new Dense(outputs, { activation: head }),
    ],
    { inputShape: [4], seed },
  );

const optimizers: readonly (() => Optimizer)[] = [
  () => new Adam({ learningRate: schedules.cosineDecay({ initial: 0.02, steps: 12 }), clipNorm: 0.2 }),
  () =>
    new Momentum({
      learningRate: schedules.stepDecay({ initial: 0.1, factor: 0.5, every: 1, per: 'epoch' }),
      clipValue: 0.05,
    }),
];

const epochs = 3;
const batchSize = 12;
const seed = 4;

/** The ways to take the same steps. */
const ways: Readonly<Record<string, (task: Task, model: Sequential, optimizer: Optimizer) => unknown>> = {
  fit: ({ x, y, loss }, model, optimizer) =>
    new Trainer(model, { loss, optimizer }).fit(x, y, { epochs, batchSize, seed }),
  'fit with metrics': ({ x, y, loss }, model, optimizer) =>
    new Trainer(model, {
      loss,
      optimizer,
      metrics: [
        function rowsSeen(t) {
          return t.shape[0];
        },
      ],
    }).fit(x, y, { epochs, batchSize, seed }),
  'fit, not recorded': ({ x, y, loss }, model, optimizer) =>
    new Trainer(model, { loss, optimizer, recorded: false }).fit(x, y, { epochs, batchSize, seed }),
  'Trainer.step': ({ x, y, loss }, model, optimizer) => stepped(x, y, new Trainer(model, { loss, optimizer })),
  'Trainer.step, not recorded': ({ x, y, loss }, model, optimizer) =>
    stepped(x, y, new Trainer(model, { loss, optimizer, recorded: false })),
  'a loop by hand': ({ x, y, of }, model, optimizer) => {
    for (let epoch = 0; epoch < epochs; epoch++) {
      optimizer.epoch = epoch;
      for (const batch of batches(x, y, { batchSize, seed, epoch })) {
        const loss = add(of(model, batch.x, batch.y), model.penalty());
        for (const parameter of model.parameters()) parameter.zeroGrad();
        loss.backward();
        optimizer.step(model.parameters());
      }
    }
  },
  'a new trainer for each epoch, going on where the last one ended': async ({ x, y, loss }, model, optimizer) => {
    for (let epoch = 0; epoch < epochs; epoch++) {
      const trainer = new Trainer(model, { loss, optimizer });
      const history = await trainer.fit(x, y, { initialEpoch: epoch, epochs: epoch + 1, batchSize, seed });
      expect(history.loss).toHaveLength(1);
    }
  },
};

function stepped(x: Task['x'], y: Task['y'], trainer: Trainer): void {
  for (let epoch = 0; epoch < epochs; epoch++) {
    trainer.optimizer.epoch = epoch;
    for (const batch of batches(x, y, { batchSize, seed, epoch })) trainer.step(batch.x, batch.y);
  }
}

describe.each(Object.entries(tasks))('%s', (_, task) => {
  it.each([0, 1])('the same bits in every way, optimizer %i', async (which) => {
    const found: Record<string, unknown> = {};
    for (const [name, way] of Object.entries(ways)) {
      const model = modelFor(task);
      const optimizer = optimizers[which]();
      await way(task, model, optimizer);
      const state = optimizer.state(model.parameters());
      const slots = state.parameters.map(({ t, slots: own }) => [t, Object.values(own).map((values) => [...values])]);
      found[name] = [await model.fingerprint(), model.counter.value, optimizer.steps, JSON.stringify(slots)];
    }
    const first = found.fit;
    expect((first as unknown[])[2]).toBe(15);
    expect(found).toEqual(Object.fromEntries(Object.keys(ways).map((name) => [name, first])));
    const untrained = modelFor(task);
    expect(await untrained.fingerprint()).not.toBe((first as unknown[])[0]);
  });
});

it('the figures of steps are those of a loop by hand', () => {
  const task = tasks['softmax and classes'];
  const [model, twin] = [modelFor(task), modelFor(task)];
  const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'sgd' });
  const batch = [...batches(task.x, task.y, { batchSize })][0];
  const { loss, penalty } = trainer.step(batch.x, batch.y);
  expect(penalty).toBe(twin.penalty().item());
  expect(loss).toBe(add(task.of(twin, batch.x, batch.y), twin.penalty()).item());
});

it('trainers of one model, predictions and evaluations may take turns', async () => {
  const task = tasks['softmax and classes'];
  const y = task.y as number[];
  const run = async (disturbed: boolean): Promise<string> => {
    const model = modelFor(task);
    const trainers = [optimizers[0](), optimizers[1]()].map(
      (optimizer) => new Trainer(model, { loss: 'crossEntropy', optimizer, metrics: disturbed ? ['accuracy'] : [] }),
    );
    for (let i = 0; i < 12; i++) {
      const rows = [50, 12, 2][i % 3];
      trainers[i % 2].step(task.x.slice(0, rows), y.slice(0, rows));
      if (!disturbed) continue;
      model.predict(task.x.slice(0, i + 1));
      model.evaluate(task.x, y, { loss: 'crossEntropy', metrics: ['f1'] });
      model.forward(ones([3, 4]));
      if (i === 5) setMemoryBudget(2 ** 20);
    }
    return model.fingerprint();
  };
  const { budget } = memoryUse();
  try {
    expect(await run(true)).toBe(await run(false));
  } finally {
    setMemoryBudget(budget);
  }
});

describe('dropout', () => {
  const masked = (model: Sequential): string => {
    const values = noGrad(() => model.forward(ones([20, 10]), { training: true })).toFloat32Array();
    return [...values].map((value) => (value === 0 ? '0' : '1')).join('');
  };
  const make = (seed: number): Sequential => new Sequential([new Dropout(0.5)], { inputShape: [10], seed });

  it('has another mask in every step, and the same ones for the same seed', () => {
    const [first, second, other] = [make(1), make(1), make(2)];
    const masks = Array.from({ length: 20 }, () => masked(first));
    expect(new Set(masks).size).toBe(20);
    expect(Array.from({ length: 20 }, () => masked(second))).toEqual(masks);
    expect(masks).not.toContain(masked(other));
  });

  it('has another mask in every recorded step, too', () => {
    // With every weight 0 but one, the loss tells how many of the ones came through.
    const losses = (recorded: boolean): number[] => {
      const model = new Sequential([new Dropout(0.5), new Dense(1, { weightInitializer: 'ones' })], {
        inputShape: [10],
        seed: 3,
      });
      const loss = (outputs: Tensor, targets: Tensor) => outputs.mul(targets).mean();
      const trainer = new Trainer(model, { loss, optimizer: 'sgd', recorded });
      const x = Array.from({ length: 20 }, () => new Array<number>(10).fill(1));
      const y = x.map((_, i) => i / 20);
      return Array.from({ length: 6 }, () => trainer.step(x, y).loss);
    };
    expect(new Set(losses(true)).size).toBe(6);
    expect(losses(true)).toEqual(losses(false));
  });

  it('draws differently in two layers', () => {
    const model = new Sequential([new Dropout(0.5), new Dropout(0.5)], { inputShape: [200], seed: 1 });
    const values = noGrad(() => model.forward(ones([50, 200]), { training: true })).toFloat32Array();
    const kept = values.filter((value) => value > 0).length / values.length;
    expect(kept).toBeGreaterThan(0.23); // one mask twice would keep a half
    expect(kept).toBeLessThan(0.27);
  });
});

it('a model of another seed, and batches of another, end elsewhere', async () => {
  const task = tasks['softmax and classes'];
  const train = async (modelSeed: number, batchSeed?: number): Promise<string> => {
    const model = modelFor(task, modelSeed);
    await model.fit(task.x, task.y, { loss: 'crossEntropy', optimizer: 'adam', epochs: 2, seed: batchSeed });
    return model.fingerprint();
  };
  const prints = [await train(1), await train(2), await train(1, 2)];
  expect(new Set(prints).size).toBe(3);
  expect(await train(1, 1)).toBe(prints[0]); // the model's seed unless set
});
