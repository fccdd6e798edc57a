import type { Label } from '../../data/labels.ts';
import { fingerprint } from '../../tensor/fingerprint.ts';
import { log } from '../../tensor/scalar-math.ts';
import { Tensor } from '../../tensor/tensor.ts';
import type { CheckedJson } from '../checked-json.ts';
import { type ClassificationData, requireClassificationData } from '../classification-data.ts';
import { type PreparedParts, prepareParts } from '../prepared-parts.ts';
import { type ClassifiedTable, prepareTable } from './prepare-table.ts';
import type { PartSizes, StudySettings } from './settings.ts';

/** Rows with known classes: numbers, or a table with the recipe that makes numbers of it. */
export type StudyData = ClassificationData | ClassifiedTable;

/** What a study says of its data, as plain data. */
export interface AboutStudyData {
  readonly name: string;
  readonly title: string;
  /** That there are. */
  readonly rows: number;
  /** Of what networks take, with the first seed: with another, a category may be too rare to have one of its own. */
  readonly columns: number;
  readonly classes: readonly Label[];
  /** Rows of each class. */
  readonly counts: readonly number[];
  /** SHA-256 of the training part of the first seed, prepared. */
  readonly fingerprint: string;
}

/**
 * Draws the rows of the parts, class by class, and prepares them: whatever is learned of columns is learned from the training part.
 *
 * @throws as `trainValidationTestSplit` and the scalers; ShapeError, DataError for data that cannot be used.
 */
export function prepareStudyData(data: StudyData, { train, validation, test }: PartSizes, seed: number): PreparedParts {
  const sizes = { trainSize: train, validationSize: validation, testSize: test, seed };
  if ('table' in data) return prepareTable(data, sizes);
  requireClassificationData('study', data);
  return prepareParts(data, sizes);
}

/** @throws as `prepareStudyData`: settings that do not fit the data are refused before anything is trained. */
export async function aboutStudyData(
  data: StudyData,
  settings: Pick<StudySettings, 'parts' | 'seeds'>,
): Promise<AboutStudyData> {
  const { train } = prepareStudyData(data, settings.parts, settings.seeds[0]);
  const counts = data.classes.map(() => 0);
  for (const label of data.y) counts[label]++;
  const { data: values, shape, scale = 1 } = train.x;
  return {
    name: data.name,
    title: data.title,
    rows: data.y.length,
    columns: shape[1],
    classes: data.classes,
    counts,
    fingerprint: await fingerprint({
      x: new Tensor(
        shape,
        Float32Array.from(values, (value) => value * scale),
      ),
      y: new Tensor([train.y.length], Float32Array.from(train.y)),
    }),
  };
}

/**
 * The mean loss of who knows the share of each class, and nothing of the row: −Σ p · ln p, in nats.
 *
 * A network that does not get below it has learned nothing of the columns.
 */
export function shareLoss({ counts }: Pick<AboutStudyData, 'counts'>): number {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / rows) * log(count / rows)), 0);
}

/** The share of the most frequent class. */
export function majorityShare({ counts }: Pick<AboutStudyData, 'counts'>): number {
  const rows = counts.reduce((sum, count) => sum + count, 0);
  return counts.reduce((most, count) => Math.max(most, count), 0) / rows;
}

export function aboutFrom(checked: CheckedJson, what: string, json: unknown): AboutStudyData {
  const { object, text, count, labels, list } = checked;
  const fields = object(what, json);
  const classes = labels(`${what}.classes`, fields.classes);
  const counts = list(`${what}.counts`, fields.counts, count);
  if (counts.length !== classes.length || counts.every((one) => one === 0)) {
    checked.refuse(`${what}.counts must be rows of each class`, fields.counts);
  }
  return {
    name: text(`${what}.name`, fields.name),
    title: text(`${what}.title`, fields.title),
    rows: count(`${what}.rows`, fields.rows),
    columns: count(`${what}.columns`, fields.columns),
    classes,
    counts,
    fingerprint: text(`${what}.fingerprint`, fields.fingerprint),
  };
}
