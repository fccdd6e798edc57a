/**
 * Tables, splits, set-ups and outcomes with a fault in each: the lint has to name its rule, column, row and part, and no error or
 * warning else.
 */
import { describe, expect, it } from 'vitest';
import { Table } from '../../src/data/table.ts';
import { BatchNorm } from '../../src/layers/batch-norm.ts';
import { Dense } from '../../src/layers/dense.ts';
import {
  type Finding,
  findingText,
  type LintPartsInput,
  type LintSetupOptions,
  type LintTableOptions,
  lintOutcome,
  lintParts,
  lintSetup,
  lintTable,
} from '../../src/lint/index.ts';
import type { ActivationName } from '../../src/ops/activation.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { congruential } from '../helpers/congruential.ts';

type Columns = Record<string, number[] | string[]>;
/** What a fault must be found as; whatever else is found may be notes only. */
type Expected = Pick<Finding, 'severity' | 'rule' | 'column' | 'row' | 'part'>;
type Case = [what: string, findings: () => Finding[], expected: Expected[]];

const rows = 200;

/** Trees: measures and a kind, which tell something of both grade and price, but by no means all. */
function trees(count = rows, seed = 1): Columns {
  const next = congruential(seed);
  const list = <T>(make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const width = list(() => next());
  const height = list(() => 2 * next());
  const age = list(() => Math.floor(60 * (next() + 0.5)));
  const kind = list(() => ['oak', 'elm', 'ash'][Math.floor(3 * (next() + 0.5))]);
  const price = list((i) => width[i] + height[i] + next());
  const grade = list((i) => (width[i] + next() > 0 ? 'good' : 'bad'));
  return { width, height, age, kind, price, grade };
}

/** One of the columns of `trees` with some rows replaced, by row from 1. */
function changed<T extends string | number>(values: (string | number)[], changes: Record<number, T>): T[] {
  return values.map((value, i) => changes[i + 1] ?? value) as T[];
}

function without(columns: Columns, ...names: string[]): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name)));
}

const all = trees();
const classes = without(all, 'price');
const numbers = without(all, 'grade');
const text = (column: string) => all[column] as string[];
const values = (column: string) => all[column] as number[];

function tableCase(
  what: string,
  columns: Columns,
  expected: Expected[],
  options: Partial<LintTableOptions> = {},
): Case {
  const target = 'grade' in columns ? 'grade' : 'price';
  return [what, () => lintTable(new Table(columns), { target, ...options }), expected];
}

