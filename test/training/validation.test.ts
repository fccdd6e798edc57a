import { describe, expect, it } from 'vitest';
import { toRows } from '../../src/data/rows.ts';
import { Dense, meanSquaredError, regularizers, Sequential, type Tensor, Trainer } from '../../src/index.ts';
import { rowWeights } from '../../src/training/class-weights.ts';
import golden from '../golden/class-weights.json' with { type: 'json' };
import { thrownBy } from '../helpers/errors.ts';
import { classified, linear } from '../helpers/training-data.ts';

const classifier = (seed = 1, classes = 3): Sequential =>
  new Sequential([new Dense(classes, { activation: 'softmax' })], { inputShape: [1], seed });

/** Trains on rows that are their own numbers, and returns which rows were trained on and which validated. */
async function divided(y: readonly number[], validationSplit: number, seed: number) {
  const x = y.map((_, row) => [row + 1]);
  const model = new Sequential([new Dense(3)], { inputShape: [1], seed: 3 });
  const seen = { train: [] as number[], validation: [] as number[] };
  const loss = (outputs: Tensor, targets: Tensor): Tensor => outputs.mean().mul(0).add(targets.mean().mul(0));
  const note = (_targets: Tensor, outputs: Tensor): number => outputs.shape[0];
  const spied = {
    forward(input: Tensor, options?: { training?: boolean }): Tensor {
      if (input.values) seen[options?.training ? 'train' : 'validation'].push(...input.values);
      return model.forward(input);
    },
    parameters: () => model.parameters(),
  };
  const trainer = new Trainer(spied, { loss, optimizer: 'sgd', recorded: false, metrics: [note] });
  const history = await trainer.fit(x, y as number[], { validationSplit, seed, batchSize: 5 });
  const rows = (list: number[]) => list.map((value) => value - 1).sort((a, b) => a - b);
  return { train: rows(seen.train), validation: rows(seen.validation), history };
}

describe('validationSplit', () => {
  const y = Array.from({ length: 60 }, (_, i) => (i < 30 ? 0 : i < 50 ? 1 : 2)); // sorted by class

  it('keeps rows apart, class by class, by the seed alone', async () => {
    const first = await divided(y, 0.2, 4);
    expect([...first.train, ...first.validation].sort((a, b) => a - b)).toEqual(y.map((_, i) => i));
    expect(first.validation).toHaveLength(12);
    expect([0, 1, 2].map((c) => first.validation.filter((row) => y[row] === c).length)).toEqual([6, 4, 2]);
    const again = await divided(y, 0.2, 4);
    expect(again.validation).toEqual(first.validation);
    expect((await divided(y, 0.2, 5)).validation).not.toEqual(first.validation);
    expect(first.history.validationNote).toEqual([12]);
    expect(first.history.note).toEqual([48]);
  });

  it('does without classes where one has a single row, or the parts have no room for all', async () => {
    const single = [...y.slice(0, 59), 1].map((c, i) => (i === 59 ? 2 : Math.min(c, 1)));
    expect((await divided(single, 0.2, 4)).validation).toHaveLength(12);
    expect((await divided([0, 0, 1, 1, 2, 2], 0.3, 4)).validation).toHaveLength(2);
    expect((await divided([0, 0, 1, 1, 2, 2], 0.7, 4)).validation).toHaveLength(5);
  });

  it('divides targets that are numbers, too', async () => {
    const model = new Sequential([new Dense(1)], { inputShape: [3] });
    const { x, y: targets } = linear(20);
    const options = { loss: 'meanSquaredError', optimizer: 'sgd', validationSplit: 0.25 } as const;
    expect((await model.fit(x, targets, options)).validationLoss).toHaveLength(1);
  });

  it('refuses a share that leaves nothing', async () => {
    const options = { loss: 'crossEntropy', optimizer: 'sgd', validationSplit: 0.9 } as const;
    await expect(classifier().fit([[1], [2], [3]], [0, 1, 2], options)).rejects.toThrow(
      'fit: validationSplit 0.9 of 3 rows leaves none to train on',
    );
  });
});

