/** Wrong calls of the public face, by family: each gets the right typed error, with the numbers in it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import * as grad from '../src/index.ts';
import { readCsv } from '../src/node/index.ts';

const { DataError, GradientError, metrics, RecordingError, ShapeError, tensor } = grad;
type ErrorClass = new (...args: never[]) => Error;
type Row = [what: string, call: () => unknown, error: ErrorClass, message: RegExp];

const x = tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
const folder = mkdtempSync(join(tmpdir(), 'simdgrad-'));
afterAll(() => rmSync(folder, { recursive: true }));
function csv(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
const people = new grad.Table({ name: ['Ada', 'Bob'], age: [31, 27] });
/** For calls that TypeScript would refuse. */
const any = (value: unknown): never => value as never;

const families: Record<string, Row[]> = {
  shapes: [
    ['inner sizes of a product', () => x.matmul(x), ShapeError, /inner sizes differ: \[2, 3\] × \[2, 3\] \(3 and 2\)/],
    ['shapes that do not broadcast', () => x.add(tensor([1, 2])), ShapeError, /\[2, 3\] and \[2\].* 3 and 2/],
    ['reshape to another size', () => x.reshape([4, 2]), ShapeError, /\[2, 3\].*\[4, 2\]/],
    ['item of many values', () => x.item(), ShapeError, /one value.*\[2, 3\]/],
    ['values that do not fill the shape', () => tensor([1, 2, 3], [2, 2]), ShapeError, /4 values.*\[2, 2\].*got 3/],
    ['too many axes', () => grad.zeros(new Array(65).fill(1)), ShapeError, /at most 64 axes, got 65/],
    ['a size of 0', () => grad.zeros([2, 0]), ShapeError, /at least 1.*\[2, 0\]/],
    [
      'bias of another width',
      () => grad.dense(x, grad.zeros([3, 4]), { bias: grad.zeros([5]) }),
      ShapeError,
      /4.*\[5\]/,
    ],
    [
      'a window larger than the image',
      () => grad.maxPool2d(grad.zeros([1, 4, 4, 1]), { size: 5 }),
      ShapeError,
      /maxPool2d: windows of 5 × 5 do not fit into images of 4 × 4/,
    ],
    [
      'pooling of rows',
      () => grad.globalAveragePool2d(x),
      ShapeError,
      /\[batch, height, width, channels\], got \[2, 3\]/,
    ],
    ['predictions and targets', () => grad.meanSquaredError(x, tensor([1])), ShapeError, /\[2, 3\].*\[1\]/],
  ],
  ranges: [
    ['negative learning rate', () => new grad.Adam({ learningRate: -1 }), RangeError, /learningRate.*-1/],
    ['beta of 1', () => new grad.Adam({ beta1: 1 }), RangeError, /beta1 must be in \[0, 1\), got 1/],
    [
      'dropout of everything',
      () => grad.dropout(x, 1, { training: true, seed: 0, counter: 0 }),
      RangeError,
      /rate.*got 1/,
    ],
    ['test part larger than the data', () => grad.trainTestSplit(10, { testSize: 11 }), RangeError, /11/],
    ['memory budget of nothing', () => grad.setMemoryBudget(0), RangeError, /got 0/],
    ['a schedule of no steps', () => grad.schedules.cosineDecay({ initial: 1, steps: 0 }), RangeError, /steps.*got 0/],
    [
      'windows of nothing',
      () => grad.averagePool2d(grad.zeros([1, 4, 4, 1]), { size: [2, 0] }),
      RangeError,
      /width of size must be a whole number of at least 1, got 0/,
    ],
    ['a negative seed', () => grad.randomNormal([2], { seed: -1 }), RangeError, /seed.*-1/],
    ['low above high', () => grad.randomUniform([2], { low: 1, high: 0 }), RangeError, /1 and 0/],
  ],
  axes: [
    ['sum over an axis there is not', () => x.sum(2), RangeError, /axis must be in \[-2, 1\] for rank 2, got 2/],
    ['an axis named twice', () => x.mean([0, -2]), RangeError, /axis 0 is named twice/],
    ['half an axis', () => x.max(0.5), TypeError, /axis.*0.5/],
    ['transpose with too few axes', () => x.transpose([0]), ShapeError, /each of the 2 axes once, got \[0\]/],
    ['softmax over axis 5', () => x.softmax(5), RangeError, /got 5/],
    ['concat along an axis there is not', () => grad.concat([x, x], 3), RangeError, /got 3/],
  ],
  'labels and indices': [
    ['label beyond the classes', () => grad.softmaxCrossEntropy(x, tensor([0, 3])), RangeError, /3/],
    ['negative label', () => grad.softmaxCrossEntropy(x, tensor([-1, 0])), RangeError, /-1/],
    ['fractional label', () => grad.softmaxCrossEntropy(x, tensor([0, 0.5])), RangeError, /0.5/],
    ['one-hot of a label beyond', () => grad.oneHot([0, 7], 3), RangeError, /7/],
    ['row that the table does not have', () => grad.embedding(x, tensor([2])), RangeError, /2/],
    ['label never seen', () => new grad.LabelEncoder().fit(['a', 'b']).transform(['c']), DataError, /"c"|'c'/],
  ],
  types: [
    ['text in a tensor', () => tensor(any([1, 'two'])), TypeError, /"two"/],
    ['an operand of text', () => x.add(any('1')), TypeError, /b must be a tensor or a number, got "1"/],
    ['nothing to reduce', () => grad.sum(any(undefined)), TypeError, /undefined/],
    ['parameters that are no tensors', () => new grad.Sgd().step(any([[1, 2]])), TypeError, /parameter 0/],
    ['a learning rate of text', () => new grad.Sgd({ learningRate: any('fast') }), TypeError, /learningRate.*"fast"/],
    ['record without a function', () => grad.record([[1]], any(3)), TypeError, /function, got 3/],
    ['noGrad of something asynchronous', () => grad.noGrad(async () => x), TypeError, /synchronous/],
  ],
  'options misspelt': [
    [
      'learningrate',
      () => new grad.Adam(any({ learningrate: 1 })),
      TypeError,
      /'learningrate'; did you mean 'learningRate'/,
    ],
    ['momentun', () => new grad.Sgd(any({ momentun: 0.9 })), TypeError, /did you mean 'momentum'/],
    [
      'labelSmooth',
      () => grad.softmaxCrossEntropy(x, tensor([0, 1]), any({ labelSmooth: 0.1 })),
      TypeError,
      /labelSmooth/,
    ],
    ['strides', () => new grad.MaxPool2D(2, any({ strides: 1 })), TypeError, /'strides'; did you mean 'stride'/],
    ['stratifyBy', () => grad.trainTestSplit(10, any({ stratifyBy: [] })), TypeError, /stratifyBy/],
    ['std', () => grad.randomNormal([2], any({ std: 2 })), TypeError, /'std'.*standardDeviation/],
    ['decaySteps', () => grad.schedules.cosineDecay(any({ initial: 1, decaySteps: 5 })), TypeError, /decaySteps/],
  ],
  'ragged rows': [
    ['in a tensor', () => tensor([[1, 2], [3]]), ShapeError, /\[1\] has 1 values, expected 2/],
    [
      'too deep in one place',
      () =>
        tensor(
          any([
            [1, 2],
            [3, [4]],
          ]),
        ),
      ShapeError,
      /ragged/,
    ],
    ['in a scaler', () => new grad.StandardScaler().fit([[1, 2], [3]]), ShapeError, /2.*1/],
    ['in columns of a table', () => new grad.Table({ a: [1, 2], b: [1] }), DataError, /2 values in 'a' and 1 in 'b'/],
    ['in a file', () => readCsv(csv('ragged.csv', 'a,b\n1,2\n3\n')), DataError, /line 3/],
  ],
  columns: [
    ['that there is not', () => new grad.Table({ alcohol: [1] }).column('alcohl'), DataError, /alcohl.*alcohol/],
    ['of text, asked for numbers', () => new grad.Table({ a: ['1', 'x'] }).numbers('a'), DataError, /x/],
    ['that are empty in places', () => new grad.Table({ a: [1, Number.NaN] }).toMatrix(), DataError, /row 2/],
    ['of text in a matrix', () => new grad.Table({ a: [1], b: ['red'] }).toMatrix(), DataError, /b/],
    [
      'typed number, holding text',
      () => readCsv(csv('text.csv', 'a\n1\nx\n'), { columns: { a: 'number' } }),
      DataError,
      /line 3/,
    ],
  ],
  files: [
    ['that is empty', () => readCsv(csv('empty.csv', '')), DataError, /empty/],
    ['of a header alone', () => readCsv(csv('header.csv', 'a,b\n')), DataError, /header/],
    ['that there is not', () => readCsv(join(folder, 'nowhere.csv')), DataError, /nowhere\.csv/],
    ['with another delimiter', () => readCsv(csv('semicolon.csv', 'a;b\n1;2\n'), { delimiter: ',' }), DataError, /';'/],
    ['with a quote left open', () => readCsv(csv('quote.csv', 'a,b\n"1,2\n')), DataError, /line 2/],
  ],
  'gradients and graphs': [
    ['backward of many values', () => tensor([1, 2], [2], { requiresGrad: true }).backward(), ShapeError, /\[2\]/],
    ['backward without parameters', () => x.sum().backward(), GradientError, /requiresGrad/],
    ['a step without gradients', () => new grad.Sgd().step([x]), GradientError, /none of the 1 parameters/],
    ['reading inside record', () => grad.record([[1]], (v) => v.mul(v.item())), RecordingError, /item\(\)/],
    ['a graph fed too little', () => grad.record([[2]], (v) => v.relu()).run([[1]]), ShapeError, /2 values.*got 1/],
    [
      'a graph of nothing',
      () =>
        grad.record(
          [[2]],
          any(() => undefined),
        ),
      RecordingError,
      /undefined/,
    ],
  ],
  metrics: [
    [
      'predictions of another length',
      () => metrics.precisionRecallFscore([0, 1, 1], [0, 1]),
      ShapeError,
      /precisionRecallFscore: .*got 3 and 2/,
    ],
    ['of nothing', () => metrics.precisionRecallFscore([], []), DataError, /no samples/],
    ['labels of a tensor', () => metrics.accuracyScore(any(tensor([0, 1])), [0, 1]), TypeError, /toFloat32Array/],
    [
      'labels misspelt',
      () => metrics.precisionRecallFscore(['oak', 'elm'], ['oak', 'oak'], { labels: ['Oak'] }),
      DataError,
      /none of labels \("Oak"\) occurs/,
    ],
    ['beta below 0', () => metrics.precisionRecallFscore([0], [0], { beta: -1 }), RangeError, /beta.*-1/],
    [
      'zero division of NaN',
      () => metrics.precisionRecallFscore([0], [0], { zeroDivision: any(Number.NaN) }),
      RangeError,
      /zeroDivision must be 0 or 1, got NaN/,
    ],
    [
      'averages by option',
      () => metrics.precisionRecallFscore([0], [0], any({ average: 'macro' })),
      TypeError,
      /average/,
    ],
    ['NaN in predictions', () => metrics.r2Score([1, 2], [1, Number.NaN]), DataError, /yPred: .*NaN at row 2/],
    ['R² of one sample', () => metrics.r2Score([1], [1]), DataError, /at least 2/],
    ['a row against a list', () => metrics.meanAbsoluteError([[1, 2]], [1, 2]), ShapeError, /\[1, 2\] and \[2, 1\]/],
    [
      'rows that do not come out even',
      () => metrics.meanAbsoluteError([1, 2, 3], [1, 2, 3], { columns: 2 }),
      ShapeError,
      /3 values/,
    ],
    ['an image to score', () => metrics.rootMeanSquaredError(grad.zeros([1, 2, 2]), x), ShapeError, /\[1, 2, 2\]/],
    ['text to score', () => metrics.rootMeanSquaredError(any(['1']), [1]), DataError, /"1" at row 1/],
    [
      'too few weights',
      () => metrics.meanAbsoluteError([1, 2], [1, 2], { sampleWeights: [1] }),
      ShapeError,
      /each of 2 samples, got 1/,
    ],
    [
      'a negative weight',
      () => metrics.accuracyScore([1, 2], [1, 2], { sampleWeights: [1, -1] }),
      DataError,
      /-1 at row 2/,
    ],
  ],
  reports: [
    [
      'fewer names than classes',
      () => metrics.classificationReport([0, 1], [0, 1], { targetNames: ['a'] }),
      ShapeError,
      /one name for each of 2 classes, got 1/,
    ],
    ['digits of text', () => metrics.classificationReport([0], [0], { digits: any('2') }), TypeError, /digits.*"2"/],
    ['digits below 0', () => metrics.classificationReport([0], [0], { digits: -1 }), RangeError, /digits.*-1/],
    [
      'as a dictionary',
      () => metrics.classificationReport([0], [0], any({ outputDict: true })),
      TypeError,
      /unknown option 'outputDict'/,
    ],
    ['labels of a tensor', () => metrics.classificationReport(any(x), [0]), TypeError, /toFloat32Array/],
    ['of nothing', () => metrics.classificationReport([], []), DataError, /classificationReport: no samples/],
  ],
  'metrics of scores': [
    ['AUC of one class', () => metrics.rocAucScore([1, 1], [0.2, 0.3]), DataError, /no sample of class 0/],
    [
      'AUC of a class that does not occur',
      () =>
        metrics.rocAucScore(
          [0, 1],
          [
            [0.5, 0.25, 0.25],
            [0.25, 0.5, 0.25],
          ],
        ),
      DataError,
      /no sample of class 2/,
    ],
    ['AUC with NaN', () => metrics.rocAucScore([0, 1], [0, Number.NaN]), DataError, /NaN at row 2/],
    ['AUC of too few scores', () => metrics.rocAucScore([0, 1, 1], [0, 1]), ShapeError, /3 labels and 2 rows/],
    [
      'AUC averaged otherwise',
      () => metrics.rocAucScore([0, 1], [0, 1], { average: any('micro') }),
      RangeError,
      /'macro', 'weighted', 'none', got "micro"/,
    ],
    ['a curve of one class', () => metrics.rocCurve([0, 0], [1, 2]), DataError, /no sample of class 1/],
    ['a curve of unknown sides', () => metrics.rocCurve(['a', 'b'], [1, 2]), DataError, /"a", "b".*posLabel/],
    ['a curve of rows', () => metrics.rocCurve([0, 1], x), ShapeError, /one score a sample, got \[2, 3\]/],
    [
      'a curve, misspelt',
      () => metrics.rocCurve([0, 1], [1, 2], any({ drop_intermediate: false })),
      TypeError,
      /did you mean 'dropIntermediate'/,
    ],
    ['log loss of logits', () => metrics.logLoss([0, 1], x), DataError, /from 0 to 1, got 2 at row 1, column 2/],
    [
      'log loss of rows that do not sum to 1',
      () =>
        metrics.logLoss(
          [0, 1],
          [
            [0.5, 0.5],
            [0.5, 0.25],
          ],
        ),
      DataError,
      /sum to 1, got 0.75 at row 2/,
    ],
    [
      'log loss of a label out of range',
      () =>
        metrics.logLoss(
          [0, 3],
          [
            [0.5, 0.5],
            [0.5, 0.5],
          ],
          { labels: [0, 1] },
        ),
      DataError,
      /3 at row 2 is none of the classes 0, 1/,
    ],
    ['log loss clipped at 0', () => metrics.logLoss([0, 1], [0, 1], { eps: 0 }), RangeError, /eps must be positive/],
    ['Brier score of logits', () => metrics.brierScore([0, 1], [-1, 2]), DataError, /from 0 to 1, got -1 at row 1/],
    [
      'Brier score of three classes',
      () => metrics.brierScore([0, 1, 2], [0, 1, 1]),
      DataError,
      /3 classes \(0, 1, 2\)/,
    ],
    [
      'Brier score of too few labels',
      () =>
        metrics.brierScore(
          [0, 1],
          [
            [0.5, 0.5],
            [0, 1],
          ],
          { labels: [0, 1, 2] },
        ),
      ShapeError,
      /labels has 3 classes for 2 columns/,
    ],
    [
      'Brier score by posLabel',
      () => metrics.brierScore([0, 1], [0, 1], any({ posLabel: 1 })),
      TypeError,
      /posLabel.*labels, sampleWeights/,
    ],
    ['top 0', () => metrics.topKAccuracy([0, 1], x, { k: 0 }), RangeError, /k.*at least 1, got 0/],
    ['top 4 of 3', () => metrics.topKAccuracy([0, 1], x, { k: 4 }), RangeError, /number of classes, 3, got 4/],
    ['top k of a label beyond', () => metrics.topKAccuracy([0, 3], x), DataError, /0, 3.*3 columns; give labels/],
    ['top k of text', () => metrics.topKAccuracy([0, 1], any('ab')), TypeError, /yScore.*"ab"/],
    ['MAPE of NaN', () => metrics.meanAbsolutePercentageError([1, Number.NaN], [1, 2]), DataError, /NaN at row 2/],
    [
      'MAPE of two lengths',
      () => metrics.meanAbsolutePercentageError([1, 2], [1]),
      ShapeError,
      /\[2, 1\] and \[1, 1\]/,
    ],
    ['MAPE of nothing', () => metrics.meanAbsolutePercentageError([], []), DataError, /no samples/],
    [
      'MAPE with an epsilon',
      () => metrics.meanAbsolutePercentageError([1], [1], any({ epsilon: 1 })),
      TypeError,
      /unknown option 'epsilon'/,
    ],
  ],
  scalers: [
    ['not fitted', () => new grad.MinMaxScaler().transform([[1]]), grad.NotFittedError, /call fit\(x\) first/],
    ['a range upside down', () => new grad.MinMaxScaler({ featureRange: [1, 0] }), RangeError, /got \[1, 0\]/],
    ['clip by a number', () => new grad.MinMaxScaler({ clip: any(1) }), TypeError, /clip must be true or false, got 1/],
    [
      'scikit-learn spelling',
      () => new grad.MinMaxScaler(any({ feature_range: [0, 1] })),
      TypeError,
      /did you mean 'featureRange'/,
    ],
    [
      'NaN among values',
      () =>
        new grad.MinMaxScaler().fit([
          [1, 2],
          [3, Number.NaN],
        ]),
      DataError,
      /row 2, column 2/,
    ],
    ['no rows', () => new grad.MinMaxScaler().fit([]), DataError, /no rows/],
    ['a row beyond the end', () => new grad.MinMaxScaler().fit([[1]], [1]), RangeError, /index 1.*1 rows/],
    [
      'fewer columns than fitted',
      () => new grad.MinMaxScaler().fit([[1, 2]]).transform([[1]]),
      ShapeError,
      /2 columns.*got 1/,
    ],
    [
      'of the quartiles, not fitted',
      () => new grad.RobustScaler().inverseTransform([[1]]),
      grad.NotFittedError,
      /RobustScaler.inverseTransform: not fitted/,
    ],
    [
      'of another kind in a file',
      () => grad.MinMaxScaler.fromJSON(any(new grad.StandardScaler().fit([[1]]).toJSON())),
      DataError,
      /MinMaxScaler/,
    ],
  ],
  'folds and groups': [
    ['more folds than rows', () => grad.kFold(4), RangeError, /5 folds need at least as many rows, got 4/],
    ['n_splits', () => grad.kFold(9, any({ n_splits: 3 })), TypeError, /'n_splits'.*Known options: folds/],
    ['classes of a row each', () => grad.stratifiedKFold(['a', 'b', 'c'], { folds: 2 }), DataError, /largest has 1/],
    ['fewer groups than folds', () => grad.groupKFold([1, 1, 1, 2, 2, 2]), DataError, /5 folds .*got 2/],
    ['too few groups', () => grad.trainTestSplit(3, { groups: [1, 2] }), ShapeError, /each of 3 rows, got 2/],
    ['a group of everything', () => grad.trainTestSplit(3, { groups: [1, 1, 1] }), DataError, /2 parts .*got 1/],
    ['duplicates of nothing', () => grad.duplicateGroups(any(undefined)), TypeError, /undefined/],
    [
      'figures of no name',
      () =>
        grad.crossValidate(
          grad.kFold(9),
          any(() => 0.9),
        ),
      TypeError,
      /fold 1: .*got 0.9/,
    ],
  ],
  'column transformers': [
    [
      'not fitted',
      () => new grad.ColumnTransformer().transform(people),
      grad.NotFittedError,
      /call fit\(table\) first/,
    ],
    [
      'misspelt options',
      () => new grad.ColumnTransformer(any({ categorical: { min_frequency: 5 } })),
      TypeError,
      /categorical: unknown option 'min_frequency'; did you mean 'minFrequency'/,
    ],
    [
      'a column to drop that there is not',
      () => new grad.ColumnTransformer({ drop: ['nam'] }).fit(people),
      DataError,
      /drop names 'nam'.*did you mean 'name'/,
    ],
    [
      'a table without a column that was learned from',
      () => new grad.ColumnTransformer().fit(people).transform(people.drop(['age'])),
      DataError,
      /lacks column 'age'/,
    ],
    [
      'an unknown category under error',
      () => new grad.ColumnTransformer({ categorical: { unknown: 'error' } }).fit(people, [0]).transform(people),
      DataError,
      /the category "Bob" at row 2, column 'name'/,
    ],
    [
      'JSON of something else',
      () => grad.ColumnTransformer.fromJSON(any(new grad.StandardScaler().fit([[1]]).toJSON())),
      DataError,
      /expected \{ type: 'ColumnTransformer'/,
    ],
  ],
};

describe.each(Object.entries(families))('%s', (_, rows) => {
  it.each(rows)('%s', async (_what, call, error, message) => {
    const thrown: unknown = await (async () => call())().then(
      () => undefined,
      (reason) => reason,
    );
    expect(thrown).toBeInstanceOf(error);
    expect((thrown as Error).message).toMatch(message);
  });
});

it('covers at least 40 calls, four of each family', () => {
  const counts = Object.values(families).map((rows) => rows.length);
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(40);
  expect(Math.min(...counts)).toBeGreaterThanOrEqual(4);
});