const ofTables: Case[] = [
  tableCase('nothing: classes', classes, []),
  tableCase('nothing: a regression', numbers, []),
  tableCase('nothing: both targets, which are no features', all, [], { target: ['price', 'grade'] }),
  tableCase('the target among the features', classes, [{ severity: 'error', rule: 'target-leak', column: 'grade' }], {
    features: ['width', 'grade'],
  }),
  tableCase('a copy of the target', { copy: text('grade'), ...classes }, [
    { severity: 'error', rule: 'target-leak', column: 'copy' },
  ]),
  tableCase('the target by numbers', { ...classes, code: text('grade').map((grade) => (grade === 'good' ? 7 : -1)) }, [
    { severity: 'error', rule: 'target-leak', column: 'code' },
  ]),
  tableCase(
    'several classes by other names',
    { ...without(all, 'grade', 'price', 'kind'), class: text('kind'), latin: text('kind').map((kind) => `${kind} L.`) },
    [{ severity: 'error', rule: 'target-leak', column: 'latin' }],
    { target: 'class' },
  ),
  tableCase(
    'a number that is low in one class and high in the other, but for one row in two hundred',
    {
      ...classes,
      fee: text('grade').map((grade, i) => ((grade === 'good') !== (i === 60) ? 100 : 0) + values('width')[i]),
    },
    [{ severity: 'error', rule: 'target-leak', column: 'fee' }],
  ),
  tableCase(
    'a date that is there for one class only',
    {
      ...classes,
      sold: text('grade').map((grade, i) => (grade === 'good' ? 20200000 + ((i * 7919) % 9973) + 0.5 : Number.NaN)),
    },
    [
      { severity: 'error', rule: 'target-leak', column: 'sold' },
      { severity: 'warning', rule: 'mostly-missing', column: 'sold', row: text('grade').indexOf('bad') + 1 },
    ],
  ),
  tableCase(
    'words that each stand with one class, several of them',
    { ...classes, note: text('grade').map((grade, i) => `${grade === 'good' ? 'buy' : 'leave'} ${i % 4}`) },
    [{ severity: 'error', rule: 'target-leak', column: 'note' }],
  ),
  tableCase(
    'the target in another currency, a little noisy',
    { ...numbers, dollars: values('price').map((price, i) => 1.1 * price + 0.02 * values('width')[i] + 3) },
    [{ severity: 'error', rule: 'target-leak', column: 'dollars' }],
  ),
  tableCase(
    'a steep curve of the target',
    { ...numbers, power: values('price').map((price) => 1 / (2.1 - price) ** 3) },
    [{ severity: 'error', rule: 'target-leak', column: 'power' }],
  ),
  tableCase(
    'most of the target, measured with it',
    { ...numbers, offer: values('price').map((price, i) => price + 0.25 * values('height')[(i * 7) % rows]) },
    [{ severity: 'warning', rule: 'target-leak', column: 'offer' }],
  ),
  tableCase('rows that are numbered', { id: values('width').map((_, i) => i + 1), ...classes }, [
    { severity: 'warning', rule: 'identifier', column: 'id' },
  ]),
  tableCase('numbers of rows in another order', { ...classes, code: values('width').map((_, i) => (i * 77) % rows) }, [
    { severity: 'warning', rule: 'identifier', column: 'code' },
  ]),
  tableCase('a key that rises', { ...classes, stamp: values('width').map((_, i) => i * i * 9973 + 5) }, [
    { severity: 'warning', rule: 'identifier', column: 'stamp' },
  ]),
  tableCase('a key of no order', { ...classes, treeId: values('width').map((_, i) => (i * 7919 * 7919) % 1299709) }, [
    { severity: 'warning', rule: 'identifier', column: 'treeId' },
  ]),
  tableCase('names', { ...classes, name: values('width').map((_, i) => `tree ${i % 195}`) }, [
    { severity: 'warning', rule: 'identifier', column: 'name' },
  ]),
  tableCase('very many categories', { ...classes, owner: values('width').map((_, i) => `owner ${i % 120}`) }, [
    { severity: 'warning', rule: 'many-categories', column: 'owner' },
  ]),
  tableCase('a number in all rows', { ...classes, planet: values('width').map(() => 3) }, [
    { severity: 'warning', rule: 'constant', column: 'planet' },
  ]),
  tableCase('a text in all rows', { ...classes, planet: values('width').map(() => 'Earth') }, [
    { severity: 'warning', rule: 'constant', column: 'planet' },
  ]),
  tableCase('a target with gaps', { ...classes, grade: changed(text('grade'), { 17: '', 90: '' }) }, [
    { severity: 'error', rule: 'missing-target', column: 'grade', row: 17 },
  ]),
  tableCase('a target that looks empty', { ...classes, grade: changed(text('grade'), { 90: ' ' }) }, [
    { severity: 'warning', rule: 'rare-class', column: 'grade', row: 90 },
    { severity: 'warning', rule: 'spelling', column: 'grade', row: 90 },
  ]),
  tableCase(
    'a number to predict that is white space',
    { ...numbers, price: changed(values('price'), { 90: ' ' }).map(String) },
    [{ severity: 'error', rule: 'missing-target', column: 'price', row: 90 }],
    { task: 'regression' },
  ),
  tableCase('text that looks empty', { ...classes, kind: changed(text('kind'), { 30: '  ', 31: ' ', 32: '' }) }, [
    { severity: 'warning', rule: 'spelling', column: 'kind', row: 30 },
    { severity: 'note', rule: 'missing-values', column: 'kind', row: 32 },
  ]),
  tableCase('a number to predict with gaps', { ...numbers, price: changed(values('price'), { 4: Number.NaN }) }, [
    { severity: 'error', rule: 'missing-target', column: 'price', row: 4 },
  ]),
  tableCase('a single class', { ...classes, grade: text('grade').map(() => 'good') }, [
    { severity: 'error', rule: 'one-class', column: 'grade' },
  ]),
  tableCase('a class of two rows', { ...classes, grade: changed(text('grade'), { 31: 'odd', 71: 'odd' }) }, [
    { severity: 'warning', rule: 'rare-class', column: 'grade', row: 31 },
  ]),
  tableCase(
    'three values for two classes',
    { ...classes, grade: changed(text('grade'), { 12: 'Good' }) },
    [
      { severity: 'error', rule: 'target-task', column: 'grade', row: 12 },
      { severity: 'warning', rule: 'spelling', column: 'grade', row: 12 },
    ],
    { task: 'binary' },
  ),
  tableCase(
    'a regression of text',
    { ...numbers, price: changed(values('price').map(String), { 8: 'sold' }) },
    [
      { severity: 'error', rule: 'target-task', column: 'price', row: 8 },
      { severity: 'warning', rule: 'text-number', column: 'price', row: 8 },
    ],
    { task: 'regression' },
  ),
  tableCase('a measurement as classes', numbers, [{ severity: 'error', rule: 'target-task', column: 'price' }], {
    task: 'multi-class',
  }),
  tableCase('numbers beyond float32', { ...classes, mass: changed(values('width'), { 55: 1e39 }) }, [
    { severity: 'error', rule: 'float32-overflow', column: 'mass', row: 55 },
  ]),
  tableCase('an infinite number', { ...classes, ratio: changed(values('width'), { 3: Number.NEGATIVE_INFINITY }) }, [
    { severity: 'error', rule: 'non-finite', column: 'ratio', row: 3 },
  ]),
  tableCase(
    'times that float32 makes equal',
    { ...classes, time: values('width').map((w) => 1.7e9 + Math.round(900 * w)) },
    [{ severity: 'warning', rule: 'float32-precision', column: 'time' }],
  ),
  tableCase('an amount beyond 32-bit integers', { ...classes, amount: changed(values('age'), { 66: 8597806340 }) }, [
    { severity: 'note', rule: 'int32-overflow', column: 'amount', row: 66 },
  ]),
  tableCase(
    'numbers with a word among them',
    { ...classes, girth: changed(values('age').map(String), { 9: 'n/a', 20: '?' }) },
    [{ severity: 'warning', rule: 'text-number', column: 'girth', row: 9 }],
  ),
  tableCase(
    'decimal commas that differ in every row, and name none',
    { ...classes, girth: values('width').map((w) => w.toFixed(9).replace('.', ',')) },
    [{ severity: 'warning', rule: 'text-number', column: 'girth', row: 1 }],
  ),
  tableCase(
    'a file without a header, whose first row became names',
    {
      '0.125': values('width'),
      '-0.25': values('height'),
      '33': values('age'),
      oak: text('kind'),
      good: text('grade'),
    },
    [{ severity: 'warning', rule: 'numeric-names', column: '33' }],
    { target: 'good' },
  ),
  tableCase(
    'nothing: wavelengths, and numbers of pixels',
    {
      '400.5': values('width'),
      '401.5': values('height'),
      '0': values('width'),
      '1': values('height'),
      grade: text('grade'),
    },
    [],
  ),
  tableCase(
    'a category and a class that are spelt in two ways',
    {
      ...classes,
      kind: changed(text('kind'), { 90: ' Oak' }),
      grade: changed(text('grade'), { 7: 'good ', 8: 'good ', 9: 'good ', 10: 'good ', 11: 'good ' }),
    },
    [
      { severity: 'warning', rule: 'spelling', column: 'grade', row: 7 },
      { severity: 'warning', rule: 'spelling', column: 'kind', row: 90 },
    ],
  ),
  tableCase(
    'decimal commas',
    { ...classes, girth: values('width').map((w) => String(Math.round(100 * w) / 64).replace('.', ',')) },
    [
      {
        severity: 'warning',
        rule: 'text-number',
        column: 'girth',
        row: values('width').findIndex((w) => !Number.isInteger(Math.round(100 * w) / 64)) + 1,
      },
    ],
  ),
  tableCase(
    'a column that is mostly empty',
    { ...classes, fruit: values('width').map((w, i) => (i % 3 === 1 ? w : Number.NaN)) },
    [{ severity: 'warning', rule: 'mostly-missing', column: 'fruit', row: 1 }],
  ),
  tableCase('a few gaps', { ...classes, girth: changed(values('width'), { 44: Number.NaN, 45: Number.NaN }) }, [
    { severity: 'note', rule: 'missing-values', column: 'girth', row: 44 },
  ]),
  tableCase(
    'a row that repeats',
    Object.fromEntries(Object.entries(classes).map(([name, list]) => [name, [...list, list[4]]])) as Columns,
    [{ severity: 'note', rule: 'duplicate-rows', row: 201 }],
  ),
  ['no rows', () => lintTable(new Table({ a: [], b: [] }), { target: 'b' }), [{ severity: 'error', rule: 'no-rows' }]],
];

