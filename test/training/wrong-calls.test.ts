/** Wrong calls of trainers and models: each gets the right error, with the numbers in it, and the model stays as it was. */
import { describe, expect, it } from 'vitest';
import {
  Adam,
  BatchNorm,
  batches,
  DataError,
  Dense,
  type FitOptions,
  Sequential,
  ShapeError,
  Trainer,
  type TrainerOptions,
  tensor,
} from '../../src/index.ts';
import { classified, linear } from '../helpers/training-data.ts';

const { x, y } = classified(20, 3);
const numbers = linear(20, 4);
/** For calls that TypeScript would refuse. */
const any = (value: unknown): never => value as never;
type ErrorClass = new (...args: never[]) => Error;

const classifier = (): Sequential => new Sequential([new Dense(3, { activation: 'softmax' })], { inputShape: [4] });
const binary = (): Sequential => new Sequential([new Dense(1, { activation: 'sigmoid' })], { inputShape: [4] });
const regression = (): Sequential => new Sequential([new Dense(1)], { inputShape: [4] });

const sgd = { optimizer: 'sgd' } as const;
const crossEntropy = { ...sgd, loss: 'crossEntropy' } as const;
const squared = { ...sgd, loss: 'meanSquaredError' } as const;

interface Row {
  readonly what: string;
  readonly model?: () => Sequential;
  readonly call: (model: Sequential) => unknown;
  readonly error: ErrorClass;
  readonly message: RegExp;
}

const training = (inputs: unknown, targets: unknown, options: FitOptions & TrainerOptions = crossEntropy) => {
  return (model: Sequential) => model.fit(any(inputs), any(targets), options);
};
const withRow = (row: number, values: unknown): unknown[] => x.map((own, i) => (i === row ? values : own));

const data: Row[] = [
  { what: 'no rows', call: training([], []), error: DataError, message: /fit: x: no rows/ },
  {
    what: 'no targets',
    call: training(x, undefined),
    error: TypeError,
    message: /targets are missing: fit\(x, y, options\)/,
  },
  { what: 'empty targets', call: training(x, []), error: DataError, message: /fit: y: no rows/ },
  {
    what: 'NaN in x',
    call: training(withRow(4, [1, 2, Number.NaN, 4]), y),
    error: DataError,
    message: /fit: x: NaN at row 5, column 3; drop such rows/,
  },
  {
    what: 'Infinity in x',
    call: training(withRow(0, [Number.NEGATIVE_INFINITY, 2, 3, 4]), y),
    error: DataError,
    message: /-Infinity at row 1, column 1/,
  },
  {
    what: 'a number too large for float32',
    call: training(
      { data: Float32Array.from(x.flat()), shape: [20, 4] },
      Float64Array.from(y, (c) => c + 1e300),
    ),
    error: DataError,
    message: /fit: y: 1e\+300 at row 1/,
  },
  {
    what: 'NaN in y',
    call: training(
      x,
      y.map((c, i) => (i === 7 ? Number.NaN : c)),
    ),
    error: DataError,
    message: /fit: y: NaN at row 8/,
  },
  {
    what: 'ragged rows',
    call: training(withRow(2, [1, 2, 3]), y),
    error: ShapeError,
    message: /fit: x: ragged rows: \[2\] has 3 values, expected 4/,
  },
  { what: 'text in rows', call: training(withRow(2, [1, 2, 3, 'red']), y), error: TypeError, message: /"red"/ },
  {
    what: 'x and y of different length',
    call: training(x, y.slice(1)),
    error: ShapeError,
    message: /x has 20 rows and y has 19/,
  },
  {
    what: 'rows of another width',
    call: training(
      numbers.x.map((row) => row.slice(1)),
      y,
    ),
    error: ShapeError,
    message: /fit: expected input \[batch, 4\], got \[batch, 3\]/,
  },
  {
    what: 'text for x',
    call: training('data.csv', y),
    error: TypeError,
    message: /expected a tensor, arrays of numbers or \{ data, shape \}, got "data.csv"/,
  },
  {
    what: 'a shape that does not fit',
    call: training({ data: new Float32Array(7), shape: [2, 4] }, [0, 1]),
    error: ShapeError,
    message: /shape \[2, 4\] does not fit 7 values/,
  },
];

