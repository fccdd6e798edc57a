/** What the scores of probabilities share: the class of each sample beside one score for each class, checked. */
import { classesText, type Label, sortedClasses } from '../data/labels.ts';
import { DataError, ShapeError, valueText } from '../errors.ts';
import { requireSampleWeights, type SampleWeightsOption } from './sample-weights.ts';
import { classPositions, requireLabels } from './scored-classes.ts';
import { flatValues, requireFiniteValues, type Values } from './scored-values.ts';

export interface ColumnScoreOptions<L extends Label = Label> extends SampleWeightsOption {
  /**
   * The class of each column, in order; for one score a sample two classes, of which it is the score of the second. Without
   * it the classes of yTrue, sorted; or, where yTrue lacks some but has class indices only, 0, 1, 2 …
   */
  readonly labels?: ArrayLike<L>;
}

/** Scores of samples, row-major and finite: one a class, or with `columns` 1 the score of class 1 of two. */
export interface ScoredColumns {
  /** The class of each sample, as its place among the classes. */
  readonly targets: Int32Array;
  readonly scores: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  /** One factor a sample. */
  readonly weights: ArrayLike<number> | undefined;
}

/**
 * @param given the scores under the name of their argument.
 * @throws TypeError for what is no list. ShapeError if lengths differ, or `labels` and columns. DataError if there are no
 *   samples, a score is NaN or infinite, a label is none of the classes (each with its row), or the classes are not known.
 */
export function scoredColumns<L extends Label>(
  who: string,
  yTrue: ArrayLike<L>,
  given: Readonly<Record<string, Values>>,
  options: ColumnScoreOptions<L>,
): ScoredColumns & { readonly classes: readonly L[] } {
  const [name] = Object.keys(given);
  requireLabels(who, 'yTrue', yTrue);
  const { data: scores, rows, columns } = flatValues(who, name, given[name], undefined);
  if (rows !== yTrue.length) {
    throw new ShapeError(
      `${who}: yTrue and ${name} must have as many samples, got ${yTrue.length} labels and ${rows} rows`,
    );
  }
  if (rows === 0 || columns === 0) throw new DataError(`${who}: no samples`);
  const positions = columnClasses(who, yTrue, options.labels, columns);
  const classes = [...positions.keys()];
  const targets = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    const target = positions.get(yTrue[row]);
    if (target === undefined) {
      const label = `${valueText(yTrue[row])} at row ${row + 1}`;
      throw new DataError(`${who}: yTrue: ${label} is none of the classes ${classesText(classes)}`, { row: row + 1 });
    }
    targets[row] = target;
  }
  requireFiniteValues(`${who}: ${name}`, scores, columns);
  const weights = requireSampleWeights(who, options.sampleWeights, rows);
  return { targets, classes, scores, rows, columns, weights };
}

/** The classes of the columns, each with its place. */
function columnClasses<L extends Label>(
  who: string,
  yTrue: ArrayLike<L>,
  labels: ArrayLike<L> | undefined,
  columns: number,
): Map<L, number> {
  const count = Math.max(2, columns);
  const scored = columns === 1 ? 'one score a sample, which is for two classes' : `${columns} columns`;
  if (labels !== undefined) {
    requireLabels(who, 'labels', labels);
    const positions = classPositions(who, labels, []);
    if (positions.size === count) return positions;
    throw new ShapeError(`${who}: labels has ${positions.size} classes for ${scored}`);
  }
  const occurring = sortedClasses(`${who}: yTrue`, yTrue) as L[];
  if (occurring.length === count) return classPositions(who, undefined, occurring);
  if (occurring.length < count && occurring.every((label) => isIndex(label, count))) {
    return new Map(Array.from({ length: count }, (_, i) => [i as L, i]));
  }
  const number = occurring.length === 1 ? 'one class' : `${occurring.length} classes`;
  throw new DataError(
    `${who}: yTrue has ${number} (${classesText(occurring)}) for ${scored}; give labels, the class of each column`,
  );
}

/** Whether it is a place among so many classes. */
export function isIndex(label: unknown, classes: number): boolean {
  return Number.isInteger(label) && (label as number) >= 0 && (label as number) < classes;
}

/** √ε of float32: how far from 1 a row may sum up, whatever made it. */
const sumTolerance = 3.5e-4;

/**
 * Scores are probabilities: each from 0 to 1, and those of a row sum to 1 within 3.5e-4.
 *
 * @throws DataError naming the first row that is not so.
 */
export function requireProbabilities(who: string, { scores, rows, columns }: ScoredColumns): void {
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0;
    for (let column = 0; column < columns; column++, at++) {
      const score = scores[at];
      sum += score;
      if (score >= 0 && score <= 1) continue;
      const where = { row: row + 1, ...(columns > 1 ? { column: String(column + 1) } : {}) };
      const place = `row ${row + 1}${columns > 1 ? `, column ${column + 1}` : ''}`;
      throw new DataError(`${who}: a probability must be from 0 to 1, got ${score} at ${place}`, where);
    }
    if (columns === 1 || Math.abs(sum - 1) <= sumTolerance) continue;
    throw new DataError(`${who}: the probabilities of a row must sum to 1, got ${sum} at row ${row + 1}`, {
      row: row + 1,
    });
  }
}
