/** What a table asks for is found out from its shape. */
import { describe, expect, it } from 'vitest';
import { Table } from '../../../src/data/table.ts';
import { planTable } from '../../../src/experiments/table/plan.ts';
import { requireDivisible, tableParts } from '../../../src/experiments/table/table-parts.ts';
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

  it('does not look at rows to test on for that', () => {
    const { testRows } = plan();
    const at = (row: number) => {
      const amounts = table.numbers('shift').map((value, i) => (i === row ? 8.5e9 : Math.abs(value)));
      amounts[3] = 5000;
      return planTable('test', new Table({ amounts, grade: table.column('grade') }), { target: ['grade'] }).log;
    };
    expect(testRows).toHaveLength(30);
    for (const row of testRows!.slice(0, 5)) expect(at(row)).toEqual([]);
    const other = table.numbers('age').findIndex((_, row) => !testRows!.includes(row));
    expect(at(other)).toEqual(['amounts']);
  });

  it('leaves out rows without a target, and knows which rows are left', () => {
    const { rows: left, table: complete } = plan({ target: ['price'], drop: [] });
    expect(complete.rowCount).toBe(195);
    expect([...left].slice(9, 13)).toEqual([9, 10, 12, 13]);
  });

  it('keeps numbers that are spelt as text, rather than taking them for names of rows', () => {
    const spelt = texts((i) => `${i},5`);
    const { categorical, leftOut, findings } = planTable('test', new Table({ spelt, grade: table.column('grade') }), {
      target: ['grade'],
    });
    expect([categorical, leftOut]).toEqual([['spelt'], []]);
    expect(findings.map(({ rule, column }) => [rule, column])).toContainEqual(['text-number', 'spelt']);
  });

  it('leaves out empty columns, and numbers that are one wherever they are, but not words that are there or not', () => {
    const { leftOut, categorical } = planTable(
      'test',
      new Table({
        member: texts((i) => (i % 3 ? '' : 'yes')),
        fee: Float64Array.from({ length: rows }, (_, i) => (i % 3 ? Number.NaN : 5)),
        column3: numbers(() => Number.NaN),
        age: table.column('age'),
        grade: table.column('grade'),
      }),
      { target: ['grade'] },
    );
    expect(categorical).toEqual(['member']);
    expect(leftOut).toEqual([
      { column: 'fee', why: 'constant' },
      { column: 'column3', why: 'empty' },
    ]);
  });

  it('warns of rows without a target, which it leaves out, and gives advice in its own options', () => {
    const { findings } = plan({ target: ['price'], drop: [] });
    expect(findings[0]).toMatchObject({ severity: 'warning', rule: 'missing-target', row: 12 });
    expect(findings[0].message).toMatch(/row 12 the first: they are left out$/);
    const twice = table.rows([...Array(rows).keys(), 5]);
    const of = (groupDuplicates: boolean) =>
      planTable('test', twice, { target: ['grade'], groupDuplicates }).findings.filter(
        ({ rule }) => rule === 'duplicate-rows',
      );
    expect(of(false)[0].message).toContain('keep equal rows in one part (--group-duplicates)');
    expect(of(true)).toEqual([]);
  });

  it('names what it cannot use', () => {
    expect(thrownBy(() => plan({ drop: ['grade'] })).message).toBe(
      'test: both --drop and --target name "grade"; name it in one of them',
    );
    expect(thrownBy(() => planTable('test', table.select(['grade']), { target: ['grade'] })).message).toBe(
      'test: there is no column left to predict grade from: the table has no other column',
    );
    for (const task of [undefined, 'binary', 'multi-class'] as const) {
      expect(thrownBy(() => plan({ target: ['amount'], task })).message).toBe(
        "test: 'amount' is 5000 in every row: there is nothing to tell apart",
      );
    }
    expect(thrownBy(() => plan({ target: ['grad'] })).message).toContain(
      `--target names "grad", and there is no such column; did you mean 'grade'?`,
    );
    expect(thrownBy(() => plan({ target: ['town', 'grade'] })).message).toContain(
      `'town' is to be a number, and row 1 is`,
    );
    expect(thrownBy(() => plan({ drop: ['price', 'age', 'asked', 'shift', 'town'] })).message).toBe(
      "test: there is no column left to predict grade from: 'price' (dropped), 'age' (dropped), 'asked' (dropped), 'shift' (dropped), 'town' (dropped), 'id' (identifier), 'amount' (constant); --keep uses one",
    );
  });
});

