import { createHash } from 'node:crypto';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  type ClassificationDataset,
  datasetGroups,
  datasetNames,
  datasetPaths,
  fetchDataset,
  listDatasets,
  loadDataset,
  loadDatasets,
  type RegressionDataset,
  type TableDataset,
  type TabularDataset,
} from '../../datasets/index.ts';
import { type DatasetEntry, registry } from '../../datasets/registry.ts';
import { type GreyImages, spirals } from '../../src/index.ts';
import { rejectionOf, thrownBy } from '../helpers/errors.ts';

const entries: readonly DatasetEntry[] = Object.values(registry);
const published = entries.filter((entry) => !entry.generated);
const generated = entries.filter((entry) => entry.generated);

/** A set with its many numbers in one: comparing millions one by one takes half a minute. */
function digestOf(set: TabularDataset) {
  const { data, ...rest } = set.x;
  return { ...set, x: { ...rest, sha256: createHash('sha256').update(data).digest('hex') } };
}

describe('every entry', () => {
  test.each(Object.entries(registry))('%s has the name it is registered by', (name, entry) => {
    expect(entry.name).toBe(name);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });

  test('is listed, with all that is known of it and no function', () => {
    const listed = listDatasets({ environment: {} });
    expect(listed.map(({ name }) => name)).toEqual(datasetNames);
    for (const { place, files, ...rest } of listed) {
      const entry = registry[rest.name as keyof typeof registry];
      expect(entry).toMatchObject(rest);
      expect(files).toEqual(entry.files.map((file) => ({ ...file, found: undefined })));
      expect(JSON.parse(JSON.stringify(rest))).toEqual(rest);
      if (entry.generated) expect(place).toBe('generated');
    }
  });

  test('of a group is an entry', () => {
    for (const members of Object.values(datasetGroups)) {
      for (const member of Object.values(members)) expect(datasetNames).toContain(member);
    }
  });
});

describe.each(published)('$name, published,', ({ files, source, licence, citation }) => {
  test('says where it is from and what it is', () => {
    expect(files.length).toBeGreaterThan(0);
    for (const { path, bytes, sha256, sources, origin } of files) {
      expect(path).toMatch(/^[a-z0-9-]+\/[A-Za-z0-9._-]+$/);
      expect(bytes).toBeGreaterThan(0);
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      if (origin === undefined) expect(sources.length).toBeGreaterThan(1);
      else expect([sources, origin]).toEqual([[], expect.stringContaining('https://')]);
      for (const { url } of sources) expect(new URL(url).protocol).toBe('https:');
    }
    expect(new URL(source!).protocol).toBe('https:');
    expect(licence).toMatch(/^(CC BY(-SA)? \d\.\d|Apache-2\.0|none stated)$/);
    expect(citation).toMatch(/\d{4}|https:/);
  });
});

describe.each(generated)('$name, generated,', (entry) => {
  test('is what its description says, and the same each time', async () => {
    const [set] = await loadDatasets(entry.name);
    expect(set).toMatchObject({ name: entry.name, title: entry.title, task: entry.task, generated: true });
    expect(set.x.shape).toEqual([entry.rows, entry.features]);
    expect(set.x.data).toHaveLength(entry.rows * entry.features);
    expect(set.y).toHaveLength(entry.rows);
    if (set.task === 'classification') {
      expect(set.classes).toHaveLength(entry.classes!);
      expect([...new Set(set.y)].sort((a, b) => a - b)).toEqual(set.classes.map((_, k) => k));
    } else expect(entry.classes).toBeUndefined();
    if (set.featureNames) expect(set.featureNames).toHaveLength(entry.features);
    expect(entry.files).toEqual([]);
    expect((await loadDatasets(entry.name)).map(digestOf)).toEqual([digestOf(set)]);
  });

  test('hands options on, and knows no others', async () => {
    const first = digestOf(entry.generate());
    expect(digestOf(entry.generate({ seed: 0 }))).toEqual(first);
    expect(digestOf(entry.generate({ seed: 1 })).x).not.toEqual(first.x);
    expect(() => entry.generate({ sed: 1 })).toThrow(TypeError);
  });
});

test('loadDataset draws as it is told', async () => {
  const options = { classes: 2, samplesPerClass: 50, turns: 2, noise: 0.1, seed: 3 };
  const { x, y, classes } = await loadDataset('spirals', options);
  expect({ x, y }).toEqual(spirals(options));
  expect(classes).toEqual([0, 1]);
});

