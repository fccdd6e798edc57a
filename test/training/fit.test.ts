/** The figures and the weights of `fit` against a network in plain float64 loops that sees the same batches. */
import { describe, expect, it } from 'vitest';
import {
  type BatchLike,
  batches,
  Dense,
  type History,
  regularizers,
  Sequential,
  Sgd,
  schedules,
  Tensor,
  Trainer,
} from '../../src/index.ts';
import { type Head, ReferenceNetwork } from '../helpers/reference-network.ts';
import { classified, linear } from '../helpers/training-data.ts';

const l2 = 0.01;
const rate = 0.1;

function network(columns: number, outputs: number, head: 'softmax' | 'sigmoid' | 'none', l2Factor = l2): Sequential {
  const weightRegularizer = regularizers.l2(l2Factor);
  return new Sequential(
    [
      new Dense(6, { activation: 'tanh', weightRegularizer }),
      new Dense(outputs, { activation: head, weightRegularizer }),
    ],
    { inputShape: [columns], seed: 5 },
  );
}

type Target = number | number[];

/** What `fit` should find, epoch by epoch, for plain gradient descent. */
function referenceRun(
  reference: ReferenceNetwork,
  x: number[][],
  y: readonly Target[],
  options: { epochs: number; batchSize: number; seed: number; weights?: readonly number[] },
) {
  const { epochs, batchSize, seed, weights } = options;
  const figures = { loss: [] as number[], penalty: [] as number[], correct: [] as number[] };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const sums = { loss: 0, penalty: 0, correct: 0 };
    // Numbers of rows through the public function; the rows themselves are looked up here.
    const numbers = x.map((_, i) => [i]);
    for (const { rows } of batches(numbers, numbers, { batchSize, seed, epoch })) {
      const at = [...rows];
      sums.penalty += reference.penalty() * at.length;
      for (const row of at) {
        const p = reference.outputs(x[row]);
        const predicted = p.length === 1 ? Number(p[0] > 0.5) : p.indexOf(Math.max(...p));
        sums.correct += Number(predicted === y[row]);
      }
      const own = weights && at.map((row) => weights[row]);
      const loss = reference.step(
        at.map((row) => x[row]),
        at.map((row) => y[row]),
        rate,
        own,
      );
      sums.loss += loss * at.length;
    }
    figures.loss.push(sums.loss / x.length);
    figures.penalty.push(sums.penalty / x.length);
    figures.correct.push(sums.correct / x.length);
  }
  return figures;
}

function expectNear(actual: readonly number[] | undefined, expected: readonly number[], tolerance = 2e-6): void {
  expect(actual).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(actual![i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  });
}

function expectSameWeights(model: Sequential, reference: ReferenceNetwork): void {
  reference.layers.forEach(({ weight, bias }, i) => {
    expectNear([...model.weights()[`dense${i + 1}.weight`].toFloat32Array()], weight.flat(), 5e-6);
    expectNear([...model.weights()[`dense${i + 1}.bias`].toFloat32Array()], bias, 5e-6);
  });
}