describe('a plan whose rows cannot be divided', () => {
  const split = { validationSize: 0.15, seed: 0 };
  const check = (columns: Record<string, number[] | string[]>) =>
    thrownBy(() => requireDivisible('test', planTable('test', new Table(columns), { target: ['y'] }), split)).message;

  it('is refused before anything is trained, with the class and its row in the file', () => {
    const y = texts((i) => (i === 17 ? 'maybe' : i === 3 ? '' : i % 2 ? 'yes' : 'no'));
    const x = [...numbers(() => stream.uniform())];
    expect(check({ x, y })).toBe(
      `test: the class "maybe" of 'y' has a single row (row 18), and training, validation and test need one each; leave such rows out of the file, or give them the class of others`,
    );
    y[40] = y[17];
    y[50] = 'rather';
    expect(check({ x, y })).toContain(`"maybe" of 'y' has only 2 rows (row 18 the first) (and 1 more such class)`);
  });

  it('is refused where a part would have a single row', () => {
    const x = [0.5, 1.5, 0.1, 7.5, 2, 3];
    expect(check({ x, y: [1.5, 2, 3, 4, 5, 6.5] })).toMatch(
      /^test: 6 rows give 4\/1\/1 to training, validation and test/,
    );
    expect(check({ x: [1, 2.5], y: [0.5, 7.25] })).toMatch(/^test: 2 rows with a value of 'y', and training/);
  });
});

describe('its parts', () => {
  const split = { validationSize: 0.2, seed: 3 };

  it('test on the same rows with every seed, so that no row tested on is one that another seed trains on or chooses by', () => {
    const planned = plan({ testSize: 0.2, testSeed: 7 });
    const drawn = [7, 8, 9].map((seed) => tableParts(planned, { validationSize: 0.2, seed }));
    for (const { train, validation, test } of drawn) {
      expect(test.rows).toEqual(planned.testRows);
      expect([train.rows.length, validation.rows.length, test.rows.length]).toEqual([120, 40, 40]);
      expect(new Set([...train.rows, ...validation.rows, ...test.rows]).size).toBe(200);
    }
    expect(drawn[0].validation.rows).not.toEqual(drawn[1].validation.rows);
    expect(drawn[1].validation.rows).not.toEqual(drawn[2].validation.rows);
    expect(plan({ testSize: 0.2, testSeed: 8 }).testRows).not.toEqual(planned.testRows);
  });

  it('have each class in equal shares', () => {
    const planned = plan();
    if (planned.targets.task === 'regression') throw new Error('classes');
    const { y } = planned.targets;
    const all = planned.targets.classes.map((_, label) => y.filter((one) => one === label).length);
    const { train, validation, test } = tableParts(planned, split);
    for (const { rows: of } of [train, validation, test]) {
      all.forEach((count, label) => {
        const has = of.filter((row) => y[row] === label).length;
        expect(Math.abs(has - (count * of.length) / rows)).toBeLessThanOrEqual(1);
      });
    }
  });

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
    const grouped = tableParts(planTable('test', twice, { target: ['y'], groupDuplicates: true }), split);
    const values = (part: Uint32Array) => new Set(Array.from(part, (row) => twice.numbers('a')[row]));
    const parts = [grouped.train, grouped.validation, grouped.test].map((part) => values(part.rows));
    expect(parts.reduce((sum, { size }) => sum + size, 0)).toBe(new Set(twice.numbers('a')).size);
  });

  it('can be drawn where all but one row of a small class are tested on, because they are equal', () => {
    const a = Float64Array.from({ length: 60 }, (_, i) => (i < 2 ? 1000 : i));
    const y = Array.from({ length: 60 }, (_, i) => (i < 3 ? 'rare' : i % 2 ? 'no' : 'yes'));
    let seen = 0;
    for (let testSeed = 0; testSeed < 8; testSeed++) {
      const small = planTable('test', new Table({ a, y }), {
        target: ['y'],
        groupDuplicates: true,
        testSize: 0.5,
        testSeed,
      });
      const parts = tableParts(small, split);
      if (parts.test.rows.includes(0)) seen++;
      expect(parts.test.rows.includes(0)).toBe(parts.test.rows.includes(1));
    }
    expect(seen).toBeGreaterThan(0);
  });
});
