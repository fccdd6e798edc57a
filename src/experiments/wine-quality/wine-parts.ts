import { duplicateGroups } from '../../data/duplicate-groups.ts';
import type { Matrix } from '../../data/matrix.ts';
import { rowsAt } from '../../data/rows-at.ts';
import { trainValidationTestSplit } from '../../data/split.ts';
import { StandardScaler } from '../../data/standard-scaler.ts';
import type { SplitKind } from '../split-kind.ts';

/** Wines of one colour. */
export interface Wines {
  readonly x: Matrix;
  /** Indices into `classes`. */
  readonly y: readonly number[];
  /** The grades, ascending. */
  readonly classes: readonly (string | number)[];
}

/** Shares of the rows; the rest is to train on. */
export const wineSplit = { validationSize: 0.15, testSize: 0.15 };

/** Some of the wines. */
export interface WinePart {
  readonly x: Matrix;
  /** As the tasters gave them. */
  readonly grades: Float32Array;
  /** From 0 on: the grade's place among all. */
  readonly classes: Float32Array;
}

export interface WineParts {
  readonly train: WinePart;
  readonly validation: WinePart;
  readonly test: WinePart;
}

/** Divides wines class by class, and standardises measurements by the training part. Grouped are wines of equal measurements. */
export function wineParts({ x, y, classes }: Wines, split: SplitKind, seed: number): WineParts {
  const rows = trainValidationTestSplit(y.length, {
    ...wineSplit,
    seed,
    stratify: y,
    ...(split === 'grouped' && { groups: duplicateGroups(x) }),
  });
  const scaled = new StandardScaler().fit(x, rows.train).transform(x);
  const part = (chosen: Uint32Array): WinePart => ({
    x: rowsAt(scaled, chosen),
    grades: Float32Array.from(chosen, (row) => Number(classes[y[row]])),
    classes: Float32Array.from(chosen, (row) => y[row]),
  });
  return { train: part(rows.train), validation: part(rows.validation), test: part(rows.test) };
}