test.each<[string, object, number[], number]>([
  ['moons', { samples: [30, 20] }, [50, 2], 2],
  ['circles', { samples: 10, factor: 0.2 }, [10, 2], 2],
  ['blobs', { samples: 40, centers: 7 }, [40, 2], 7],
  [
    'blobs',
    {
      centers: [
        [0, 0, 0],
        [5, 5, 5],
      ],
    },
    [1000, 3],
    2,
  ],
  ['classification', { samples: 60, classes: 4, features: 12 }, [60, 12], 4],
  ['digits', { samples: 20, flatten: false }, [20, 28, 28, 1], 10],
])('%s with %j', (name, options, shape, classes) => {
  const set = (
    registry[name as keyof typeof registry] as { generate(options: object): ClassificationDataset }
  ).generate(options);
  expect(set.x.shape).toEqual(shape);
  expect(set.classes).toEqual(Array.from({ length: classes }, (_, k) => k));
});

test('the type of what is loaded follows from the name', () => {
  expectTypeOf(loadDataset<'iris'>).returns.resolves.toEqualTypeOf<ClassificationDataset>();
  expectTypeOf(loadDataset<'spirals'>)
    .parameter(1)
    .toExtend<{ noise?: number } | undefined>();
  expectTypeOf(loadDataset<'digits'>).returns.resolves.toEqualTypeOf<ClassificationDataset<GreyImages>>();
  expectTypeOf(loadDataset<'friedman1'>).returns.resolves.toEqualTypeOf<RegressionDataset>();
  expectTypeOf(loadDataset<'alphabet-soup'>).returns.resolves.toEqualTypeOf<TableDataset>();
  expectTypeOf(loadDataset<'wine-quality'>).returns.resolves.toEqualTypeOf<{
    readonly red: ClassificationDataset;
    readonly white: ClassificationDataset;
  }>();
  expectTypeOf(loadDatasets).returns.resolves.toEqualTypeOf<TabularDataset[]>();
});

describe('wrong calls', () => {
  const any = (value: unknown): never => value as never;
  test.each<[string, () => unknown, new (...args: never[]) => Error, RegExp]>([
    ['a name misspelt', () => loadDataset(any('irs')), RangeError, /no data set is named "irs"; did you mean 'iris'\?/],
    ['a name in capitals', () => fetchDataset('Iris'), RangeError, /"Iris"; did you mean 'iris'\?/],
    ['a member misspelt', () => loadDatasets('wine-quality-rad'), RangeError, /did you mean 'wine-quality-red'\?/],
    [
      'a name like none',
      () => fetchDataset('imagenet'),
      RangeError,
      /"imagenet"\. There are alphabet-soup, blobs, .*iris, .*wine-quality,/,
    ],
    ['no name', () => loadDataset(any(undefined)), RangeError, /no data set is named undefined/],
    ['a number', () => loadDatasets(any(7)), RangeError, /no data set is named 7/],
    ['a name of every object', () => fetchDataset('toString'), RangeError, /no data set is named "toString"/],
    [
      'an option misspelt',
      () => fetchDataset('iris', any({ signl: 1 })),
      TypeError,
      /'signl'; did you mean 'signal'\?/,
    ],
    [
      'another option misspelt',
      () => loadDatasets('spirals', any({ onprogress: 1 })),
      TypeError,
      /did you mean 'onPro/,
    ],
    [
      'an option of another set',
      () => loadDataset('iris', any({ noise: 1 })),
      TypeError,
      /loadDataset: unknown.*'noise'/,
    ],
    ['options that are none', () => fetchDataset('iris', any(true)), TypeError, /options must be an object, got true/],
    ['a signal that is none', () => fetchDataset('iris', any({ signal: {} })), TypeError, /AbortSignal, got an Object/],
    ['a callback that is none', () => fetchDataset('iris', any({ onProgress: 1 })), TypeError, /onProgress.*got 1/],
    ['a timeout of nothing', () => fetchDataset('iris', { timeout: 0 }), RangeError, /timeout must be positive, got 0/],
    ['download as a word', () => fetchDataset('iris', any({ download: 'no' })), TypeError, /true or false, got "no"/],
    [
      'a table among rows of numbers',
      () => loadDatasets('alphabet-soup'),
      RangeError,
      /loadDatasets: alphabet-soup is a table of numbers and text; loadDataset\('alphabet-soup'\) gives it/,
    ],
    ['noise below 0', () => loadDataset('spirals', { noise: -1 }), RangeError, /noise.*-1/],
  ])('%s', async (_, call, kind, message) => {
    const error = await rejectionOf(call() as Promise<unknown>);
    expect(error).toBeInstanceOf(kind);
    expect(error.message).toMatch(message);
  });

  test('paths of no data set', () => {
    expect(thrownBy(() => datasetPaths('wine')).message).toMatch(/no data set is named "wine"/);
  });
});