describe('validation data', () => {
  it('may have another form of targets, and more rows than go through at once', async () => {
    const { x, y } = classified(40, 3);
    const more = classified(700, 3, 4, 3);
    const model = new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4] });
    const oneHot = more.y.map((c) => [0, 1, 2].map((k) => Number(k === c)));
    const options = { loss: 'crossEntropy', optimizer: 'adam', metrics: ['accuracy'] } as const;
    const history = await model.fit(x, y, { ...options, validationData: [more.x, oneHot] });
    const figures = model.evaluate(more.x, more.y, { loss: 'crossEntropy', metrics: ['accuracy'] });
    expect(history.validationLoss![0]).toBeCloseTo(figures.loss, 6);
    expect(history.validationAccuracy).toEqual([figures.accuracy]);
  });

  it('of an evaluation may count some rows more: their number stays the divisor, and metrics do not change', () => {
    const { x, y } = classified(600, 3);
    const model = new Sequential([new Dense(3, { activation: 'softmax', weightRegularizer: regularizers.l2(0.1) })], {
      inputShape: [4],
    });
    const weights = x.map((_, i) => i % 4);
    const p = model.predict(x).toArray() as number[][];
    const sum = p.reduce((total, row, i) => total - weights[i] * Math.log(row[y[i]]), 0);
    const options = { loss: 'crossEntropy', metrics: ['accuracy'] } as const;
    const figures = model.evaluate(x, y, { ...options, sampleWeights: weights });
    expect(figures.loss).toBeCloseTo(sum / 600 + model.penalty().item(), 5);
    expect(figures.accuracy).toBe(model.evaluate(x, y, options).accuracy);
  });

  it('is checked before anything changes', async () => {
    const { x, y } = classified(20, 3);
    const model = new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4] });
    const before = await model.fingerprint();
    const options = { loss: 'crossEntropy', optimizer: 'sgd', epochs: 2 } as const;
    const bad: [never, RegExp][] = [
      [[[[1, 2, 3]], [0]] as never, /validationData: expected input \[batch, 4\], got \[batch, 3\]/],
      [[[[1, 2, 3, Number.NaN]], [0]] as never, /validationData: x: NaN at row 1, column 4/],
      [[[[1, 2, 3, 4]], [3]] as never, /validationData: y: 3 at row 1 is not a class index from 0 to 2/],
      [[x, y.slice(1)] as never, /validationData: x has 20 rows and y has 19/],
      [{ x, y } as never, /validationData must be \[x, y\]/],
    ];
    for (const [validationData, message] of bad) {
      await expect(model.fit(x, y, { ...options, validationData })).rejects.toThrow(message);
    }
    // Three numbers a row fit the loss, but the metric compares one with one.
    const numbers = new Sequential([new Dense(3)], { inputShape: [4] });
    const first = (outputs: Tensor, targets: Tensor): Tensor =>
      meanSquaredError(outputs.slice([0, 0], [-1, 1]), targets.reshape([targets.size, 1]));
    const run = numbers.fit(
      x,
      y.map((c) => [c, c, c]),
      {
        loss: (outputs, targets) =>
          targets.rank === 2 && targets.shape[1] === 3 ? meanSquaredError(outputs, targets) : first(outputs, targets),
        optimizer: 'sgd',
        metrics: ['mae'],
        validationData: [x, y],
      },
    );
    await expect(run).rejects.toThrow(
      /fit: validation: the metric 'mae' compares numbers, and targets have 1 a row for 3 outputs/,
    );
    expect(await model.fingerprint()).toBe(before);
  });
});

describe('class weights', () => {
  it("'balanced' are those of scikit-learn, over the rows that are trained on", () => {
    for (const { classes, labels, present, weights } of golden) {
      const rows = toRows('test', labels);
      const all = Uint32Array.from(labels, (_, i) => i);
      const found = rowWeights('test', rows, classes, all, 'balanced', undefined)!;
      labels.forEach((label, row) => {
        expect(found[row]).toBe(Math.fround(weights[present.indexOf(label)]));
      });
    }
    const part = rowWeights('test', toRows('test', [0, 0, 0, 1, 1]), 2, [0, 3], 'balanced', undefined)!;
    expect([...part]).toEqual([1, 1, 1, 1, 1]);
  });

  it('count the classes of one-hot targets', () => {
    const oneHot = toRows('test', [
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    expect([...rowWeights('test', oneHot, 2, [0, 1, 2], [3, 0.5], [1, 2, 4])!]).toEqual([3, 1, 2]);
  });

  it('refuse what does not fit', () => {
    const rows = toRows('test', [0, 1, 1]);
    const of = (classWeights: unknown, sampleWeights?: unknown) => () =>
      rowWeights('fit', rows, 2, [0, 1, 2], classWeights as never, sampleWeights as never);
    const messages: [() => unknown, string | RegExp][] = [
      [of([1]), 'fit: classWeights must have a factor of at least 0 for class 1, got undefined'],
      [of({ 0: 1 }), /for class 1, got undefined/],
      [of({ 0: 1, 1: 2, 2: 3 }), 'fit: classWeights name class 2; classes are 0 to 1'],
      [of({ 0: 1, 1: 2, '-1': 3 }), /name class -1/],
      [of({ 0: 1, 1: 2, 0.5: 3 }), /name class 0.5/],
      [of([1, -2]), /factor of at least 0 for class 1, got -2/],
      [of([1, Number.NaN]), /for class 1, got NaN/],
      [of('balance'), /classWeights must be one of 'balanced', got "balance"/],
      [of(3), /factors by class or 'balanced', got 3/],
      [of(undefined, [1, 2]), 'fit: sampleWeights must be 3 factors, one for each row, got 2'],
      [of(undefined, 2), /sampleWeights must be 3 factors, one for each row, got 2/],
      [of(undefined, [1, 2, -1]), 'fit: sampleWeights: -1 at row 3; factors must be at least 0'],
      [of(undefined, [1, Number.NaN, 1]), /NaN at row 2/],
    ];
    for (const [call, message] of messages) expect(thrownBy(call).message).toMatch(message);
  });

  it('need exclusive classes', async () => {
    const { x, y } = linear(10);
    const regression = new Sequential([new Dense(1)], { inputShape: [3] });
    const options = { optimizer: 'sgd', classWeights: 'balanced' } as const;
    await expect(regression.fit(x, y, { ...options, loss: 'meanSquaredError' })).rejects.toThrow(
      'fit: classWeights need a loss on classes; for numbers use sampleWeights',
    );
    const labels = new Sequential([new Dense(2, { activation: 'sigmoid' })], { inputShape: [3] });
    const marks = y.map((_, i) => [1, i % 2]);
    await expect(labels.fit(x, marks, { ...options, loss: 'crossEntropy' })).rejects.toThrow(/need a loss on classes/);
  });
});
