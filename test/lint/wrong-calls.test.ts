/** Wrong calls of the lint: each gets the right typed error. What is wrong with data is a finding, never an error. */
import { expect, it } from 'vitest';
import {
  DataError,
  Dense,
  type Finding,
  findingText,
  inferTask,
  lintOutcome,
  lintParts,
  lintSetup,
  lintTable,
  Sequential,
  ShapeError,
  Table,
} from '../../src/index.ts';

const any = (value: unknown): never => value as never;
const table = new Table({ width: [1, 2, 3], grade: ['a', 'b', 'a'] });
const model = new Sequential([new Dense(1)], { inputShape: [1] });
const setup = { model, loss: 'meanSquaredError', x: [[1], [2]], y: [1, 2] } as const;
const matrix = { x: [[1], [2]], y: [0, 1] };
const outcome = { task: 'binary', targets: [0, 1], predictions: [0, 1] } as const;

type Row = [what: string, call: () => Finding[], error: new (...args: never[]) => Error, message: RegExp];
const rows: Row[] = [
  [
    'the task of no table',
    () => any(inferTask(any([1]), 'a')),
    TypeError,
    /inferTask: expected a Table, got an array of 1/,
  ],
  ['the task of no column', () => any(inferTask(table, 'grde')), DataError, /did you mean 'grade'/],
  [
    'no table',
    () => lintTable(any([[1]]), { target: 'a' }),
    TypeError,
    /lintTable: expected a Table, got an array of 1/,
  ],
  ['no options', () => lintTable(table, any(undefined)), TypeError, /options must be an object/],
  [
    'no target',
    () => lintTable(table, any({})),
    TypeError,
    /target must be the name of a column, or several, got undefined/,
  ],
  [
    'a target misspelt',
    () => lintTable(table, { target: 'grad' }),
    DataError,
    /no column "grad"; did you mean 'grade'/,
  ],
  [
    'a feature misspelt',
    () => lintTable(table, { target: 'grade', features: ['widht'] }),
    DataError,
    /did you mean 'width'/,
  ],
  [
    'a feature twice',
    () => lintTable(table, { target: 'grade', features: ['width', 'width'] }),
    DataError,
    /named twice/,
  ],
  [
    'features as text',
    () => lintTable(table, { target: 'grade', features: any('width') }),
    TypeError,
    /features must be names/,
  ],
  [
    'an unknown task',
    () => lintTable(table, { target: 'grade', task: any('multiclass') }),
    RangeError,
    /'multi-class', 'regression', got "multiclass"/,
  ],
  [
    'an unknown option',
    () => lintTable(table, any({ target: 'grade', feature: [] })),
    TypeError,
    /did you mean 'features'/,
  ],
  [
    'one part',
    () => lintParts({ train: table }, { target: 'grade' }),
    TypeError,
    /expected train and validation or test, got train/,
  ],
  [
    'a part by another name',
    () => lintParts(any({ train: table, valid: table }), { target: 'grade' }),
    TypeError,
    /unknown option 'valid'/,
  ],
  [
    'a table and a matrix',
    () => lintParts({ train: table, test: matrix }, { target: 'grade' }),
    TypeError,
    /all tables or all \{ x, y \}, got tables for train only/,
  ],
  ['tables without a target', () => lintParts({ train: table, test: table }), TypeError, /target must be the name/],
  [
    'a target of matrices',
    () => lintParts({ train: matrix, test: matrix }, { target: 'y' }),
    TypeError,
    /leave the option target out/,
  ],
  [
    'rows without labels',
    () => lintParts({ train: matrix, test: { x: [[1], [2]], y: [1] } }),
    ShapeError,
    /test\.x has 2 rows and test\.y has 1/,
  ],
  [
    'names for other columns',
    () => lintParts({ train: matrix, test: matrix }, { featureNames: ['a', 'b'] }),
    ShapeError,
    /1 different names.*got 2/,
  ],
  [
    'a table without the target',
    () => lintParts({ train: table, test: table.select(['width']) }, { target: 'grade' }),
    DataError,
    /no column "grade"/,
  ],
  [
    'features of matrices',
    () => lintParts({ train: matrix, test: matrix }, { features: ['1'] }),
    TypeError,
    /all columns of matrices are features; leave the option features out/,
  ],
  [
    'names for the columns of tables',
    () => lintParts({ train: table, test: table }, { target: 'grade', featureNames: ['width'] }),
    TypeError,
    /tables bring the names of their columns; leave the option featureNames out/,
  ],
  [
    'rows of a part misspelt',
    () => lintParts({ train: matrix, test: matrix }, { rows: any({ train: [1, 2], tests: [3, 4] }) }),
    TypeError,
    /lintParts: rows: unknown option 'tests'; did you mean 'test'/,
  ],
  [
    'rows as text',
    () => lintParts({ train: matrix, test: matrix }, { rows: any({ train: '12', test: [3, 4] }) }),
    TypeError,
    /rows\.train must be a list of numbers, got "12"/,
  ],
  [
    'rows too few',
    () => lintParts({ train: matrix, test: matrix }, { rows: { train: [1, 2], test: [3] } }),
    ShapeError,
    /rows\.test must have a number for each of 2 rows, got 1/,
  ],
  ['no model', () => lintSetup({ ...setup, model: any({}) }), TypeError, /forward\(\) and parameters\(\)/],
  [
    'an unknown loss',
    () => lintSetup({ ...setup, loss: any('mse') }),
    RangeError,
    /loss must be one of 'crossEntropy'/,
  ],
  [
    'validation of one',
    () => lintSetup({ ...setup, validationData: any([[1]]) }),
    TypeError,
    /validationData must be \[x, y\], got an array of 1/,
  ],
  ['batches of nothing', () => lintSetup({ ...setup, batchSize: 0 }), RangeError, /batchSize.*got 0/],
  ['ragged rows', () => lintSetup({ ...setup, x: [[1], [2, 3]] }), ShapeError, /lintSetup: x: ragged rows/],
  ['labels of text', () => lintSetup({ ...setup, y: any(['a', 'b']) }), DataError, /"a" is no number/],
  [
    'an outcome of no task',
    () => lintOutcome(any({ targets: [1], predictions: [1] })),
    RangeError,
    /task must be one of/,
  ],
  [
    'predictions that are too few',
    () => lintOutcome({ ...outcome, predictions: [0] }),
    ShapeError,
    /2 targets and 1 predictions/,
  ],
  ['an outcome of nothing', () => lintOutcome({ ...outcome, targets: [], predictions: [] }), DataError, /no rows/],
  [
    'numbers of other outputs',
    () => lintOutcome({ task: 'regression', targets: [[1, 2]], predictions: [1] }),
    ShapeError,
    /\[1, 2\] and predictions \[1, 1\]/,
  ],
  [
    'a regression trained on nothing',
    () => lintOutcome({ task: 'regression', targets: [1, 2], predictions: [1, 2], trainTargets: [] }),
    DataError,
    /no rows/,
  ],
  [
    'names of other outputs',
    () => lintOutcome({ task: 'regression', targets: [1, 2], predictions: [1, 2], targetNames: ['a', 'b'] }),
    ShapeError,
    /targetNames must be 1 names, one for each output, got 2/,
  ],
  [
    'names of outputs as text',
    () => lintOutcome({ task: 'regression', targets: [1], predictions: [1], targetNames: any('a') }),
    TypeError,
    /targetNames must be a list of names, got "a"/,
  ],
  ['an unknown part', () => lintOutcome({ ...outcome, part: any('dev') }), RangeError, /part must be one of/],
];

it.each(rows)('%s', (_what, call, error, message) => {
  expect(call).toThrow(error);
  expect(call).toThrow(message);
});

it('findings are lines of text', () => {
  const [finding] = lintTable(table, { target: 'grade', features: ['grade'] });
  expect(findingText(finding)).toBe(
    "error target-leak: column 'grade' is the target and among the features: it tells itself; leave it out of the features",
  );
});