const part = (columns: Columns, from: number, to: number): Columns =>
  Object.fromEntries(Object.entries(columns).map(([name, list]) => [name, list.slice(from, to)])) as Columns;
const trainColumns = part(classes, 0, 140);
const testColumns = part(classes, 140, 200);
const trainPrices = part(numbers, 0, 140);
const testPrices = part(numbers, 140, 200);
const more = without(trees(60, 5), 'price');

function partsCase(what: string, train: Columns, test: Columns, expected: Expected[], validation?: Columns): Case {
  const target = 'grade' in train ? 'grade' : 'price';
  const parts = {
    train: new Table(train),
    test: new Table(test),
    ...(validation && { validation: new Table(validation) }),
  };
  return [what, () => lintParts(parts, { target }), expected];
}

/** Six grades from 3 to 8 in unequal shares, as wines have. */
function grades(count: number, seed: number, shift = 0): Columns {
  const { width, height } = trees(count, seed);
  const next = congruential(seed + 1);
  const steps = [0.03, 0.1, 0.5, 0.85, 0.97];
  const quality = Array.from({ length: count }, () => {
    const u = next() + 0.5;
    return 3 + steps.filter((step) => u > step).length - shift;
  });
  return { width, height, grade: quality } as Columns;
}

const numbersOf = (columns: Columns) => ({
  x: (columns.width as number[]).map((width, i) => [width, (columns.height as number[])[i]]),
  y: columns.grade as number[],
});

