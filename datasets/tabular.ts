import { type GreyImages, LabelEncoder, type Matrix, type Table } from '../src/index.ts';
import { type About, aboutOf } from './about.ts';
import type { DatasetDescription } from './dataset.ts';

interface Loaded<X> extends About {
  /** One row for each sample. */
  readonly x: X;
  /** What the columns of `x` are, where they have names. */
  readonly featureNames?: readonly string[];
}

/** `y` holds class indices, one table for the whole set: sample i is of the class `classes[y[i]]`. */
export interface ClassificationDataset<X extends Matrix | GreyImages = Matrix> extends Loaded<X> {
  readonly task: 'classification';
  readonly y: readonly number[];
  readonly classes: readonly (string | number)[];
}

/** `y` holds the numbers to predict. */
export interface RegressionDataset<X extends Matrix | GreyImages = Matrix> extends Loaded<X> {
  readonly task: 'regression';
  readonly y: readonly number[];
}

/** Any data set of rows as numbers: what a program needs that trains on whichever it is told. */
export type TabularDataset = ClassificationDataset<Matrix | GreyImages> | RegressionDataset<Matrix | GreyImages>;

/** The column `description.target` holds the numbers to predict; all others are features. */
export function regressionOfTable(description: DatasetDescription, table: Table): RegressionDataset {
  const features = table.drop([description.target]);
  return {
    ...aboutOf(description),
    task: 'regression',
    x: features.toMatrix(),
    featureNames: features.columnNames,
    y: Array.from(table.numbers(description.target)),
  };
}

/** The column `description.target` holds the classes; all others are features. */
export function classesOfTable(description: DatasetDescription, table: Table): ClassificationDataset {
  const encoder = new LabelEncoder();
  const y = encoder.fitTransform(table.column(description.target));
  const features = table.drop([description.target]);
  return {
    ...aboutOf(description),
    task: 'classification',
    x: features.toMatrix(),
    featureNames: features.columnNames,
    y,
    classes: encoder.classes,
  };
}
