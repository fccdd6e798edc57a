/** Columns of real tables, one by one as pandas and scikit-learn make them. */
import { expect } from 'vitest';
import { ColumnTransformer, type ColumnTransformerOptions, type Table } from '../../src/index.ts';
import { readCsv, streamCsv } from '../../src/node/index.ts';
import golden from '../golden/alphabet-soup.json' with { type: 'json' };
import { expectSameBits } from '../helpers/bits.ts';
import { testWithDatasets } from '../helpers/datasets.ts';

/** Features are float32; the statistics are sums of their float64 values. */
const tolerance = 1e-6;

const tables = new Map<string, Promise<Table>>();
/** A file is read once for all tests of it. */
function tableOf(path: string): Promise<Table> {
  const table = tables.get(path) ?? readCsv(path);
  tables.set(path, table);
  return table;
}

function expectClose(actual: number, expected: number, what: string): void {
  const slack = tolerance * Math.max(1, Math.abs(expected));
  expect(Math.abs(actual - expected), `${what}: ${actual}, expected ${expected}`).toBeLessThanOrEqual(slack);
}

for (const one of golden.cases) {
  testWithDatasets(`the features of ${one.name}`, [one.file], async (path) => {
    const table = await tableOf(path);
    expect(table.rowCount).toBe(one.rowCount);
    const transformer = new ColumnTransformer(one.options as ColumnTransformerOptions);
    const train = Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => row % 4 !== 3);
    transformer.fit(table, one.everyFourthLeftOut ? train : undefined);
    expect(transformer.featureNames).toEqual(one.features);

    const copy = ColumnTransformer.fromJSON(JSON.parse(JSON.stringify(transformer)));
    const x = copy.transform(table);
    const width = one.features.length;
    expect(x.shape).toEqual([one.rowCount, width]);
    const data = x.toFloat32Array();
    one.features.forEach((name, j) => {
      let [sum, squares] = [0, 0];
      for (let from = j; from < data.length; from += width) {
        sum += data[from];
        squares += data[from] * data[from];
      }
      expectClose(sum / one.rowCount, one.sums[j] / one.rowCount, `mean of ${name}`);
      expectClose(squares / one.rowCount, one.squares[j] / one.rowCount, `mean square of ${name}`);
    });
    for (const { row, values } of one.rows) {
      values.forEach((value, j) => {
        expectClose(data[row * width + j], value, `row ${row}, ${one.features[j]}`);
      });
    }
  });
}

testWithDatasets('alphabet-soup has 43 features', [golden.cases[0].file], async (path) => {
  const { options } = golden.cases[0];
  const transformer = new ColumnTransformer(options as ColumnTransformerOptions).fit(await tableOf(path));
  expect(transformer.featureNames).toHaveLength(43);
  expect(transformer.categoriesOf('APPLICATION_TYPE').at(-1)).toEqual({
    kind: 'other',
    categories: 9,
    count: 276,
    feature: 'APPLICATION_TYPE (Other)',
  });
  expect(transformer.categoriesOf('CLASSIFICATION')[0]).toEqual({
    kind: 'category',
    value: 'C1000',
    count: 17326,
    feature: 'CLASSIFICATION=C1000',
  });
});

testWithDatasets('a table that is read in batches has the same features', [golden.cases[0].file], async (path) => {
  const table = await tableOf(path);
  const transformer = new ColumnTransformer(golden.cases[0].options as ColumnTransformerOptions).fit(table);
  const whole = transformer.transform(table).toFloat32Array();
  let from = 0;
  for await (const batch of streamCsv(path, { columns: transformer.columnTypes, batchSize: 5000 })) {
    const part = transformer.transform(batch).toFloat32Array();
    expectSameBits(part, whole.subarray(from, from + part.length));
    from += part.length;
  }
  expect(from).toBe(whole.length);
});