const ofParts: Case[] = [
  partsCase('nothing', trainColumns, testColumns, [], more),
  partsCase('nothing: a regression', trainPrices, testPrices, []),
  partsCase('nothing: grades', grades(300, 11), grades(100, 21), []),
  partsCase(
    'rows of train in test',
    trainColumns,
    Object.fromEntries(
      Object.entries(testColumns).map(([name, list]) => [
        name,
        [...list.slice(0, 40), trainColumns[name][9], trainColumns[name][3]],
      ]),
    ) as Columns,
    [{ severity: 'warning', rule: 'duplicate-rows', row: 41, part: 'test' }],
  ),
  [
    'rows of train in test, by their numbers in the whole data',
    () =>
      lintParts(
        { train: new Table(trainColumns), test: new Table(part(classes, 130, 150)) },
        {
          target: 'grade',
          rows: { train: [...Array(140).keys()], test: Array.from({ length: 20 }, (_, i) => 700 + i) },
        },
      ),
    [{ severity: 'warning', rule: 'duplicate-rows', row: 700, part: 'test' }],
  ],
  partsCase(
    'the same rows in validation and test',
    trainColumns,
    testColumns,
    [{ severity: 'warning', rule: 'duplicate-rows', row: 1, part: 'test' }],
    testColumns,
  ),
  partsCase('a class that test lacks', trainColumns, { ...testColumns, grade: testColumns.grade.map(() => 'good') }, [
    { severity: 'warning', rule: 'missing-class', column: 'grade', part: 'test' },
  ]),
  partsCase(
    'a class that train lacks',
    trainColumns,
    { ...testColumns, grade: changed(testColumns.grade, { 22: 'odd' }) },
    [{ severity: 'warning', rule: 'missing-class', column: 'grade', row: 22, part: 'train' }],
  ),
  partsCase('labels mapped for test only', grades(300, 11), grades(100, 21, 3), [
    {
      severity: 'error',
      rule: 'label-mapping',
      column: 'grade',
      row: (grades(100, 21, 3).grade as number[]).findIndex((g) => g < 3) + 1,
      part: 'test',
    },
  ]),
  partsCase(
    'labels mapped for validation and test, as in the published study of the wines',
    grades(300, 11),
    grades(100, 21, 3),
    [
      {
        severity: 'error',
        rule: 'label-mapping',
        column: 'grade',
        row: (grades(80, 31, 3).grade as number[]).findIndex((g) => g < 3) + 1,
        part: 'validation',
      },
      {
        severity: 'error',
        rule: 'label-mapping',
        column: 'grade',
        row: (grades(100, 21, 3).grade as number[]).findIndex((g) => g < 3) + 1,
        part: 'test',
      },
    ],
    grades(80, 31, 3),
  ),
  partsCase(
    'labels spelt otherwise',
    trainColumns,
    { ...testColumns, grade: (testColumns.grade as string[]).map((grade) => grade.toUpperCase()) },
    [{ severity: 'error', rule: 'label-mapping', column: 'grade', row: 1, part: 'test' }],
  ),
  partsCase(
    'labels by number in test',
    trainColumns,
    { ...testColumns, grade: (testColumns.grade as string[]).map((grade) => Number(grade === 'good')) },
    [{ severity: 'error', rule: 'label-mapping', column: 'grade', row: 1, part: 'test' }],
  ),
  partsCase(
    'labels the other way round',
    { ...trainColumns, grade: trainColumns.grade.map((_, i) => Number(i % 4 === 0)) },
    { ...testColumns, grade: testColumns.grade.map((_, i) => Number(i % 4 !== 0)) },
    [{ severity: 'warning', rule: 'label-mapping', column: 'grade', part: 'test' }],
  ),
  partsCase('a column that test lacks', trainColumns, without(testColumns, 'age'), [
    { severity: 'error', rule: 'missing-column', column: 'age', part: 'test' },
  ]),
  partsCase('a column that train lacks', without(trainColumns, 'age'), testColumns, [
    { severity: 'warning', rule: 'missing-column', column: 'age', part: 'train' },
  ]),
  partsCase('columns in another order', trainColumns, { height: testColumns.height, ...testColumns }, [
    { severity: 'warning', rule: 'column-order', column: 'width', part: 'test' },
  ]),
  partsCase(
    'a column of text in test',
    trainColumns,
    { ...testColumns, age: changed(testColumns.age.map(String), { 6: 'old' }) },
    [{ severity: 'error', rule: 'column-type', column: 'age', row: 6, part: 'test' }],
  ),
  partsCase(
    'train scaled and test not',
    trainColumns,
    { ...testColumns, width: (testColumns.width as number[]).map((w) => 40 * w + 300) },
    [{ severity: 'warning', rule: 'scale-differs', column: 'width', part: 'test' }],
  ),
  partsCase(
    'a target in another unit',
    trainPrices,
    { ...testPrices, price: (testPrices.price as number[]).map((p) => 1000 * p) },
    [{ severity: 'warning', rule: 'scale-differs', column: 'price', part: 'test' }],
  ),
  partsCase(
    'a category that train lacks',
    trainColumns,
    { ...testColumns, kind: changed(testColumns.kind, { 33: 'fir' }) },
    [{ severity: 'note', rule: 'unseen-category', column: 'kind', row: 33, part: 'test' }],
  ),
  partsCase('a part without rows', trainColumns, part(classes, 0, 0), [
    { severity: 'error', rule: 'no-rows', part: 'test' },
  ]),
  [
    'matrices: labels mapped for test only',
    () => lintParts({ train: numbersOf(grades(300, 11)), test: numbersOf(grades(100, 21, 3)) }),
    [
      {
        severity: 'error',
        rule: 'label-mapping',
        column: 'y',
        row: (grades(100, 21, 3).grade as number[]).findIndex((g) => g < 3) + 1,
        part: 'test',
      },
    ],
  ],
  [
    'matrices: a row of train in test',
    () => {
      const [train, test] = [numbersOf(grades(300, 11)), numbersOf(grades(100, 21))];
      const parts: LintPartsInput = { train, test: { x: [...test.x, train.x[5]], y: [...test.y, train.y[5]] } };
      return lintParts(parts, { featureNames: ['width', 'height'] });
    },
    [{ severity: 'warning', rule: 'duplicate-rows', row: 101, part: 'test' }],
  ],
];

