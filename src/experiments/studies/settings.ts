import { requireInteger, requireKnownOptions } from '../../errors.ts';
import type { CheckedJson } from '../checked-json.ts';
import { type Cell, cellFrom } from './cell.ts';

/** Rows of each part. */
export interface PartSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** All that decides what a study of one data set computes, as plain data: with the same data and settings come the same bits. */
export interface StudySettings {
  /** Each chooses a split, and for every cell the initial weights, the order of batches and the dropout masks. */
  readonly seeds: readonly number[];
  readonly parts: PartSizes;
  readonly epochs: number;
  /** Rows a step. */
  readonly batchSize: number;
  readonly cells: readonly Cell[];
}

/** What people choose; the rest follows. */
export interface StudyChoices {
  /** 0 to 9 unless set. */
  readonly seeds?: readonly number[];
  /** Rows that are used, drawn class by class for each seed; all unless set, of MNIST 10,000. */
  readonly subset?: number;
  /** A look: at most 600 rows, and a tenth of the steps, 20 epochs at most. */
  readonly quick?: boolean;
}

/** Of MNIST, whose 60,000 images would take a day. */
const usualRows: Readonly<Record<string, number>> = { mnist: 10_000 };
const fewestRows = 60;
const quickRows = 600;
/** In which networks of this size are done learning, so that the epochs follow from the rows. */
const steps = 4000;
const quickSteps = 400;
const fewestEpochs = { whole: 10, quick: 4 };
const mostEpochs = { whole: 60, quick: 20 };
const batchSize = 32;

/**
 * The settings of a study: 70 % of the rows to train on, 15 % to choose by and 15 % to test on; about 4,000 steps of 32 rows, in 10 to
 * 60 epochs.
 *
 * @param rows that there are.
 * @throws RangeError, TypeError for choices that cannot be.
 */
export function studySettings(
  { name, rows }: { readonly name: string; readonly rows: number },
  cells: readonly Cell[],
  choices: StudyChoices = {},
): StudySettings {
  const who = 'studySettings';
  requireKnownOptions(who, choices, ['seeds', 'subset', 'quick']);
  const { seeds = Array.from({ length: 10 }, (_, seed) => seed), subset, quick = false } = choices;
  for (const seed of seeds) requireInteger(who, { seed });
  if (seeds.length === 0) throw new RangeError(`${who}: seeds must not be empty`);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) < i);
  if (twice !== undefined) throw new RangeError(`${who}: seeds must differ, got ${twice} twice`);
  const usual = Math.min(rows, usualRows[name] ?? rows, quick ? quickRows : rows);
  const used = subset ?? usual;
  requireInteger(who, { subset: used }, fewestRows);
  if (used > rows) throw new RangeError(`${who}: subset must be at most the ${rows} rows of ${name}, got ${used}`);
  const test = Math.ceil(0.15 * used);
  const train = used - 2 * test;
  const inEpochs = Math.ceil((quick ? quickSteps : steps) / Math.ceil(train / batchSize));
  const length = quick ? 'quick' : 'whole';
  const epochs = Math.min(mostEpochs[length], Math.max(fewestEpochs[length], inEpochs));
  return { seeds, parts: { train, validation: test, test }, epochs, batchSize, cells };
}

/** Rows that are used. */
export function usedRows({ parts }: Pick<StudySettings, 'parts'>): number {
  return parts.train + parts.validation + parts.test;
}

/** Steps of an epoch; the last may be of fewer rows. */
export function stepsOf({ parts, batchSize }: Pick<StudySettings, 'parts' | 'batchSize'>): number {
  return Math.ceil(parts.train / batchSize);
}

export function settingsFrom(checked: CheckedJson, what: string, json: unknown): StudySettings {
  const { object, list, count, refuse } = checked;
  const fields = object(what, json);
  const parts = object(`${what}.parts`, fields.parts);
  const atLeastOne = (place: string, value: unknown): number =>
    count(place, value) >= 1 ? (value as number) : refuse(`${place} must be at least 1`, value);
  const part = (name: keyof PartSizes): number => atLeastOne(`${what}.parts.${name}`, parts[name]);
  const cells = list(`${what}.cells`, fields.cells, (place, value) => cellFrom(checked, place, value));
  if (cells.length === 0) refuse(`${what}.cells must not be empty`, fields.cells);
  const names = new Set(cells.map(({ name }) => name));
  if (names.size < cells.length) refuse(`${what}.cells must have distinct names`, cells.length);
  const seeds = list(`${what}.seeds`, fields.seeds, count);
  if (seeds.length === 0 || new Set(seeds).size < seeds.length) {
    refuse(`${what}.seeds must be distinct numbers`, fields.seeds);
  }
  return {
    seeds,
    parts: { train: part('train'), validation: part('validation'), test: part('test') },
    epochs: atLeastOne(`${what}.epochs`, fields.epochs),
    batchSize: atLeastOne(`${what}.batchSize`, fields.batchSize),
    cells,
  };
}
