/** Published data sets against what Python reads from the same files (test/golden/datasets.py). */
import { describe, expect } from 'vitest';
import { loadDataset, loadDatasets } from '../../datasets/index.ts';
import { datasetNames, registry } from '../../datasets/registry.ts';
import type { ClassificationDataset } from '../../datasets/tabular.ts';
import golden from '../golden/datasets.json' with { type: 'json' };
import { testWithDatasets } from '../helpers/datasets.ts';

/** What comes divided has a test file of its own. */
const published = datasetNames.filter((name) => !registry[name].generated && !registry[name].parts);
const { mnist: _, ...tables } = golden;

describe.each(published)('%s', (name) => {
  const entry = registry[name];
  testWithDatasets(
    'is what its description says, and what Python reads',
    entry.files.map(({ path }) => path),
    async () => {
      const expected = tables[name as keyof typeof tables];
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

describe('wine-quality', () => {
  const files = [registry['wine-quality-red'], registry['wine-quality-white']].map((entry) => entry.files[0].path);
  testWithDatasets('is red and white side by side', files, async () => {
    const { red, white } = await loadDataset('wine-quality', { download: false });
    expect(red).toEqual(await loadDataset('wine-quality-red', { download: false }));
    expect(white).toEqual(await loadDataset('wine-quality-white', { download: false }));
    expect(await loadDatasets('wine-quality', { download: false })).toEqual([red, white]);
  });
});