const x = values('width').map((width, i) => [width, values('height')[i]]);
const yesNo = text('grade').map((grade) => Number(grade === 'good'));
const ofThree = text('kind').map((kind) => ['ash', 'elm', 'oak'].indexOf(kind));
const prices = values('price');

function setupCase(
  what: string,
  [units, activation]: readonly [units: number, activation: ActivationName],
  options: Omit<LintSetupOptions, 'model' | 'x'> & { x?: LintSetupOptions['x'] },
  expected: Expected[],
): Case {
  const model = new Sequential([new Dense(4, { activation: 'tanh' }), new Dense(units, { activation })], {
    inputShape: [2],
  });
  return [what, () => lintSetup({ model, x, ...options }), expected];
}

const oneHot = ofThree.map((label) => [0, 1, 2].map((c) => Number(c === label)));

const ofSetups: Case[] = [
  setupCase('nothing: three classes', [3, 'softmax'], { loss: 'crossEntropy', y: ofThree }, []),
  setupCase('nothing: rows of probabilities', [3, 'softmax'], { loss: 'crossEntropy', y: oneHot }, []),
  setupCase('nothing: yes or no', [1, 'sigmoid'], { loss: 'crossEntropy', y: yesNo }, []),
  setupCase('nothing: a regression', [1, 'none'], { loss: 'meanSquaredError', y: prices }, []),
  setupCase('nothing: a loss of my own', [3, 'softmax'], { loss: (outputs) => outputs, y: ofThree }, []),
  setupCase('labels from 1', [3, 'softmax'], { loss: 'crossEntropy', y: ofThree.map((label) => label + 1) }, [
    { severity: 'error', rule: 'label-range', row: ofThree.indexOf(2) + 1 },
  ]),
  setupCase('a negative label', [3, 'softmax'], { loss: 'crossEntropy', y: changed(ofThree, { 14: -1 }) }, [
    { severity: 'error', rule: 'label-range', row: 14 },
  ]),
  setupCase('a label between classes', [3, 'softmax'], { loss: 'crossEntropy', y: changed(ofThree, { 15: 0.5 }) }, [
    { severity: 'error', rule: 'label-range', row: 15 },
  ]),
  setupCase(
    'labels from 3 and outputs enough',
    [9, 'softmax'],
    { loss: 'crossEntropy', y: grades(rows, 3).grade as number[] },
    [{ severity: 'warning', rule: 'unused-classes' }],
  ),
  setupCase('an output too many', [4, 'softmax'], { loss: 'crossEntropy', y: ofThree }, [
    { severity: 'note', rule: 'unused-classes' },
  ]),
  setupCase('a probability above 1', [3, 'softmax'], { loss: 'crossEntropy', y: changed2(oneHot, 8, [0, 2, 0]) }, [
    { severity: 'error', rule: 'label-range', row: 8, column: '2' },
  ]),
  setupCase(
    'probabilities of two classes at once',
    [3, 'softmax'],
    { loss: 'crossEntropy', y: changed2(oneHot, 8, [1, 1, 0]) },
    [{ severity: 'warning', rule: 'label-range', row: 8 }],
  ),
  setupCase('labels −1 and 1', [1, 'sigmoid'], { loss: 'crossEntropy', y: yesNo.map((label) => 2 * label - 1) }, [
    { severity: 'error', rule: 'sigmoid-labels', row: yesNo.indexOf(0) + 1 },
  ]),
  setupCase('three classes for one sigmoid', [1, 'sigmoid'], { loss: 'crossEntropy', y: ofThree }, [
    { severity: 'error', rule: 'sigmoid-labels', row: ofThree.indexOf(2) + 1 },
  ]),
  setupCase('class indices for three sigmoids', [3, 'sigmoid'], { loss: 'crossEntropy', y: ofThree }, [
    { severity: 'error', rule: 'target-shape' },
  ]),
  setupCase('a single class', [1, 'sigmoid'], { loss: 'crossEntropy', y: yesNo.map(() => 1) }, [
    { severity: 'error', rule: 'one-class' },
  ]),
  setupCase('squared error of class indices', [3, 'softmax'], { loss: 'meanSquaredError', y: ofThree }, [
    { severity: 'error', rule: 'softmax-squared-error' },
  ]),
  setupCase('squared error of probabilities', [3, 'softmax'], { loss: 'meanSquaredError', y: oneHot }, [
    { severity: 'warning', rule: 'softmax-squared-error' },
  ]),
  setupCase('cross-entropy of numbers', [1, 'none'], { loss: 'crossEntropy', y: prices }, [
    { severity: 'error', rule: 'head-loss' },
  ]),
  setupCase('softmax over one output', [1, 'softmax'], { loss: 'crossEntropy', y: yesNo }, [
    { severity: 'error', rule: 'head-loss' },
  ]),
  setupCase('two outputs for one number', [2, 'none'], { loss: 'meanSquaredError', y: prices }, [
    { severity: 'error', rule: 'target-shape' },
  ]),
  setupCase('negative targets of relu', [1, 'relu'], { loss: 'huber', y: prices }, [
    { severity: 'error', rule: 'target-range', row: prices.findIndex((price) => price < 0) + 1 },
  ]),
  setupCase('a target beyond tanh', [1, 'tanh'], { loss: 'meanSquaredError', y: changed(yesNo, { 40: 1.5 }) }, [
    { severity: 'warning', rule: 'target-range', row: 40 },
  ]),
  setupCase(
    'a target in dollars',
    [1, 'none'],
    { loss: 'meanSquaredError', y: prices.map((price) => 2e5 + 1e5 * price) },
    [{ severity: 'warning', rule: 'unscaled-target' }],
  ),
  setupCase(
    'a column that is not scaled',
    [1, 'sigmoid'],
    { loss: 'crossEntropy', y: yesNo, x: x.map(([a, b]) => [a, 300 + 40 * b]), featureNames: ['width', 'height'] },
    [{ severity: 'warning', rule: 'unscaled', column: 'height' }],
  ),
  setupCase(
    'a column that hardly moves',
    [1, 'sigmoid'],
    { loss: 'crossEntropy', y: yesNo, x: x.map(([a, b]) => [0.997 + 0.004 * a, b]) },
    [{ severity: 'warning', rule: 'unscaled', column: '1' }],
  ),
  setupCase(
    'a gap',
    [1, 'sigmoid'],
    { loss: 'crossEntropy', y: yesNo, x: changed2(x, 77, [0.5, Number.NaN]), featureNames: ['width', 'height'] },
    [{ severity: 'error', rule: 'non-finite', column: 'height', row: 77 }],
  ),
  setupCase(
    'an infinite target',
    [1, 'none'],
    { loss: 'meanSquaredError', y: changed(prices, { 78: Number.POSITIVE_INFINITY }) },
    [{ severity: 'error', rule: 'non-finite', row: 78 }],
  ),
  setupCase(
    'a target beyond float32',
    [1, 'none'],
    { loss: 'meanSquaredError', y: Float64Array.from(changed<number>(prices, { 79: -1e300 })) },
    [{ severity: 'error', rule: 'float32-overflow', row: 79 }],
  ),
  setupCase(
    'an input that is the target, scaled',
    [1, 'sigmoid'],
    {
      loss: 'crossEntropy',
      y: yesNo,
      x: x.map(([a], i) => [a, (yesNo[i] - 0.53) / 0.49]),
      featureNames: ['width', 'good'],
    },
    [{ severity: 'error', rule: 'target-leak', column: 'good' }],
  ),
  setupCase('batches larger than the data', [1, 'sigmoid'], { loss: 'crossEntropy', y: yesNo, batchSize: 256 }, [
    { severity: 'warning', rule: 'batch-size' },
  ]),
  setupCase('a target too few', [1, 'sigmoid'], { loss: 'crossEntropy', y: yesNo.slice(1) }, [
    { severity: 'error', rule: 'row-count', row: 200 },
  ]),
  setupCase('a column too many', [1, 'sigmoid'], { loss: 'crossEntropy', y: yesNo, x: x.map((row) => [...row, 1]) }, [
    { severity: 'error', rule: 'input-shape' },
  ]),
  setupCase(
    'labels that were mapped for training only',
    [6, 'softmax'],
    {
      loss: 'crossEntropy',
      y: grades(rows, 3, 3).grade as number[],
      validationData: [x.slice(0, 60), grades(60, 13).grade as number[]],
    },
    [
      {
        severity: 'error',
        rule: 'label-range',
        row: (grades(60, 13).grade as number[]).findIndex((grade) => grade > 5) + 1,
        part: 'validation',
      },
    ],
  ),
  setupCase(
    'a gap in the rows to validate with',
    [1, 'sigmoid'],
    { loss: 'crossEntropy', y: yesNo, validationData: [changed2(x, 5, [Number.NaN, 0]), yesNo] },
    [{ severity: 'error', rule: 'non-finite', column: '1', row: 5, part: 'validation' }],
  ),
  setupCase(
    'nothing: a column that is 1 all but never',
    [1, 'sigmoid'],
    { loss: 'crossEntropy', y: yesNo, x: x.map(([a], i) => [a, Number(i !== 77)]) },
    [],
  ),
  [
    'grey levels that are not scaled',
    () => {
      const model = new Sequential([new Dense(1, { activation: 'sigmoid' })], { inputShape: [2, 2] });
      const data = Uint8Array.from({ length: 4 * rows }, (_, i) => (i * 37) % 256);
      return lintSetup({
        model,
        loss: 'meanSquaredError',
        x: { data, shape: [rows, 2, 2] },
        y: yesNo.map((label) => [[label], [label]]),
      });
    },
    [{ severity: 'warning', rule: 'unscaled' }],
  ],
  [
    'nothing: columns that the first layer scales',
    () => {
      const model = new Sequential([new BatchNorm(), new Dense(1, { activation: 'sigmoid' })], { inputShape: [2] });
      return lintSetup({ model, loss: 'crossEntropy', x: x.map(([a, b]) => [a, 300 + 40 * b]), y: yesNo });
    },
    [],
  ],
];

