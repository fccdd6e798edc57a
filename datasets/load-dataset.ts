import { requireBoolean, requireKnownOptions } from '../src/errors.ts';
import type { AnyDataset, GeneratedDataset, PublishedDataset, Switches } from './dataset.ts';
import { type FetchOptions, fetchChecked } from './fetch-dataset.ts';
import {
  type DatasetEntry,
  type DatasetGroupName,
  type DatasetName,
  entriesOf,
  type Groups,
  groups,
  type PublishedEntry,
  type Registry,
} from './registry.ts';
import type { TabularDataset } from './tabular.ts';

/** What `loadDataset` gives for a name: the numbers of one data set, or those of each in a group. */
export type LoadedDataset<Name extends DatasetName | DatasetGroupName> = Name extends DatasetName
  ? LoadedBy<Registry[Name]>
  : Name extends DatasetGroupName
    ? { readonly [Key in keyof Groups[Name]]: LoadedDataset<Groups[Name][Key] & DatasetName> }
    : never;

type LoadedBy<Entry> =
  Entry extends GeneratedDataset<infer _, infer Loaded>
    ? Loaded
    : Entry extends PublishedDataset<infer Loaded, infer _>
      ? Loaded
      : never;

/** What `loadDataset` can be told for a name: how to draw a generated set; how to fetch any other, and its own switches. */
export type LoadOptions<Name extends DatasetName | DatasetGroupName> = Name extends DatasetName
  ? Registry[Name] extends GeneratedDataset<infer Options, infer _>
    ? Options
    : Registry[Name] extends PublishedDataset<infer _, infer Own>
      ? FetchOptions & Partial<Own>
      : never
  : FetchOptions;

/**
 * A data set as numbers: read from its files, which are downloaded where they are not on this machine (see
 * `fetchDataset`), or drawn from a seed. Rows are in the order of the file; nothing is scaled, shuffled or split. What comes
 * divided into a part to train on and one to test on stays so. Sets with columns of text or missing cells stay tables.
 *
 *     const { x, y, classes } = await loadDataset('iris');
 *     const { red, white } = await loadDataset('wine-quality');
 *     const { x, y } = await loadDataset('spirals', { noise: 0.1, seed: 7 });
 *     const { train, test } = await loadDataset('mnist');                      // train.x, train.y, test.x, test.y
 *     const { train, test } = await loadDataset('mnist', { flatten: true });   // rows of pixels, for dense layers
 *     const { table, target, task } = await loadDataset('california-housing'); // numbers and text, as in the file
 *
 * Class labels are mapped to indices by one LabelEncoder over the whole set, so that a part which happens to lack a class
 * keeps the indices of the others.
 *
 * @throws as `fetchDataset`; a generated set as the function that draws it.
 */
export async function loadDataset<Name extends DatasetName | DatasetGroupName>(
  name: Name,
  options?: LoadOptions<Name>,
): Promise<LoadedDataset<Name>> {
  const loaded = await load('loadDataset', name, options ?? {});
  if (!Object.hasOwn(groups, name)) return loaded[0] as LoadedDataset<Name>;
  const keys = Object.keys(groups[name as DatasetGroupName]);
  return Object.fromEntries(keys.map((key, i) => [key, loaded[i]])) as LoadedDataset<Name>;
}

/**
 * The data sets that a name means, for programs that train on whichever they are told: one, or those of a group in order.
 * Generated ones are drawn as their descriptions say; the options are about files.
 *
 *     for (const { title, x, y } of await loadDatasets(process.argv[2])) …
 *
 * @throws as `loadDataset`; RangeError for a set that comes divided into a part to train on and one to test on, or that is a table with
 *   text, which such a program would not know what to do with.
 */
export async function loadDatasets(name: string, options: FetchOptions = {}): Promise<TabularDataset[]> {
  requireKnownOptions('loadDatasets', options, ['download', 'onProgress', 'signal', 'timeout', 'environment']);
  const entries = entriesOf(name);
  const divided = entries.find(({ parts }) => parts);
  if (divided) {
    throw new RangeError(
      `loadDatasets: ${divided.name} comes divided into train and test; loadDataset('${divided.name}') gives both`,
    );
  }
  const table = entries.find((entry) => entry.table);
  if (table) {
    throw new RangeError(
      `loadDatasets: ${table.name} is a table of numbers and text; loadDataset('${table.name}') gives it`,
    );
  }
  const generated = entries.every((entry) => entry.generated);
  return (await load('loadDatasets', name, generated ? {} : options)) as TabularDataset[];
}

async function load(caller: string, name: string, options: object): Promise<AnyDataset[]> {
  const entries = entriesOf(name);
  if (entries.every((entry) => entry.generated)) {
    return entries.map((entry) => (entry as Extract<DatasetEntry, { generated: true }>).generate(options));
  }
  const published = entries as readonly PublishedEntry[];
  const switches = published.map((entry) => switchesOf(caller, entry, options as Switches));
  const paths = await fetchChecked(caller, name, options, switches.flatMap(Object.keys));
  const loaded: AnyDataset[] = [];
  for (const [i, entry] of published.entries()) {
    loaded.push(await entry.load(paths.splice(0, entry.files.length), switches[i]));
  }
  return loaded;
}

/** What a set's switches are told to be, or else as they are. */
function switchesOf(caller: string, { switches = {} }: PublishedEntry, given: Switches): Switches {
  const chosen = Object.fromEntries(Object.entries(switches).map(([key, usual]) => [key, given?.[key] ?? usual]));
  requireBoolean(caller, chosen);
  return chosen;
}
