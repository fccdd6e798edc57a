/** Factors that make some rows count more: by class, by row, or both. */

import type { Rows } from '../data/rows.ts';
import { DataError, requireOneOf, ShapeError, valueText } from '../errors.ts';

/** One factor for each class, in their order or by index; or 'balanced', which gives every class the same total. */
export type ClassWeights = readonly number[] | Readonly<Record<number, number>> | 'balanced';

/**
 * One factor for each row: that of its class times its own. Undefined where neither is given.
 *
 * 'balanced' gives class c the factor n / (k · n_c), as scikit-learn: n rows, k classes that occur, n_c rows of class c.
 *
 * @param classes number of classes; undefined where targets are no classes.
 * @param train the rows that are trained on, by which 'balanced' counts.
 * @throws TypeError for class weights without classes; ShapeError for a wrong number of factors; DataError, RangeError for a
 *   factor that is negative or not finite, or a class without one.
 */
export function rowWeights(
  who: string,
  targets: Rows,
  classes: number | undefined,
  train: ArrayLike<number>,
  classWeights: ClassWeights | undefined,
  sampleWeights: ArrayLike<number> | undefined,
): Float32Array | undefined {
  if (classWeights === undefined && sampleWeights === undefined) return undefined;
  const weights = new Float32Array(targets.count).fill(1);
  if (sampleWeights !== undefined) {
    if (typeof sampleWeights !== 'object' || sampleWeights === null || sampleWeights.length !== targets.count) {
      const came = typeof sampleWeights?.length === 'number' ? sampleWeights.length : valueText(sampleWeights);
      throw new ShapeError(`${who}: sampleWeights must be ${targets.count} factors, one for each row, got ${came}`);
    }
    for (let row = 0; row < targets.count; row++) {
      const weight = sampleWeights[row];
      if (typeof weight !== 'number' || !Number.isFinite(weight) || weight < 0) {
        throw new DataError(
          `${who}: sampleWeights: ${valueText(weight)} at row ${row + 1}; factors must be at least 0`,
          {
            row: row + 1,
          },
        );
      }
      weights[row] = weight;
    }
  }
  if (classWeights === undefined) return weights;
  if (classes === undefined) {
    throw new TypeError(`${who}: classWeights need a loss on classes; for numbers use sampleWeights`);
  }
  const factors = classFactors(who, targets, classes, train, classWeights);
  for (let row = 0; row < targets.count; row++) weights[row] *= factors[classAt(targets, row)];
  return weights;
}

function classFactors(
  who: string,
  targets: Rows,
  classes: number,
  train: ArrayLike<number>,
  classWeights: ClassWeights,
): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < train.length; i++) counts[classAt(targets, train[i])]++;
  if (typeof classWeights === 'string') {
    requireOneOf(who, 'classWeights', classWeights, ['balanced']);
    const present = counts.filter((count) => count > 0).length;
    return counts.map((count) => (count === 0 ? 1 : train.length / (present * count)));
  }
  if (typeof classWeights !== 'object' || classWeights === null) {
    throw new TypeError(`${who}: classWeights must be factors by class or 'balanced', got ${valueText(classWeights)}`);
  }
  const unknown = Object.keys(classWeights).find((key) => !/^\d+$/.test(key) || Number(key) >= classes);
  if (unknown !== undefined) {
    throw new RangeError(`${who}: classWeights name class ${unknown}; classes are 0 to ${classes - 1}`);
  }
  return counts.map((_, c) => {
    const weight = (classWeights as Readonly<Record<number, number>>)[c];
    if (typeof weight === 'number' && Number.isFinite(weight) && weight >= 0) return weight;
    throw new RangeError(
      `${who}: classWeights must have a factor of at least 0 for class ${c}, got ${valueText(weight)}`,
    );
  });
}

/** The class of a row whose target is an index, or a row of probabilities. */
export function classAt(targets: Rows, row: number): number {
  if (targets.size === 1) return targets.at(row);
  let best = 0;
  for (let c = 1; c < targets.size; c++) if (targets.at(row, c) > targets.at(row, best)) best = c;
  return best;
}