describe('fit equals gradient descent in float64 loops', () => {
  const cases: [
    name: string,
    head: Head,
    loss: 'crossEntropy' | 'meanSquaredError',
    data: { x: number[][]; y: Target[] },
  ][] = [
    ['three classes', 'softmax', 'crossEntropy', classified(50, 3)],
    ['two classes, one sigmoid', 'sigmoid', 'crossEntropy', classified(50, 2)],
    ['two numbers', 'squared', 'meanSquaredError', linear(50, 4, 2)],
    [
      'three yes-or-no answers',
      'sigmoid',
      'crossEntropy',
      { x: classified(50, 3).x, y: classified(50, 3).y.map((c) => [1, c > 0 ? 1 : 0, c % 2]) },
    ],
  ];

  it.each(cases)(
    '%s: loss, penalty and weights, with a last batch that is shorter',
    async (_, head, loss, { x, y }) => {
      const outputs = Array.isArray(y[0]) ? y[0].length : head === 'softmax' ? 3 : 1;
      const model = network(4, outputs, head === 'squared' ? 'none' : head);
      const reference = new ReferenceNetwork(model, head, l2);
      const expected = referenceRun(reference, x, y, { epochs: 4, batchSize: 12, seed: 8 });
      const classes = head !== 'squared' && !Array.isArray(y[0]);
      const history = await model.fit(x, y as number[], {
        loss,
        optimizer: new Sgd({ learningRate: rate }),
        metrics: classes ? ['accuracy'] : [],
        epochs: 4,
        batchSize: 12,
        seed: 8,
      });
      const names = ['loss', 'penalty', 'learningRate', ...(classes ? ['accuracy'] : [])];
      expect(Object.keys(history)).toEqual(names);
      expectNear(history.loss, expected.loss);
      expectNear(history.penalty, expected.penalty);
      expect(history.learningRate).toEqual([rate, rate, rate, rate]);
      if (classes) expectNear(history.accuracy, expected.correct);
      expectSameWeights(model, reference);
    },
  );

  it('with a factor for each row: the divisor stays the number of rows', async () => {
    const { x, y } = classified(30, 3);
    const weights = x.map((_, i) => [0, 0.5, 1, 3][i % 4]);
    const model = network(4, 3, 'softmax');
    const reference = new ReferenceNetwork(model, 'softmax', l2);
    const expected = referenceRun(reference, x, y, { epochs: 3, batchSize: 8, seed: 5, weights });
    const options = {
      loss: 'crossEntropy',
      optimizer: new Sgd({ learningRate: rate }),
      epochs: 3,
      batchSize: 8,
    } as const;
    const history = await model.fit(x, y, { ...options, sampleWeights: weights });
    expectNear(history.loss, expected.loss);
    expectSameWeights(model, reference);
  });

  it('with a factor for each class, times that of the row', async () => {
    const { x, y } = classified(30, 3);
    const own = x.map((_, i) => 1 + (i % 3));
    const classWeights = [0.5, 2, 0];
    const weights = own.map((weight, i) => weight * classWeights[y[i]]);
    const model = network(4, 3, 'softmax');
    const reference = new ReferenceNetwork(model, 'softmax', l2);
    const expected = referenceRun(reference, x, y, { epochs: 2, batchSize: 7, seed: 5, weights });
    const options = {
      loss: 'crossEntropy',
      optimizer: new Sgd({ learningRate: rate }),
      epochs: 2,
      batchSize: 7,
    } as const;
    const history = await model.fit(x, y, { ...options, classWeights: { 0: 0.5, 1: 2, 2: 0 }, sampleWeights: own });
    expectNear(history.loss, expected.loss);
    expectSameWeights(model, reference);
  });

  it('validation after each epoch, without weights, penalty included', async () => {
    const { x, y } = classified(40, 3);
    const validation = classified(17, 3, 4, 9);
    const model = network(4, 3, 'softmax');
    const reference = new ReferenceNetwork(model, 'softmax', l2);
    const options = { loss: 'crossEntropy', optimizer: new Sgd({ learningRate: rate }), batchSize: 16 } as const;
    const history = await model.fit(x, y, {
      ...options,
      metrics: ['accuracy'],
      epochs: 3,
      validationData: [validation.x, validation.y],
      sampleWeights: x.map((_, i) => 0.5 + (i % 2)),
    });
    expect(Object.keys(history)).toEqual([
      'loss',
      'penalty',
      'learningRate',
      'accuracy',
      'validationLoss',
      'validationAccuracy',
    ]);
    const expected: { loss: number[]; accuracy: number[] } = { loss: [], accuracy: [] };
    for (let epoch = 0; epoch < 3; epoch++) {
      const weights = x.map((_, i) => 0.5 + (i % 2));
      const numbers = x.map((_, i) => [i]);
      for (const { rows } of batches(numbers, numbers, { batchSize: 16, seed: 5, epoch })) {
        const at = [...rows];
        const of = <T>(all: readonly T[]): T[] => at.map((row) => all[row]);
        reference.step(of(x), of(y), rate, of(weights));
      }
      expected.loss.push(reference.dataLoss(validation.x, validation.y) + reference.penalty());
      const right = validation.x.filter((row, i) => {
        const p = reference.outputs(row);
        return p.indexOf(Math.max(...p)) === validation.y[i];
      });
      expected.accuracy.push(right.length / validation.x.length);
    }
    expectNear(history.validationLoss, expected.loss);
    expectNear(history.validationAccuracy, expected.accuracy);
  });
});

describe('rows in any form', () => {
  const { x, y } = classified(20, 3);
  const flat = Float32Array.from(x.flat());
  const bytes = Uint8Array.from(flat, (value) => Math.round(value * 20 + 100));
  const options = { loss: 'crossEntropy', optimizer: 'adam', epochs: 2, batchSize: 6 } as const;

  const trained = async (inputs: never, targets: never): Promise<string> => {
    const model = network(4, 3, 'softmax');
    await model.fit(inputs, targets, options);
    return model.fingerprint();
  };

  it('nested arrays, tensors, typed arrays with a shape: the same bits', async () => {
    const first = await trained(x as never, y as never);
    const column = y.map((c) => [c]);
    const forms = [
      [new Tensor([20, 4], flat), y],
      [{ data: flat, shape: [20, 4] }, Uint8Array.from(y)],
      [x, column],
      [x, { data: Uint8Array.from(y), shape: [20, 1] }],
      [x, Float64Array.from(y)],
    ];
    for (const [inputs, targets] of forms) expect(await trained(inputs as never, targets as never)).toBe(first);
  });

  it('bytes with a scale are what their multiples are', async () => {
    const scaled = { data: bytes, shape: [20, 4], scale: 1 / 255 };
    const plain = { data: Float32Array.from(bytes, (value) => value * (1 / 255)), shape: [20, 4] };
    expect(await trained(scaled as never, y as never)).toBe(await trained(plain as never, y as never));
  });
});