/** `lists` with another list at `row`, from 1. */
function changed2(lists: number[][], row: number, list: number[]): number[][] {
  return lists.map((one, i) => (i + 1 === row ? list : one));
}

const rareYes = yesNo.map((_, i) => Number(i % 10 === 0));

const ofOutcomes: Case[] = [
  [
    'nothing',
    () =>
      lintOutcome({
        task: 'binary',
        targets: yesNo,
        predictions: yesNo.map((label, i) => (i % 4 === 0 ? 1 - label : label)),
      }),
    [],
  ],
  [
    'nothing: a regression',
    () =>
      lintOutcome({
        task: 'regression',
        targets: prices,
        predictions: prices.map((price, i) => price + 0.3 * values('width')[i]),
      }),
    [],
  ],
  [
    'always the largest class',
    () => lintOutcome({ task: 'binary', targets: rareYes, predictions: rareYes.map(() => 0) }),
    [{ severity: 'error', rule: 'no-better-than-baseline', part: 'test' }],
  ],
  [
    'worse than the largest class, without telling anything',
    () =>
      lintOutcome({
        task: 'multi-class',
        targets: ofThree,
        predictions: ofThree.map((_, i) => i % 3),
        part: 'validation',
      }),
    [{ severity: 'error', rule: 'no-better-than-baseline', part: 'validation' }],
  ],
  [
    'no more accurate than the largest class, yet the rare one is found',
    () =>
      lintOutcome({
        task: 'binary',
        targets: rareYes,
        predictions: rareYes.map((label, i) => (i % 8 === 1 ? 1 : label)),
      }),
    [{ severity: 'warning', rule: 'no-better-than-baseline', part: 'test' }],
  ],
  [
    'better by no more than chance',
    () => lintOutcome({ task: 'binary', targets: ['a', 'a', 'b', 'b', 'a'], predictions: ['a', 'a', 'b', 'a', 'a'] }),
    [{ severity: 'warning', rule: 'no-better-than-baseline', part: 'test' }],
  ],
  [
    'all right',
    () => lintOutcome({ task: 'binary', targets: yesNo, predictions: yesNo }),
    [{ severity: 'warning', rule: 'almost-perfect', part: 'test' }],
  ],
  [
    'almost all right',
    () => lintOutcome({ task: 'binary', targets: yesNo, predictions: changed(yesNo, { 1: 1 - yesNo[0] }) }),
    [{ severity: 'note', rule: 'almost-perfect', part: 'test' }],
  ],
  [
    'classes of another table',
    () =>
      lintOutcome({
        task: 'multi-class',
        targets: grades(100, 21).grade as number[],
        predictions: (grades(100, 21).grade as number[]).map((g) => g - 5),
      }),
    [{ severity: 'error', rule: 'label-mapping', row: 1, part: 'test' }],
  ],
  [
    'an R² below 0',
    () => lintOutcome({ task: 'regression', targets: prices, predictions: prices.map((price) => -price) }),
    [{ severity: 'error', rule: 'no-better-than-baseline', part: 'test' }],
  ],
  [
    'of two outputs one that is always its mean',
    () =>
      lintOutcome({
        task: 'regression',
        targets: x,
        predictions: x.map(([a]) => [0.8 * a, 5]),
        targetNames: ['width', 'height'],
      }),
    [{ severity: 'error', rule: 'no-better-than-baseline', column: 'height', part: 'test' }],
  ],
  [
    'R² of 1',
    () => lintOutcome({ task: 'regression', targets: prices, predictions: prices, trainTargets: prices }),
    [{ severity: 'warning', rule: 'almost-perfect', part: 'test' }],
  ],
  [
    'a prediction that is too large',
    () =>
      lintOutcome({
        task: 'regression',
        targets: prices,
        predictions: changed(prices, { 6: 1e200 }),
        part: 'validation',
      }),
    [{ severity: 'error', rule: 'float32-overflow', row: 6, part: 'validation' }],
  ],
  [
    'numbers trained on of which one is none',
    () => {
      const predictions = prices.map((price, i) => price + 0.3 * values('width')[i]);
      const trainTargets = changed(prices, { 8: Number.NaN });
      return lintOutcome({ task: 'regression', targets: prices, predictions, trainTargets });
    },
    [{ severity: 'error', rule: 'non-finite', row: 8, part: 'train' }],
  ],
  [
    'labels trained on that are none of those to test',
    () => {
      const targets = yesNo.map((label) => ['a', 'b'][label]);
      return lintOutcome({ task: 'binary', targets, predictions: targets.map(() => 'b'), trainTargets: yesNo });
    },
    [
      { severity: 'error', rule: 'label-mapping', part: 'train' },
      { severity: 'error', rule: 'no-better-than-baseline', part: 'test' },
    ],
  ],
  [
    'a prediction that is none',
    () => lintOutcome({ task: 'regression', targets: prices, predictions: changed(prices, { 5: Number.NaN }) }),
    [{ severity: 'error', rule: 'non-finite', row: 5, part: 'test' }],
  ],
];