const targets: Row[] = [
  {
    what: 'a class that there is not',
    call: training(
      x,
      y.map((c, i) => (i === 3 ? 3 : c)),
    ),
    error: DataError,
    message: /y: 3 at row 4 is not a class index from 0 to 2/,
  },
  {
    what: 'half a class',
    call: training(
      x,
      y.map((c, i) => (i === 3 ? 0.5 : c)),
    ),
    error: DataError,
    message: /0.5 at row 4/,
  },
  {
    what: 'a single class',
    call: training(
      x,
      y.map(() => 2),
    ),
    error: DataError,
    message: /all 20 targets are class 2: a classifier needs at least two classes/,
  },
  {
    what: 'a single class after the split',
    call: training(
      x,
      y.map((_, i) => Number(i === 19)),
      { ...crossEntropy, validationSplit: 0.95, seed: 1 },
    ),
    error: DataError,
    message: /all 1 targets are class 0/,
  },
  {
    what: 'labels above 1 for a sigmoid',
    model: binary,
    call: training(x, y),
    error: DataError,
    message: /y: 2 at row \d+ is not a class index from 0 to 1/,
  },
  {
    what: 'probabilities above 1',
    call: training(
      x,
      y.map((c) => [0, 1, 2].map((k) => (k === c ? 1.5 : 0))),
    ),
    error: DataError,
    message: /1.5 at row 1 is not a probability from 0 to 1/,
  },
  {
    what: 'one-hot rows of another width',
    call: training(
      x,
      y.map(() => [0, 1]),
    ),
    error: ShapeError,
    message: /targets \[batch, 2\] do not fit outputs \[batch, 3\]/,
  },
  {
    what: 'classes for a squared error of three outputs',
    call: training(x, y, squared),
    error: ShapeError,
    message: /targets \[batch\] do not fit outputs \[batch, 3\]/,
  },
  {
    what: 'classes for three sigmoids',
    model: () => new Sequential([new Dense(3, { activation: 'sigmoid' })], { inputShape: [4] }),
    call: training(x, y),
    error: ShapeError,
    message:
      /targets \[batch\] do not fit outputs \[batch, 3\]; for one of several classes give the last layer activation: 'softmax'/,
  },
];

const losses: Row[] = [
  {
    what: 'a loss that there is not',
    call: training(x, y, any({ ...sgd, loss: 'crossentropy' })),
    error: RangeError,
    message: /loss must be one of 'crossEntropy', 'meanSquaredError', 'meanAbsoluteError', 'huber', got "crossentropy"/,
  },
  {
    what: 'no loss',
    call: training(x, y, any(sgd)),
    error: TypeError,
    message: /loss is missing; one of crossEntropy, meanSquaredError/,
  },
  { what: 'no optimizer', call: training(x, y, any({ loss: 'crossEntropy' })), error: TypeError, message: /optimizer/ },
  {
    what: 'an optimizer that there is not',
    call: training(x, y, any({ loss: 'crossEntropy', optimizer: 'adamm' })),
    error: RangeError,
    message: /adamm/,
  },
  {
    what: 'crossEntropy without softmax',
    model: regression,
    call: training(x, y),
    error: TypeError,
    message:
      /'crossEntropy' needs a model that ends in softmax or sigmoid, and this one ends in 'none'; give the last layer activation: 'softmax'/,
  },
  {
    what: 'softmax over one output',
    model: () => new Sequential([new Dense(1, { activation: 'softmax' })], { inputShape: [4] }),
    call: training(x, y),
    error: ShapeError,
    message: /softmax over a single output is always 1; use activation: 'sigmoid'/,
  },
  {
    what: 'accuracy of numbers',
    model: regression,
    call: training(numbers.x, numbers.y, { ...squared, metrics: ['accuracy'] }),
    error: RangeError,
    message:
      /the metric 'accuracy' needs classes, and the loss 'meanSquaredError' is on numbers; use the loss 'crossEntropy', or 'mae', 'rmse', 'r2'/,
  },
  {
    what: 'mae of classes',
    call: training(x, y, { ...crossEntropy, metrics: ['mae'] }),
    error: RangeError,
    message: /the metric 'mae' compares numbers, and targets have 1 a row for 3 outputs; for classes use 'accuracy'/,
  },
  {
    what: 'log loss of numbers',
    model: regression,
    call: training(numbers.x, numbers.y, { ...squared, metrics: ['logLoss'] }),
    error: RangeError,
    message: /the metric 'logLoss' needs classes, and the loss 'meanSquaredError' is on numbers/,
  },
  {
    what: 'AUC of outputs that are no probabilities',
    model: () => new Sequential([new Dense(3, { activation: 'relu' })], { inputShape: [4] }),
    call: training(x, y, { ...sgd, loss: (outputs) => outputs.mean(), metrics: ['rocAuc'] }),
    error: RangeError,
    message:
      /the metric 'rocAuc' needs probabilities, and the model ends in 'relu'; give the last layer activation: 'softmax'/,
  },
  {
    what: 'top 3 of three classes',
    call: training(x, y, { ...crossEntropy, metrics: ['top3Accuracy'] }),
    error: RangeError,
    message: /the metric 'top3Accuracy' would be 1 for 3 classes, whatever is predicted; it needs at least 4/,
  },
  {
    what: 'top 2 of yes or no',
    model: binary,
    call: training(
      x,
      y.map((c) => Number(c > 0)),
      { ...crossEntropy, metrics: ['top2Accuracy'] },
    ),
    error: RangeError,
    message: /the metric 'top2Accuracy' would be 1 for 2 classes/,
  },
  {
    what: 'AUC of targets of one class',
    call: (model) => {
      const twos = y.map(() => 2);
      return model.evaluate(x, twos, { loss: 'crossEntropy', metrics: ['rocAuc'] });
    },
    error: DataError,
    message: /rocAuc: all targets are of class 2/,
  },
  {
    what: 'a metric that there is not',
    call: training(x, y, any({ ...crossEntropy, metrics: ['acc'] })),
    error: RangeError,
    message: /metric must be one of 'accuracy', 'precision'.*got "acc"/,
  },
  {
    what: 'a metric twice',
    call: training(x, y, { ...crossEntropy, metrics: ['f1', 'f1'] }),
    error: RangeError,
    message: /two figures would be named 'f1'/,
  },
  {
    what: 'metrics as text',
    call: training(x, y, any({ ...crossEntropy, metrics: 'accuracy' })),
    error: TypeError,
    message: /metrics must be an array, got "accuracy"/,
  },
  {
    what: 'a metric without a name',
    call: training(x, y, { ...crossEntropy, metrics: [() => 1] }),
    error: TypeError,
    message: /a metric function needs a name/,
  },
];

