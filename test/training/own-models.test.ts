/** Models, losses and metrics of one's own; metrics by name on every kind of target. */
import { describe, expect, it } from 'vitest';
import {
  Adam,
  batches,
  Dense,
  type ForwardOptions,
  type Model,
  meanSquaredError,
  metrics,
  randomNormal,
  Sequential,
  softmaxCrossEntropy,
  type Tensor,
  Trainer,
  tensor,
} from '../../src/index.ts';
import { expectSameBits } from '../helpers/bits.ts';
import { expectClose } from '../helpers/evidence.ts';
import { classified, linear } from '../helpers/training-data.ts';

/** Two layers with a skip between them, as a plain object. */
function skipping(columns: number, outputs: number) {
  const trainable = { requiresGrad: true };
  const first = randomNormal([columns, columns], { seed: 1, standardDeviation: 0.5, ...trainable });
  const second = randomNormal([columns, outputs], { seed: 2, standardDeviation: 0.5, ...trainable });
  const logits = (x: Tensor): Tensor => x.matmul(first).tanh().add(x).matmul(second);
  return { first, second, logits, parameters: () => [first, second] };
}

describe("a model of one's own", () => {
  const { x, y } = linear(30, 4, 2);

  it('needs forward and parameters alone; a loop by hand has the same bits', async () => {
    const { logits, parameters } = skipping(4, 2);
    const model: Model = { forward: logits, parameters };
    const trainer = new Trainer(model, {
      loss: 'meanSquaredError',
      optimizer: new Adam({ learningRate: 0.05 }),
      metrics: ['r2'],
    });
    const history = await trainer.fit(x, y, { epochs: 30, batchSize: 8, seed: 1, validationSplit: 0.2 });
    expect(history.loss[29]).toBeLessThan(history.loss[0] / 3);
    expect(history.validationR2![29]).toBeGreaterThan(0.5);

    const hand = skipping(4, 2);
    const again = skipping(4, 2);
    const adam = new Adam();
    for (const batch of batches(x, y, { batchSize: 8, seed: 0 })) {
      const loss = meanSquaredError(hand.logits(batch.x), batch.y);
      for (const parameter of hand.parameters()) parameter.zeroGrad();
      loss.backward();
      adam.step(hand.parameters());
    }
    await new Trainer(
      { forward: again.logits, parameters: again.parameters },
      { loss: 'meanSquaredError', optimizer: 'adam' },
    ).fit(x, y, { batchSize: 8 });
    hand.parameters().forEach((parameter, i) => {
      expectSameBits(again.parameters()[i].toFloat32Array(), parameter.toFloat32Array(), `parameter ${i}`);
    });
  });

  it('with logits learns classes; the head is softmax, or sigmoid for one output', async () => {
    const data = classified(60, 3);
    const own = skipping(4, 3);
    const model: Model = {
      forward: (input) => own.logits(input).softmax(),
      logits: own.logits,
      parameters: own.parameters,
    };
    const trainer = new Trainer(model, {
      loss: 'crossEntropy',
      optimizer: new Adam({ learningRate: 0.05 }),
      metrics: ['accuracy', 'f1'],
    });
    const history = await trainer.fit(data.x, data.y, { epochs: 20, validationData: [data.x, data.y] });
    expect(history.validationAccuracy![19]).toBeGreaterThan(0.8);
    const labels = tensor(data.x);
    const expected = softmaxCrossEntropy(own.logits(labels), tensor(data.y)).item();
    expect(history.validationLoss![19]).toBeCloseTo(expected, 6);

    const yesNo = classified(60, 2);
    const single = skipping(4, 1);
    const binary: Model = {
      forward: (input) => single.logits(input).sigmoid(),
      logits: single.logits,
      parameters: single.parameters,
    };
    const run = new Trainer(binary, {
      loss: 'crossEntropy',
      optimizer: new Adam({ learningRate: 0.05 }),
      metrics: ['accuracy'],
    });
    expect((await run.fit(yesNo.x, yesNo.y, { epochs: 20 })).accuracy![19]).toBeGreaterThan(0.8);
  });

  it('without logits has no cross-entropy, and is told so', () => {
    const { logits, parameters } = skipping(4, 3);
    expect(() => new Trainer({ forward: logits, parameters }, { loss: 'crossEntropy', optimizer: 'adam' })).toThrow(
      /'crossEntropy' needs a model that ends in softmax or sigmoid, and this one has no logits\(\)/,
    );
  });

  it('that gives something else than rows of outputs is told so, before anything changes', () => {
    const { logits, parameters } = skipping(4, 2);
    const cases: [(input: Tensor) => unknown, RegExp][] = [
      [() => undefined, /forward\(\) of the model must return a tensor, got undefined/],
      [(input) => logits(input).toString(), /forward\(\) of the model must return a tensor, got "tensor/],
      [(input) => logits(input).mean(), /one row for each of inputs, got \[\] for \[5, 4\]/],
      [(input) => logits(input).transpose().matmul(input), /one row for each of inputs, got \[2, 4\] for \[5, 4\]/],
    ];
    for (const [forward, message] of cases) {
      const trainer = new Trainer(
        { forward: forward as Model['forward'], parameters },
        { loss: 'meanSquaredError', optimizer: 'sgd' },
      );
      expect(() => trainer.step(x, y)).toThrow(message);
    }
    const none = new Trainer(
      { forward: logits, parameters: () => 'none' as never },
      { loss: 'meanSquaredError', optimizer: 'sgd' },
    );
    expect(() => none.step(x, y)).toThrow('Trainer.step: parameters() must return an array of tensors, got "none"');
    const constant = { forward: (input: Tensor) => input.mul(2), parameters: () => [tensor([1])] };
    const fixed = new Trainer(constant, { loss: 'meanSquaredError', optimizer: 'sgd' });
    expect(() => fixed.step([[1]], [[1]])).toThrow(
      'Trainer.step: the model has nothing to learn; make them with { requiresGrad: true }',
    );
  });

  it('may behave otherwise in training, and bring a penalty, states and a counter', async () => {
    const weight = tensor([[0.5], [0.25]], undefined, { requiresGrad: true });
    const seen: (boolean | undefined)[] = [];
    const model: Model = {
      forward(input, options: ForwardOptions = {}) {
        seen.push(options.training);
        return input.matmul(weight);
      },
      parameters: () => [weight],
      penalty: () => weight.square().sum().mul(0.5),
    };
    const trainer = new Trainer(model, { loss: 'meanSquaredError', optimizer: 'sgd', recorded: false });
    const { loss, penalty } = trainer.step([[1, 2]], [[0]]);
    expect(penalty).toBe(0.5 * (0.25 + 0.0625));
    expect(loss).toBe(1 + penalty);
    expect(seen).toEqual([false, true]); // once to find the shapes, once to train
  });
});

describe("a loss of one's own", () => {
  it('gets outputs, targets and, where there are any, weights', async () => {
    const { x, y } = linear(6, 2);
    const shapes: (readonly number[] | undefined)[][] = [];
    const loss = (outputs: Tensor, targets: Tensor, weights?: Tensor): Tensor => {
      shapes.push([outputs.shape, targets.shape, weights?.shape]);
      return outputs
        .sub(targets)
        .square()
        .mean(1)
        .mul(weights ?? 1)
        .mean();
    };
    const model = () => new Sequential([new Dense(1)], { inputShape: [2] });
    new Trainer(model(), { loss, optimizer: 'sgd', recorded: false }).step(x, y, [1, 2, 3, 4, 5, 6]);
    expect(shapes.at(-1)).toEqual([[6, 1], [6, 1], [6]]);
    // One number a row stands in the column of the single output.
    new Trainer(model(), { loss, optimizer: 'sgd', recorded: false }).step(x, y.flat());
    expect(shapes.at(-1)).toEqual([[6, 1], [6, 1], undefined]);

    const [own, known] = [model(), model()];
    const weights = [1, 0, 2, 0.5, 1, 1];
    const options = { epochs: 3, batchSize: 4, sampleWeights: weights };
    await own.fit(x, y, { ...options, loss, optimizer: 'sgd' });
    await known.fit(x, y, { ...options, loss: 'meanSquaredError', optimizer: 'sgd' });
    const [a, b] = [own, known].map((one) => one.weights()['dense1.weight'].toFloat32Array());
    expectClose(a, b, 1e-6, 'weight');
  });

  it('may ask for targets of another size than outputs', async () => {
    // A normal distribution for each row: its mean and the logarithm of its deviation.
    const { x, y } = linear(40, 3);
    const likelihood = (outputs: Tensor, targets: Tensor): Tensor => {
      const mean = outputs.slice([0, 0], [-1, 1]);
      const logDeviation = outputs.slice([0, 1], [-1, 1]);
      const z = targets.reshape([-1, 1]).sub(mean).div(logDeviation.exp());
      return z.square().mul(0.5).add(logDeviation).mean();
    };
    const model = new Sequential([new Dense(2)], { inputShape: [3], seed: 1 });
    const history = await model.fit(x, y, {
      loss: likelihood,
      optimizer: new Adam({ learningRate: 0.05 }),
      epochs: 40,
      validationSplit: 0.25, // not by class: these are numbers
    });
    expect(history.loss[39]).toBeLessThan(history.loss[0] - 0.5);
    expect(history.validationLoss).toHaveLength(40);
    const weighted = model.fit(x, y, {
      loss: (o, t, w) => likelihood(o, t).mul(w!.mean()),
      optimizer: 'sgd',
      classWeights: 'balanced',
    });
    await expect(weighted).rejects.toThrow(/classWeights need a loss on classes/);
  });

  it('is refused where it gives no scalar, or cannot take weights', async () => {
    const { x, y } = linear(6, 2);
    const model = new Sequential([new Dense(1)], { inputShape: [2] });
    const before = await model.fingerprint();
    const train = (loss: never, options = {}) => model.fit(x, y, { loss, optimizer: 'sgd', ...options });
    await expect(train(((o: Tensor, t: Tensor) => o.sub(t)) as never)).rejects.toThrow(
      /the loss function must return a scalar tensor, got a tensor \[6, 1\]; reduce it with mean\(\)/,
    );
    await expect(train((() => 3) as never)).rejects.toThrow(/must return a scalar tensor, got 3/);
    const two = ((o: Tensor, t: Tensor) => o.sub(t).mean()) as never;
    await expect(train(two, { sampleWeights: [1, 1, 1, 1, 1, 1] })).rejects.toThrow(
      /class and sample weights need a loss \(outputs, targets, weights\) => …, got one of 2 arguments/,
    );
    expect(await model.fingerprint()).toBe(before);
  });
});

describe('metrics', () => {
  const train = async (
    head: 'softmax' | 'sigmoid' | 'none',
    outputs: number,
    x: number[][],
    y: number[] | number[][],
    names: NonNullable<ConstructorParameters<typeof Trainer>[1]['metrics']>,
    loss: 'crossEntropy' | 'meanSquaredError' = 'crossEntropy',
  ) => {
    const model = new Sequential([new Dense(outputs, { activation: head })], { inputShape: [x[0].length], seed: 1 });
    const options = { loss, optimizer: new Adam({ learningRate: 0.05 }), metrics: names } as const;
    const history = await model.fit(x, y as number[], { ...options, epochs: 3, validationData: [x, y] });
    return { model, last: (name: string) => history[name]![2] };
  };

  it('of classes, as indices and as one-hot rows', async () => {
    const { x, y } = classified(80, 3);
    for (const targets of [y, y.map((c) => [0, 1, 2].map((k) => Number(k === c)))]) {
      const { model, last } = await train('softmax', 3, x, targets, ['accuracy', 'precision', 'recall', 'f1']);
      const predicted = model.predictLabels(x);
      const scores = metrics.precisionRecallFscore(y, predicted).macro;
      expect(last('validationAccuracy')).toBe(metrics.accuracyScore(y, predicted));
      expect(last('validationPrecision')).toBeCloseTo(scores.precision, 12);
      expect(last('validationRecall')).toBeCloseTo(scores.recall, 12);
      expect(last('validationF1')).toBeCloseTo(scores.fscore, 12);
    }
  });

  it('of yes and no, in one output', async () => {
    const { x, y } = classified(80, 2);
    for (const targets of [y, y.map((c) => [c])]) {
      const { model, last } = await train('sigmoid', 1, x, targets, ['accuracy', 'precision', 'recall']);
      const predicted = model.predictLabels(x);
      const of = (p: number, t: number) => predicted.filter((one, i) => one === p && y[i] === t).length;
      expect(last('validationAccuracy')).toBe((of(0, 0) + of(1, 1)) / 80);
      expect(last('validationPrecision')).toBe(of(1, 1) / (of(1, 1) + of(1, 0)));
      expect(last('validationRecall')).toBe(of(1, 1) / (of(1, 1) + of(0, 1)));
    }
  });

  it('of several yes-or-no answers a row: each counts by itself', async () => {
    const { x, y } = classified(80, 4);
    const marks = y.map((c) => [c & 1, c >> 1, Number(c === 2)]);
    const { model, last } = await train('sigmoid', 3, x, marks, ['accuracy', 'f1']);
    const predicted = [...model.predict(x).toFloat32Array()].map((p) => Number(p > 0.5));
    const flat = marks.flat();
    const both = predicted.filter((p, i) => p === 1 && flat[i] === 1).length;
    expect(last('validationAccuracy')).toBe(predicted.filter((p, i) => p === flat[i]).length / 240);
    const found = predicted.reduce((sum, p) => sum + p, 0);
    expect(last('validationF1')).toBeCloseTo((2 * both) / (found + flat.reduce((sum, t) => sum + t, 0)), 12);
  });

  it('of probabilities, from logits too, with indices and with one-hot rows', async () => {
    const { x, y } = classified(80, 4);
    const names = ['logLoss', 'brierScore', 'rocAuc', 'top2Accuracy', 'top3Accuracy', 'accuracy'] as const;
    for (const targets of [y, y.map((c) => [0, 1, 2, 3].map((k) => Number(k === c)))]) {
      const { model, last } = await train('softmax', 4, x, targets, [...names]);
      const p = model.predict(x);
      expect(last('validationLogLoss')).toBeCloseTo(metrics.logLoss(y, p), 12);
      expect(last('validationBrierScore')).toBeCloseTo(metrics.brierScore(y, p), 12);
      expect(last('validationRocAuc')).toBeCloseTo(metrics.rocAucScore(y, p), 12);
      expect(last('validationTop2Accuracy')).toBe(metrics.topKAccuracy(y, p));
      expect(last('validationTop3Accuracy')).toBe(metrics.topKAccuracy(y, p, { k: 3 }));
      expect(last('validationAccuracy')).toBe(metrics.accuracyScore(y, model.predictLabels(x)));
      // The loss that is trained is the log loss, worked out from logits.
      expect(last('validationLoss')).toBeCloseTo(last('validationLogLoss'), 6);
    }
  });

  it('of one probability a row', async () => {
    const { x, y } = classified(80, 2);
    const { model, last } = await train('sigmoid', 1, x, y, ['logLoss', 'brierScore', 'rocAuc']);
    const p = model.predict(x);
    expect(last('validationLogLoss')).toBeCloseTo(metrics.logLoss(y, p), 12);
    expect(last('validationBrierScore')).toBeCloseTo(metrics.brierScore(y, p), 12);
    expect(last('validationRocAuc')).toBe(metrics.rocAucScore(y, p));
    expect(last('validationLoss')).toBeCloseTo(last('validationLogLoss'), 6);
  });

  it('of several probabilities a row: each counts by itself', async () => {
    const { x, y } = classified(80, 4);
    const marks = y.map((c) => [c & 1, c >> 1, Number(c === 2)]);
    const { model, last } = await train('sigmoid', 3, x, marks, ['logLoss', 'brierScore', 'rocAuc', 'accuracy']);
    const p = model.predict(x).toFloat32Array();
    expect(last('validationLogLoss')).toBeCloseTo(metrics.logLoss(marks.flat(), p), 12);
    expect(last('validationBrierScore')).toBeCloseTo(metrics.brierScore(marks.flat(), p), 12);
    expect(last('validationRocAuc')).toBe(metrics.rocAucScore(marks.flat(), p));
  });

  it("of probabilities for a model of one's own, whose last activation is taken from its outputs", () => {
    const { x, y } = classified(60, 3);
    const own = skipping(4, 3);
    const model: Model = { ...own, forward: (rows) => own.logits(rows).softmax() };
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'sgd', metrics: ['logLoss', 'rocAuc'] });
    const p = model.forward(tensor(x));
    const figures = trainer.step(x, y);
    expect(figures.logLoss).toBeCloseTo(metrics.logLoss(y, p), 6);
    expect(figures.rocAuc).toBeCloseTo(metrics.rocAucScore(y, p), 3);
    expect(figures.logLoss).toBeCloseTo(figures.loss, 6);
  });

  it('of numbers, also of several outputs', async () => {
    const { x, y } = linear(50, 3, 2);
    const { model, last } = await train('none', 2, x, y, ['mae', 'rmse', 'r2', 'mape'], 'meanSquaredError');
    const p = model.predict(x).toArray() as number[][];
    const errors = p.flatMap((row, i) => row.map((value, j) => value - y[i][j]));
    expect(last('validationMae')).toBeCloseTo(errors.reduce((sum, e) => sum + Math.abs(e), 0) / 100, 6);
    const rms = (j: number) => Math.sqrt(p.reduce((sum, row, i) => sum + (row[j] - y[i][j]) ** 2, 0) / 50);
    expect(last('validationRmse')).toBeCloseTo((rms(0) + rms(1)) / 2, 6);
    const share = (j: number) => {
      const mean = y.reduce((sum, row) => sum + row[j], 0) / 50;
      const spread = y.reduce((sum, row) => sum + (row[j] - mean) ** 2, 0);
      return 1 - (rms(j) ** 2 * 50) / spread;
    };
    expect(last('validationR2')).toBeCloseTo((share(0) + share(1)) / 2, 5);
    const percentage = metrics.meanAbsolutePercentageError(tensor(y), model.predict(x));
    expect(last('validationMape')).toBeCloseTo(percentage, 12);
  });

  it("of one's own get targets and outputs of all rows, probabilities where the model ends in them", async () => {
    const { x, y } = classified(70, 3);
    const shapes: string[] = [];
    function meanOfRightClass(targets: Tensor, outputs: Tensor): number {
      shapes.push(`${targets.shape} ${outputs.shape}`);
      const p = outputs.toArray() as number[][];
      return p.reduce((sum, row, i) => sum + row[(targets.toArray() as number[])[i]], 0) / p.length;
    }
    const { model, last } = await train('softmax', 3, x, y, [meanOfRightClass, 'accuracy']);
    const p = model.predict(x).toArray() as number[][];
    expect(last('validationMeanOfRightClass')).toBeCloseTo(p.reduce((sum, row, i) => sum + row[y[i]], 0) / 70, 12);
    expect(new Set(shapes)).toEqual(new Set(['70 70,3']));
    expect(last('meanOfRightClass')).toBeGreaterThan(0);
    expect(model.evaluate(x, y, { loss: 'crossEntropy', metrics: ['accuracy'] }).accuracy).toBe(
      last('validationAccuracy'),
    );
  });

  it('of a step are those of its batch, before the update', () => {
    const { x, y } = classified(30, 3);
    const model = new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4], seed: 3 });
    const trainer = new Trainer(model, { loss: 'crossEntropy', optimizer: 'sgd', metrics: ['accuracy'] });
    for (const rows of [30, 7, 30]) {
      const expected = metrics.accuracyScore(y.slice(0, rows), model.predictLabels(x.slice(0, rows)));
      expect(trainer.step(x.slice(0, rows), y.slice(0, rows)).accuracy).toBe(expected);
    }
  });
});
