/** What a table asks for is found out from its shape. */
import { describe, expect, it } from 'vitest';
import { Table } from '../../../src/data/table.ts';
import { planTable } from '../../../src/experiments/table/plan.ts';
import { tableParts } from '../../../src/experiments/table/table-parts.ts';
import { RandomStream } from '../../../src/tensor/random.ts';
import { thrownBy } from '../../helpers/errors.ts';

const rows = 200;
const stream = new RandomStream(1, 'plan');
const numbers = (of: () => number) => Float64Array.from({ length: rows }, of);
const texts = (of: (i: number) => string) => Array.from({ length: rows }, (_, i) => of(i));

const table = new Table({
  id: texts((i) => `customer ${(i * 7919) % 10_007}`),
  age: numbers(() => 20 + stream.integerBelow(50)),
  amount: numbers(() => 5000),
  asked: Float64Array.from({ length: rows }, (_, i) => (i === 17 ? 8.5e9 : 5000 + stream.integerBelow(900))),
  shift: Float64Array.from({ length: rows }, (_, i) => (i === 3 ? -8.5e9 : 5000 + stream.integerBelow(900))),
  town: texts(() => ['Ghent', 'Lund', 'Turin'][stream.integerBelow(3)]),
  grade: numbers(() => 3 + stream.integerBelow(6)),
  price: Float64Array.from({ length: rows }, (_, i) => (i % 40 === 11 ? Number.NaN : stream.uniform())),
});
const plan = (options: Omit<Parameters<typeof planTable>[2], 'target'> & { target?: string[] } = {}) =>
  planTable('test', table, { target: ['grade'], drop: ['price'], ...options });

describe('a plan', () => {
  it('takes few whole numbers for classes, unless told otherwise', () => {
    expect(plan()).toMatchObject({ task: 'multi-class', targets: { classes: [3, 4, 5, 6, 7, 8] } });
    expect(plan({ task: 'regression' }).targets).toMatchObject({ task: 'regression', names: ['grade'] });
    expect(plan({ target: ['price'], drop: [] }).task).toBe('regression');
    expect(plan({ target: ['age', 'grade'] }).targets).toMatchObject({ task: 'regression', names: ['age', 'grade'] });
  });

  it('leaves out what names rows and what never changes, and says so; --keep takes it back', () => {
    const { leftOut, numeric, categorical, findings } = plan();
    expect(leftOut).toEqual([
      { column: 'price', why: 'dropped' },
      { column: 'id', why: 'identifier' },
      { column: 'amount', why: 'constant' },
    ]);
    expect(numeric).toEqual(['age', 'asked', 'shift']);
    expect(categorical).toEqual(['town']);
    expect(findings.map(({ column }) => column)).not.toContain('id');
    expect(plan({ keep: ['amount'] }).numeric).toContain('amount');
  });

  it('takes the logarithm of amounts with one that is a thousand times the usual, and none below 0', () => {
    expect(plan().log).toEqual(['asked']);
  });

  it('leaves out rows without a target, and knows which rows are left', () => {
    const { rows: left, table: complete } = plan({ target: ['price'], drop: [] });
    expect(complete.rowCount).toBe(195);
    expect([...left].slice(9, 13)).toEqual([9, 10, 12, 13]);
  });

  it('names what it cannot use', () => {
    expect(thrownBy(() => plan({ target: ['grad'] })).message).toContain(`no column "grad"; did you mean 'grade'?`);
    expect(thrownBy(() => plan({ target: ['town', 'grade'] })).message).toContain(
      `column 'town' is not numeric: row 1`,
    );
    expect(thrownBy(() => plan({ drop: ['price', 'age', 'asked', 'shift', 'town'] })).message).toBe(
      "test: there is no column left to predict grade from: 'price' (dropped), 'age' (dropped), 'asked' (dropped), 'shift' (dropped), 'town' (dropped), 'id' (identifier), 'amount' (constant); --keep uses one",
    );
  });
});

describe('its parts', () => {
  const split = { validationSize: 0.2, testSize: 0.2, seed: 3, groupDuplicates: false };

  it('learn from training rows alone', () => {
    const parts = tableParts(plan({ target: ['price'], drop: [] }), split);
    const all = plan({ target: ['price'], drop: [] });
    const { targets, table: complete } = all;
    if (targets.task !== 'regression') throw new Error('a regression');
    const seen = Array.from(parts.train.rows, (row) => targets.values[row]);
    const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
    expect(parts.targetScaler!.mean[0]).toBeCloseTo(mean, 12);
    const age = complete.numbers('age');
    const ages = Array.from(parts.train.rows, (row) => age[row]);
    const meanAge = ages.reduce((sum, value) => sum + value, 0) / ages.length;
    const column = parts.transformer.featureNames.indexOf('age');
    const width = parts.transformer.featureNames.length;
    const deviation = Math.sqrt(ages.reduce((sum, value) => sum + (value - meanAge) ** 2, 0) / ages.length);
    parts.test.rows.forEach((row, i) => {
      expect(parts.test.x.data[i * width + column]).toBeCloseTo((age[row] - meanAge) / deviation, 5);
    });
  });

  it('keep rows with equal features together when asked to', () => {
    const twice = new Table({
      a: numbers((): number => stream.integerBelow(30)),
      y: texts((i) => 'no yes'.split(' ')[i % 2]),
    });
    const grouped = tableParts(planTable('test', twice, { target: ['y'] }), { ...split, groupDuplicates: true });
    const values = (part: Uint32Array) => new Set(Array.from(part, (row) => twice.numbers('a')[row]));
    const [train, test] = [values(grouped.train.rows), values(grouped.test.rows)];
    expect([...test].filter((value) => train.has(value))).toEqual([]);
  });
});
