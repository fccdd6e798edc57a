import { type GreyImages, LabelEncoder, type Matrix, type Table } from '../src/index.ts';
import type { DatasetDescription } from './dataset.ts';

interface Loaded<X> {
  readonly name: string;
  readonly title: string;
  /** Drawn by a formula from a seed. */
  readonly generated: boolean;
  /** One row for each sample. */
  readonly x: X;
  /** What the columns of `x` are, where they have names. */
  readonly featureNames?: readonly string[];
  /** What `y` is. */
  readonly target: string;
  readonly source?: string;
  readonly licence?: string;
  readonly citation?: string;
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

/** Any data set as numbers: what a program needs that trains on whichever it is told. */
export type TabularDataset = ClassificationDataset<Matrix | GreyImages> | RegressionDataset<Matrix | GreyImages>;

/** The part of a description that goes with the numbers. */
export function aboutOf({ name, title, generated, target, source, licence, citation }: DatasetDescription) {
  return { name, title, generated, target, source, licence, citation };
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
