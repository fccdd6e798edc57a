import { closestName, valueText } from '../src/errors.ts';
import { alphabetSoup } from './alphabet-soup.ts';
import { blobs } from './blobs.ts';
import { californiaHousing } from './california-housing.ts';
import { circles } from './circles.ts';
import { classification } from './classification.ts';
import { concreteStrength } from './concrete-strength.ts';
import type { AnyDataset, GeneratedDataset, PublishedDataset, Switches } from './dataset.ts';
import { digits } from './digits.ts';
import { friedman1 } from './friedman1.ts';
import { iris } from './iris.ts';
import { mnist } from './mnist.ts';
import { moons } from './moons.ts';
import { spirals } from './spirals.ts';
import type { TabularDataset } from './tabular.ts';
import { redWine, whiteWine } from './wine-quality.ts';

/** Every data set by its name. Adding one is a file beside this one, and a line here. */
export const registry = {
  iris,
  'wine-quality-red': redWine,
  'wine-quality-white': whiteWine,
  'alphabet-soup': alphabetSoup,
  'california-housing': californiaHousing,
  'concrete-strength': concreteStrength,
  mnist,
  digits,
  spirals,
  moons,
  circles,
  blobs,
  classification,
  friedman1,
} as const;

/** Names for several sets at once, which are loaded side by side and never mixed. */
export const groups = {
  'wine-quality': { red: 'wine-quality-red', white: 'wine-quality-white' },
} as const;

export type Registry = typeof registry;
export type Groups = typeof groups;
/** The name of one data set. */
export type DatasetName = keyof Registry;
/** The name of several. */
export type DatasetGroupName = keyof Groups;

/** A set that comes as files, whatever it holds. */
export type PublishedEntry = PublishedDataset<AnyDataset, Switches>;

// biome-ignore lint/suspicious/noExplicitAny: a list of generators with different options has no narrower type that takes each; a set checks its own
export type DatasetEntry = PublishedEntry | GeneratedDataset<any, TabularDataset>;

/** The names of all data sets, those of groups not among them. */
export const datasetNames = Object.keys(registry) as DatasetName[];

/**
 * The entries that `name` means: one, or those of a group.
 *
 * @throws RangeError for a name that there is not, with the one it may misspell.
 */
export function entriesOf(name: unknown): readonly DatasetEntry[] {
  if (typeof name === 'string') {
    if (Object.hasOwn(registry, name)) return [registry[name as DatasetName]];
    if (Object.hasOwn(groups, name)) {
      return Object.values(groups[name as DatasetGroupName]).map((member) => registry[member]);
    }
  }
  const known = [...datasetNames, ...Object.keys(groups)].sort();
  const close = closestName(String(name), known);
  const hint = close === undefined ? '.' : `; did you mean '${close}'?`;
  throw new RangeError(`no data set is named ${valueText(name)}${hint} There are ${known.join(', ')}`);
}