describe.each<[string, Case[]]>([
  ['lintTable', ofTables],
  ['lintParts', ofParts],
  ['lintSetup', ofSetups],
  ['lintOutcome', ofOutcomes],
])('%s finds', (_, cases) => {
  it.each(cases)('%s', (_what, lint, expected) => {
    const findings = lint();
    const found = findings.map(({ message: _message, ...rest }) => rest);
    const isExpected = (one: object) =>
      expected.some((other) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(other)));
    for (const one of expected) expect(found).toContainEqual(one);
    const others = findings.filter((one, i) => one.severity !== 'note' && !isExpected(found[i]));
    expect(others.map(findingText)).toEqual([]);
    for (const { message, column, row } of findings) {
      if (column !== undefined) expect(message).toContain(column === 'y' ? 'y' : column);
      if (row !== undefined) expect(message).toMatch(/\d/);
    }
  });
});

function sorted(value: object): [string, unknown][] {
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

it('faults are many', () => {
  const faults = [...ofTables, ...ofParts, ...ofSetups, ...ofOutcomes].filter(([, , expected]) => expected.length > 0);
  expect(faults.length).toBeGreaterThan(80);
  const order = ['error', 'warning', 'note'];
  for (const [, lint] of faults) {
    const severities = lint().map(({ severity }) => order.indexOf(severity));
    expect(severities).toEqual([...severities].sort());
  }
});

it('gaps in text are a category, gaps in numbers are to be filled', () => {
  const gaps = { kind: changed(text('kind'), { 32: '' }), width: changed(values('width'), { 33: Number.NaN }) };
  const messages = lintTable(new Table({ ...classes, ...gaps }), { target: 'grade' })
    .filter(({ rule }) => rule === 'missing-values')
    .map(({ message }) => message);
  expect(messages).toEqual([
    "column 'width' is missing in 1 of 200 rows (0.5 %), row 33 the first: fill the gaps (impute) by what the training rows say",
    "column 'kind' is missing in 1 of 200 rows (0.5 %), row 32 the first: empty cells become a category of their own; correct them if they mean another",
  ]);
  const empty = { kind: text('kind').map((kind, i) => (i % 3 === 0 ? kind : '')) };
  const [mostly] = lintTable(new Table({ ...classes, ...empty }), { target: 'grade' });
  expect(mostly.message).toMatch(/^column 'kind' is missing in 133 .* the first: what it mostly tells is whether/);
});

it('a model whose end is not known is no model that ends in undefined', () => {
  const known = new Sequential([new Dense(1, { activation: 'sigmoid' })], { inputShape: [2] });
  const forward = (rows: Tensor) => known.forward(rows);
  const parameters = () => known.parameters();
  const setup = { loss: 'crossEntropy', x, y: yesNo } as const;
  const [unknown] = lintSetup({ ...setup, model: { forward, parameters } });
  expect(findingText(unknown)).toBe(
    "error head-loss: the loss 'crossEntropy' is computed from outputs before softmax or sigmoid, and this model has no logits() to give them (which activation it ends in is not known): add logits(x) and finalActivation to it",
  );
  const [said] = lintSetup({ ...setup, model: { forward, parameters, finalActivation: 'sigmoid' } });
  expect(said).toMatchObject({ severity: 'error', rule: 'head-loss' });
  expect(said.message).toContain("it ends in 'sigmoid'");
  const logits = (rows: Tensor) => known.logits(rows);
  expect(lintSetup({ ...setup, model: { forward, parameters, logits } })).toEqual([]);
});

it('wrong labels may be many', () => {
  const many = Float64Array.from({ length: 200000 }, (_, i) => i / 2 + 10);
  const [task] = lintTable(new Table({ y: many }), { target: 'y', task: 'binary' });
  expect(task).toMatchObject({ severity: 'error', rule: 'target-task', column: 'y', row: 3 });
  for (const activation of ['softmax', 'sigmoid'] as const) {
    const model = new Sequential([new Dense(activation === 'softmax' ? 3 : 1, { activation })], { inputShape: [1] });
    const inputs = { data: new Float32Array(many.length), shape: [many.length, 1] };
    const [labels] = lintSetup({ model, loss: 'crossEntropy', x: inputs, y: many });
    expect(labels).toMatchObject({ severity: 'error', row: 1 });
    expect(labels.message.length).toBeLessThan(500);
  }
});

it('leaks are found in tables of which some rows are looked at', () => {
  const count = 70000;
  const { grade } = trees(count, 17) as Record<string, string[]>;
  const exact = grade.map((one) => (one === 'good' ? 5 : 3));
  const found = lintTable(new Table({ exact, spoilt: changed(exact, { 70000: 4 }), grade }), { target: 'grade' });
  const leaks = found.filter(({ rule }) => rule === 'target-leak');
  expect(leaks.map(({ severity, column }) => [severity, column])).toEqual([
    ['error', 'exact'],
    ['error', 'spoilt'],
  ]);
  expect(leaks[0].message).toContain('one to one in all 70000 rows');
  expect(leaks[1].message).toContain('alone tells');
});