const options: Row[] = [
  {
    what: 'learningRate for fit',
    call: training(x, y, any({ ...crossEntropy, learningrate: 1 })),
    error: TypeError,
    message: /unknown option 'learningrate'/,
  },
  {
    what: 'epoch',
    call: training(x, y, any({ ...crossEntropy, epoch: 3 })),
    error: TypeError,
    message: /unknown option 'epoch'; did you mean 'epochs'/,
  },
  {
    what: 'validation_split',
    call: training(x, y, any({ ...crossEntropy, validation_split: 0.1 })),
    error: TypeError,
    message: /did you mean 'validationSplit'/,
  },
  {
    what: 'no epochs',
    call: training(x, y, { ...crossEntropy, epochs: 0 }),
    error: RangeError,
    message: /fit: epochs must be a whole number of at least 1, got 0/,
  },
  {
    what: 'half an epoch',
    call: training(x, y, { ...crossEntropy, epochs: 0.5 }),
    error: RangeError,
    message: /epochs.*got 0.5/,
  },
  {
    what: 'batches of no rows',
    call: training(x, y, { ...crossEntropy, batchSize: 0 }),
    error: RangeError,
    message: /batchSize must be a whole number of at least 1, got 0/,
  },
  {
    what: 'a seed below 0',
    call: training(x, y, { ...crossEntropy, seed: -1 }),
    error: RangeError,
    message: /seed.*-1/,
  },
  {
    what: 'shuffle as text',
    call: training(x, y, any({ ...crossEntropy, shuffle: 'yes' })),
    error: TypeError,
    message: /shuffle must be true or false, got "yes"/,
  },
  {
    what: 'initialEpoch below 0',
    call: training(x, y, { ...crossEntropy, initialEpoch: -1 }),
    error: RangeError,
    message: /initialEpoch/,
  },
  {
    what: 'validationSplit 0',
    call: training(x, y, { ...crossEntropy, validationSplit: 0 }),
    error: RangeError,
    message: /validationSplit must be in \(0, 1\), got 0/,
  },
  {
    what: 'validationSplit 1',
    call: training(x, y, { ...crossEntropy, validationSplit: 1 }),
    error: RangeError,
    message: /validationSplit must be in \(0, 1\), got 1/,
  },
  {
    what: 'both kinds of validation',
    call: training(x, y, { ...crossEntropy, validationSplit: 0.1, validationData: [x, y] }),
    error: TypeError,
    message: /give validationData or validationSplit, not both/,
  },
  {
    what: 'sampleWeights of another length',
    call: training(x, y, { ...crossEntropy, sampleWeights: [1, 2] }),
    error: ShapeError,
    message: /sampleWeights must be 20 factors, one for each row, got 2/,
  },
  {
    what: 'classWeights without a class',
    call: training(x, y, { ...crossEntropy, classWeights: { 0: 1, 2: 1 } }),
    error: RangeError,
    message: /classWeights must have a factor of at least 0 for class 1, got undefined/,
  },
  {
    what: 'the controller for its signal',
    call: training(x, y, any({ ...crossEntropy, signal: new AbortController() })),
    error: TypeError,
    message: /signal must be an AbortSignal, got an AbortController; give its signal/,
  },
  {
    what: 'onProgress as text',
    call: training(x, y, any({ ...crossEntropy, onProgress: 'bar' })),
    error: TypeError,
    message: /onProgress must be a function, got "bar"/,
  },
  {
    what: 'recorded as text',
    call: training(x, y, any({ ...crossEntropy, recorded: 'no' })),
    error: TypeError,
    message: /recorded must be true or false, got "no"/,
  },
  {
    what: 'a last batch that batch normalisation cannot take',
    model: () => new Sequential([new BatchNorm(), new Dense(3, { activation: 'softmax' })], { inputShape: [4] }),
    call: training(x, y, { ...crossEntropy, batchSize: 19 }),
    error: ShapeError,
    message:
      /fit: of 20 rows in batches of 19, the last batch has 1: batchNorm\(4\): training needs at least 2 values.*choose another batchSize/,
  },
];

