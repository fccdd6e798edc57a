/** Real data sets in order: no error, and no warning but of what is really in them. */
import { describe, expect } from 'vitest';
import { LabelEncoder } from '../../src/data/label-encoder.ts';
import type { Label } from '../../src/data/labels.ts';
import { trainTestSplit } from '../../src/data/split.ts';
import { StandardScaler } from '../../src/data/standard-scaler.ts';
import { Table } from '../../src/data/table.ts';
import { Dense } from '../../src/layers/dense.ts';
import { type Finding, findingText, lintParts, lintSetup, lintTable } from '../../src/lint/index.ts';
import { type ReadCsvOptions, readCsv } from '../../src/node/index.ts';
import type { ActivationName } from '../../src/ops/activation.ts';
import { Sequential } from '../../src/training/sequential.ts';
import { testWithDatasets } from '../helpers/datasets.ts';

const wrong = (findings: readonly Finding[]): string[] =>
  findings.filter(({ severity }) => severity !== 'note').map(findingText);
const rules = (findings: readonly Finding[]): string[] =>
  findings.filter(({ severity }) => severity !== 'note').map(({ rule, part }) => `${rule} ${part}`);

interface CleanSet {
  readonly file: string;
  readonly read?: ReadCsvOptions;
  readonly target: string | readonly string[];
  readonly task: 'binary' | 'multi-class' | 'regression';
  /** Given to the lint only where it would take the target for classes. */
  readonly asRegression?: 'regression';
  readonly drop?: readonly string[];
  /** What is right to warn of when its rows are divided at random. */
  readonly ofParts: readonly string[];
}

const semicolon = { delimiter: ';' } as const;
const repeats = ['duplicate-rows test'];
const wines = { read: semicolon, target: 'quality', ofParts: repeats };
const sets: Record<string, CleanSet> = {
  iris: {
    file: 'iris/iris.data',
    read: { header: ['sepal length', 'sepal width', 'petal length', 'petal width', 'species'] },
    target: 'species',
    task: 'multi-class',
    ofParts: repeats,
  },
  'red wine by grade': { ...wines, file: 'wine-quality/winequality-red.csv', task: 'multi-class' },
  'white wine by grade': { ...wines, file: 'wine-quality/winequality-white.csv', task: 'multi-class' },
  'white wine as a regression': {
    ...wines,
    file: 'wine-quality/winequality-white.csv',
    task: 'regression',
    asRegression: 'regression',
  },
  'california housing': {
    file: 'california-housing/housing.csv',
    target: 'median_house_value',
    task: 'regression',
    ofParts: [],
  },
  'concrete strength': {
    file: 'concrete-strength/concrete.csv',
    target: 'compressive_strength_mpa',
    task: 'regression',
    ofParts: repeats,
  },
  'energy efficiency, two targets': {
    file: 'energy-efficiency/energy.csv',
    target: ['heating_load', 'cooling_load'],
    task: 'regression',
    ofParts: [],
  },
  'alphabet soup': {
    file: 'alphabet-soup/charity_data.csv',
    target: 'IS_SUCCESSFUL',
    task: 'binary',
    drop: ['EIN', 'NAME'],
    ofParts: repeats,
  },
};

describe('clean data', () => {
  for (const [name, { file, read, target, task, asRegression, drop = [], ofParts }] of Object.entries(sets)) {
    testWithDatasets(name, [file], async (path) => {
      const table = (await readCsv(path, read)).drop(drop);
      expect(wrong(lintTable(table, { target, task: asRegression }))).toEqual([]);

      const targets = typeof target === 'string' ? [target] : target;
      const labels = task === 'regression' ? undefined : (table.column(targets[0]) as ArrayLike<Label>);
      const { train, test: rest } = trainTestSplit(table.rowCount, { testSize: 0.2, seed: 1, stratify: labels });
      const parts = { train: table.rows(train), test: table.rows(rest) };
      expect(rules(lintParts(parts, { target, task }))).toEqual(ofParts);

      const numeric = table.columnNames.filter(
        (column) => !targets.includes(column) && table.column(column) instanceof Float64Array,
      );
      const columns = numeric.map((column) => table.numbers(column));
      const complete = table.rows(train.filter((row) => columns.every((values) => !Number.isNaN(values[row]))));
      const x = new StandardScaler().fitTransform(complete.toMatrix(numeric));
      const y = labels
        ? new LabelEncoder().fitTransform(complete.column(targets[0]) as ArrayLike<Label>)
        : new StandardScaler().fitTransform(complete.toMatrix(targets));
      const [units, activation]: [number, ActivationName] =
        task === 'regression'
          ? [targets.length, 'none']
          : task === 'binary'
            ? [1, 'sigmoid']
            : [new Set(y as number[]).size, 'softmax'];
      const model = new Sequential([new Dense(units, { activation })], { inputShape: [numeric.length] });
      const loss = task === 'regression' ? 'meanSquaredError' : 'crossEntropy';
      expect(wrong(lintSetup({ model, loss, x, y, featureNames: numeric }))).toEqual([]);
    });
  }
});