describe('learning rates', () => {
  const { x, y } = classified(20, 3);

  it('that go by epochs are those of the epoch; those that go by steps are of its last step', async () => {
    const train = async (learningRate: never): Promise<History> => {
      const optimizer = new Sgd({ learningRate });
      return network(4, 3, 'softmax').fit(x, y, { loss: 'crossEntropy', optimizer, epochs: 3, batchSize: 8 });
    };
    const perEpoch = schedules.stepDecay({ initial: 0.8, factor: 0.5, every: 1, per: 'epoch' });
    expect((await train(perEpoch as never)).learningRate).toEqual([0.8, 0.4, 0.2]);
    const perStep = ((step: number) => 0.5 / (step + 1)) as never; // 3 steps an epoch
    expect((await train(perStep)).learningRate).toEqual([0.5 / 3, 0.5 / 6, 0.5 / 9]);
  });

  it('set by a callback hold from the next epoch on', async () => {
    const optimizer = new Sgd({ learningRate: 1 });
    const callback = {
      onEpochEnd: () => {
        optimizer.learningRate = (optimizer.learningRate as number) / 4;
      },
    };
    const model = network(4, 3, 'softmax');
    const history = await model.fit(x, y, { loss: 'crossEntropy', optimizer, epochs: 3, callbacks: [callback] });
    expect(history.learningRate).toEqual([1, 0.25, 0.0625]);
  });
});

describe('batches that come one by one', () => {
  const { x, y } = classified(40, 3);
  const settings = () => ({ loss: 'crossEntropy', optimizer: new Sgd({ learningRate: rate }) }) as const;
  const batchAt = (epoch: number) => batches(x, y, { batchSize: 16, seed: 5, epoch });

  it('equal rows at hand, bit for bit: as a function of the epoch, sync and async, arrays and iterables', async () => {
    const rows = network(4, 3, 'softmax');
    const history = await rows.fit(x, y, { ...settings(), metrics: ['accuracy'], epochs: 3, batchSize: 16 });
    async function* later(epoch: number): AsyncGenerator<BatchLike> {
      for (const batch of batchAt(epoch)) {
        await new Promise((resume) => setTimeout(resume, 1));
        yield batch;
      }
    }
    for (const source of [batchAt, later, (epoch: number) => [...batchAt(epoch)]]) {
      const model = network(4, 3, 'softmax');
      const own = await model.fit(source, undefined, { ...settings(), metrics: ['accuracy'], epochs: 3 });
      expect(own).toEqual(history);
      expect(await model.fingerprint()).toBe(await rows.fingerprint());
    }
  });

  it('may be the same in every epoch, and bring weights', async () => {
    const weights = y.map((c) => c + 1);
    const unshuffled = { epochs: 2, batchSize: 16, shuffle: false };
    const rows = network(4, 3, 'softmax');
    await rows.fit(x, y, { ...settings(), ...unshuffled, sampleWeights: weights });
    const list = [0, 16, 32].map((from) => ({
      x: x.slice(from, from + 16),
      y: y.slice(from, from + 16),
      weights: weights.slice(from, from + 16),
    }));
    const model = network(4, 3, 'softmax');
    await model.fit(list, undefined, { ...settings(), epochs: 2 });
    expect(await model.fingerprint()).toBe(await rows.fingerprint());
    const iterable = { [Symbol.iterator]: () => list[Symbol.iterator]() };
    const again = network(4, 3, 'softmax');
    await again.fit(iterable, undefined, { ...settings(), epochs: 2 });
    expect(await again.fingerprint()).toBe(await rows.fingerprint());
  });

  it('are closed when training ends before they do', async () => {
    let closed = 0;
    function* source(): Generator<BatchLike> {
      try {
        for (;;) yield { x: x.slice(0, 4), y: y.slice(0, 4) };
      } finally {
        closed++;
      }
    }
    const stopper = new AbortController();
    let steps = 0;
    const loss = (outputs: Tensor, targets: Tensor): Tensor => {
      return outputs
        .sub(targets.reshape([4, 1]))
        .square()
        .mean();
    };
    const model = network(4, 3, 'none');
    const trainer = new Trainer(model, { loss, optimizer: 'sgd', recorded: false });
    const counted = function* () {
      for (const batch of source()) {
        if (++steps === 10) stopper.abort();
        yield batch;
      }
    };
    const history = await trainer.fit(counted, undefined, { epochs: 2, signal: stopper.signal });
    expect(closed).toBe(1);
    expect(trainer.stopReason).toBe('aborted');
    expect(history.loss).toEqual([]);
  });
});