const batch = { x: x.slice(0, 4), y: y.slice(0, 4) };
const fromSource = (source: unknown, own: object = {}, given?: unknown) =>
  training(source, given, any({ ...crossEntropy, epochs: 2, ...own }));
const sources: Row[] = [
  {
    what: 'batches and targets',
    call: fromSource([batch], {}, y),
    error: TypeError,
    message: /batches bring their own targets; leave y undefined/,
  },
  {
    what: 'a batchSize for batches',
    call: fromSource([batch], { batchSize: 3 }),
    error: TypeError,
    message: /batchSize needs rows at hand, not batches/,
  },
  {
    what: 'a split of batches',
    call: fromSource([batch], { validationSplit: 0.5 }),
    error: TypeError,
    message: /validationSplit needs rows at hand/,
  },
  { what: 'no batches', call: fromSource(() => []), error: DataError, message: /fit: no batches in epoch 1/ },
  {
    what: 'batches without y',
    call: fromSource(() => [{ x: batch.x }]),
    error: ShapeError,
    message: /fit: batch 1 must be \{ x, y \}, got an Object/,
  },
  {
    what: 'a function that gives none',
    call: fromSource(() => 3),
    error: TypeError,
    message: /the function must return an iterable of batches \{ x, y \}, got 3/,
  },
  {
    what: 'a batch of another width',
    call: fromSource([{ x: [[1, 2]], y: [0] }]),
    error: ShapeError,
    message: /expected input \[batch, 4\], got \[batch, 2\]/,
  },
  {
    what: 'a batch with NaN',
    call: fromSource([{ x: [[1, 2, 3, Number.NaN]], y: [0] }]),
    error: DataError,
    message: /fit: batch 1: x: NaN at row 1, column 4/,
  },
  {
    what: 'a batch with a class that there is not',
    call: fromSource([{ x: [[1, 2, 3, 4]], y: [5] }]),
    error: DataError,
    message: /5 at row 1 is not a class index/,
  },
  {
    what: 'a batch with too few weights',
    call: fromSource([{ ...batch, weights: [1] }]),
    error: ShapeError,
    message: /weights must be \[4\]/,
  },
];

describe.each(Object.entries({ data, targets, losses, options, sources }))('%s', (_, rows) => {
  it.each(rows)('$what', async ({ model: make = classifier, call, error, message }) => {
    const model = make();
    const before = await model.fingerprint();
    const thrown: unknown = await (async () => call(model))().then(
      () => undefined,
      (reason) => reason,
    );
    expect(thrown).toBeInstanceOf(error);
    expect((thrown as Error).message).toMatch(message);
    expect(await model.fingerprint()).toBe(before);
    expect(model.counter.value).toBe(0);
  });
});