describe('what is really wrong with real data', () => {
  testWithDatasets(
    'alphabet soup with what does not belong in it',
    ['alphabet-soup/charity_data.csv'],
    async (path) => {
      const whole = await readCsv(path);
      const found = lintTable(whole, { target: 'IS_SUCCESSFUL' }).filter(({ severity }) => severity !== 'note');
      expect(found.map(({ rule, column }) => [rule, column])).toEqual([
        ['identifier', 'EIN'],
        ['many-categories', 'NAME'],
      ]);

      // As the published run had it: the target is still among the features.
      const table = whole.drop(['EIN', 'NAME']);
      const [first, ...rest] = lintTable(table, { target: 'IS_SUCCESSFUL', features: table.columnNames });
      expect(first).toMatchObject({ severity: 'error', rule: 'target-leak', column: 'IS_SUCCESSFUL' });
      expect(wrong(rest)).toEqual([]);
      const row = table.numbers('ASK_AMT').indexOf(8597806340) + 1;
      expect(rest).toContainEqual(
        expect.objectContaining({ severity: 'note', rule: 'int32-overflow', column: 'ASK_AMT', row }),
      );

      const few = table.select(['STATUS', 'IS_SUCCESSFUL']);
      const kept = few.numbers('IS_SUCCESSFUL').map((value) => 2 * value - 1);
      const renamed = new Table([...few.columnNames.map((name) => [name, few.column(name)] as const), ['kept', kept]]);
      expect(lintTable(renamed, { target: 'IS_SUCCESSFUL' })[0]).toMatchObject({
        severity: 'error',
        rule: 'target-leak',
        column: 'kept',
      });
    },
  );

  testWithDatasets('one load of a building all but tells the other', ['energy-efficiency/energy.csv'], async (path) => {
    const findings = lintTable(await readCsv(path), { target: 'heating_load' });
    expect(findings[0]).toMatchObject({ severity: 'warning', rule: 'target-leak', column: 'cooling_load' });
    expect(wrong(findings)).toHaveLength(1);
  });

  testWithDatasets(
    'grades of wines mapped for the test part only',
    ['wine-quality/winequality-red.csv'],
    async (path) => {
      const table = await readCsv(path, semicolon);
      const { train, test: rest } = trainTestSplit(table.rowCount, { testSize: 0.2, seed: 1 });
      const mapped = table.rows(rest);
      const test = new Table(
        table.columnNames.map(
          (name) => [name, name === 'quality' ? mapped.numbers(name).map((q) => q - 3) : mapped.column(name)] as const,
        ),
      );
      const [first] = lintParts({ train: table.rows(train), test }, { target: 'quality' });
      expect(first).toMatchObject({ severity: 'error', rule: 'label-mapping', column: 'quality', part: 'test' });
      expect(first.message).toContain('3 less than in train');
    },
  );

  testWithDatasets('wines that are not scaled', ['wine-quality/winequality-red.csv'], async (path) => {
    const table = await readCsv(path, semicolon);
    const names = table.columnNames.filter((name) => name !== 'quality');
    const model = new Sequential([new Dense(6, { activation: 'softmax' })], { inputShape: [11] });
    const y = table.numbers('quality');
    const findings = lintSetup({ model, loss: 'crossEntropy', x: table.toMatrix(names), y, featureNames: names });
    expect(findings.map(({ rule, column }) => [rule, column])).toEqual([
      ['label-range', undefined],
      ['unscaled', 'total sulfur dioxide'],
    ]);
  });
});
