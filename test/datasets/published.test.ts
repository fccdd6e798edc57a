/** Published data sets against what Python reads from the same files (test/golden/datasets.py). */
import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { type DatasetDescription, loadDataset, loadDatasets } from '../../datasets/index.ts';
import { datasetNames, registry } from '../../datasets/registry.ts';
import type { ClassificationDataset } from '../../datasets/tabular.ts';
import golden from '../golden/datasets.json' with { type: 'json' };
import { testWithDatasets } from '../helpers/datasets.ts';

/** What comes divided has a test file of its own. */
const published = datasetNames.filter((name) => {
  const { generated, parts, table, task }: DatasetDescription = registry[name];
  return !generated && !parts && !table && task === 'classification';
});
const {
  mnist: _,
  'alphabet-soup': soup,
  'california-housing': housing,
  'concrete-strength': concrete,
  ...rows
} = golden;

describe.each(published)('%s', (name) => {
  const entry = registry[name];
  testWithDatasets(
    'is what its description says, and what Python reads',
    entry.files.map(({ path }) => path),
    async () => {
      const expected = rows[name as keyof typeof rows];
      const [set] = (await loadDatasets(name, { download: false })) as [ClassificationDataset];
      const { x, y, classes, featureNames } = set;
      expect(set).toMatchObject({ name, task: entry.task, generated: false, licence: entry.licence });
      expect(x.shape).toEqual([entry.rows, entry.features]);
      expect(entry.rows).toBe(expected.rows);
      expect(classes).toHaveLength(entry.classes!);
      expect(classes).toEqual(expected.classes);
      expect(classes.map((_, label) => y.filter((one) => one === label).length)).toEqual(expected.counts);
      expect([...y.slice(0, 20), ...y.slice(-20)]).toEqual(expected.labels);
      expect(featureNames).toHaveLength(entry.features);
      if (expected.featureNames) expect(featureNames).toEqual(expected.featureNames);
      const data = x.data as Float32Array;
      expect([...data.slice(0, entry.features)]).toEqual(expected.first);
      expect([...data.slice(-entry.features)]).toEqual(expected.last);
      expected.means.forEach((mean, j) => {
        let sum = 0;
        for (let i = j; i < data.length; i += entry.features) sum += data[i];
        expect(sum / entry.rows).toBeCloseTo(mean, 9);
      });
    },
  );
});

describe('concrete-strength', () => {
  const entry = registry['concrete-strength'];
  testWithDatasets('is what its description says, and what Python reads', [entry.files[0].path], async (path) => {
    const { x, y, featureNames, ...about } = await loadDataset('concrete-strength', { download: false });
    const { name, task, licence, target } = entry;
    expect(about).toMatchObject({ name, task, licence, target, generated: false });
    expect(x.shape).toEqual([entry.rows, entry.features]);
    expect([y.length, entry.rows]).toEqual([concrete.rows, concrete.rows]);
    expect(featureNames).toEqual(concrete.featureNames);
    expect([...y.slice(0, 20), ...y.slice(-20)]).toEqual(concrete.targets);
    expect(y.reduce((sum, value) => sum + value, 0) / y.length).toBeCloseTo(concrete.targetMean, 9);
    const data = x.data as Float32Array;
    expect([...data.slice(0, entry.features)]).toEqual(concrete.first);
    expect([...data.slice(-entry.features)]).toEqual(concrete.last);
    concrete.means.forEach((mean, j) => {
      let sum = 0;
      for (let i = j; i < data.length; i += entry.features) sum += data[i];
      expect(sum / entry.rows).toBeCloseTo(mean, 9);
    });
    const origin = entry.files[0].origin!.trimEnd();
    const [head, ...lines] = readFileSync(path, 'utf8').split('\n');
    expect(origin.endsWith(head)).toBe(true);
    const written = lines.map((line) => (line === '' ? '' : line.split(',').map(Number).join()));
    expect(lines, 'the shortest numbers, as its origin says').toEqual(written);
  });
});

describe('wine-quality', () => {
  const files = [registry['wine-quality-red'], registry['wine-quality-white']].map((entry) => entry.files[0].path);
  testWithDatasets('is red and white side by side', files, async () => {
    const { red, white } = await loadDataset('wine-quality', { download: false });
    expect(red).toEqual(await loadDataset('wine-quality-red', { download: false }));
    expect(white).toEqual(await loadDataset('wine-quality-white', { download: false }));
    expect(await loadDatasets('wine-quality', { download: false })).toEqual([red, white]);
  });
});

describe.each([
  ['alphabet-soup', soup],
  ['california-housing', housing],
] as const)('%s', (name, expected) => {
  const entry = registry[name];
  testWithDatasets('is a table as in its file', [entry.files[0].path], async () => {
    const { table, ...about } = await loadDataset(name, { download: false });
    const { task, target, licence, title, rows, features } = entry;
    expect(about).toMatchObject({ name, title, task, target, licence, generated: false });
    expect([table.rowCount, table.columnNames.length]).toEqual([rows, features + 1]);
    expect(rows).toBe(expected.rows);
    expect(table.columnNames).toEqual(expected.columns.map((column) => column.name));
    expect(entry.table).toEqual({
      numeric: expected.columns.filter((column) => 'mean' in column).length,
      text: expected.columns.filter((column) => 'counts' in column).length,
      missing: expected.columns.reduce((sum, { missing }) => sum + missing, 0),
    });
    for (const column of expected.columns) {
      const values = table.column(column.name);
      expect([...values.slice(0, 5), ...values.slice(-5)]).toEqual(column.ends);
      if (values instanceof Float64Array) {
        const known = values.filter((value) => !Number.isNaN(value));
        expect(values.length - known.length).toBe(column.missing);
        const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
        expect(Math.abs(mean / column.mean! - 1)).toBeLessThan(1e-12);
        expect([known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))]).toEqual(column.range);
      } else {
        const counts = new Map<string, number>();
        for (const text of values) counts.set(text, (counts.get(text) ?? 0) + 1);
        expect(counts.size).toBe(column.distinct);
        const frequent = [...counts].filter(([, count]) => count >= 500);
        expect(Object.fromEntries(frequent)).toEqual(column.counts);
      }
    }
    if ('classes' in entry) {
      expect(new Set(table.numbers(target))).toEqual(new Set(Array.from({ length: entry.classes! }, (_, k) => k)));
    }
  });
});