it('an iterator that is used up after the first epoch is found in the second', async () => {
  const model = classifier();
  function* once() {
    yield batch;
  }
  const error = await model.fit(once(), undefined, { ...crossEntropy, epochs: 2 }).catch((reason) => reason);
  expect(error).toBeInstanceOf(DataError);
  expect(error.message).toBe(
    'fit: no batches in epoch 2; an iterator is used up after one epoch: pass a function that returns a new one',
  );
  const one = await model.fit(once(), undefined, crossEntropy);
  expect(one.loss).toHaveLength(1);
});

describe('steps, evaluations, predictions, batches', () => {
  const step = (inputs: unknown, labels: unknown, weights?: unknown) => () =>
    new Trainer(classifier(), crossEntropy).step(any(inputs), any(labels), any(weights));
  const rows: [what: string, call: () => unknown, error: ErrorClass, message: RegExp][] = [
    [
      'a model that is none',
      () => new Trainer(any({ forward: 3 }), crossEntropy),
      TypeError,
      /the model must have forward\(\) and parameters\(\), got an Object/,
    ],
    [
      'a trainer without options',
      () => new Trainer(classifier(), any(undefined)),
      TypeError,
      /options must be an object, got null|undefined/,
    ],
    [
      'an optimizer class instead of an optimizer',
      () => new Trainer(classifier(), any({ loss: 'crossEntropy', optimizer: Adam })),
      TypeError,
      /optimizer/,
    ],
    [
      'a step of one number',
      step(tensor(1), tensor(1)),
      ShapeError,
      /expected as many targets as inputs, got x \[\] and y \[\]/,
    ],
    ['a step of other lengths', step(x, y.slice(2)), ShapeError, /got x \[20, 4\] and y \[18\]/],
    [
      'a step with too few weights',
      step(x, y, [1, 2, 3]),
      ShapeError,
      /weights must be \[20\], one factor for each sample, got \[3\]/,
    ],
    ['a step without targets', step(x, undefined), TypeError, /Trainer.step: y: expected a tensor/],
    [
      'an evaluation without a loss',
      () => classifier().evaluate(x, y, any({})),
      TypeError,
      /Sequential.evaluate: loss is missing/,
    ],
    [
      'an evaluation without options',
      () => classifier().evaluate(x, y, any(undefined)),
      TypeError,
      /Sequential.evaluate: options must be an object/,
    ],
    [
      'an evaluation of NaN',
      () => classifier().evaluate(withRow(0, [1, 2, 3, Number.NaN]) as never, y, { loss: 'crossEntropy' }),
      DataError,
      /x: NaN at row 1, column 4/,
    ],
    [
      'a prediction of other rows',
      () => classifier().predict([[1, 2, 3]]),
      ShapeError,
      /expected input \[batch, 4\], got \[batch, 3\]/,
    ],
    [
      'a prediction of one row without its brackets',
      () => classifier().predict([1, 2, 3, 4]),
      ShapeError,
      /got \[batch\]/,
    ],
    ['a prediction of nothing', () => classifier().predict([]), DataError, /x: no rows/],
    ['a prediction of NaN', () => classifier().predict([[1, Number.NaN, 3, 4]]), DataError, /NaN at row 1, column 2/],
    ['batches of nothing', () => [...batches([], [])], DataError, /batches: x: no rows/],
    ['batches of other lengths', () => [...batches(x, y.slice(1))], ShapeError, /x has 20 rows and y has 19/],
    ['batches of 0', () => [...batches(x, y, { batchSize: 0 })], RangeError, /batchSize.*got 0/],
    ['batches of epoch −1', () => [...batches(x, y, { epoch: -1 })], RangeError, /epoch.*got -1/],
    [
      'an unknown option of batches',
      () => [...batches(x, y, any({ batchsize: 3 }))],
      TypeError,
      /did you mean 'batchSize'/,
    ],
  ];
  it.each(rows)('%s', (_what, call, error, message) => {
    let thrown: unknown;
    try {
      call();
    } catch (reason) {
      thrown = reason;
    }
    expect(thrown).toBeInstanceOf(error);
    expect((thrown as Error).message).toMatch(message);
  });
});
