import { DataError, NotFittedError, valueText } from '../errors.ts';
import { classesText, type Label, sortedClasses } from './labels.ts';

/** What `LabelEncoder.toJSON` gives. */
export interface LabelEncoderJson {
  readonly type: 'LabelEncoder';
  readonly classes: readonly Label[];
}

/**
 * Labels to class indices 0 … k − 1 and back, by one table for all parts of the data. As scikit-learn's.
 *
 * Fit it on all labels, before splitting: a class that a part happens to lack then keeps its index. Classes are in
 * order of value if they are numbers, else of code unit, so the table does not depend on the order of rows.
 *
 *     const encoder = new LabelEncoder().fit([5, 3, 5, 8]);
 *     encoder.classes;                  // [3, 5, 8]
 *     encoder.transform([8, 3]);        // [2, 0]
 *     encoder.inverseTransform([2, 0]); // [8, 3]
 *
 * @throws NotFittedError before `fit`. DataError for an unknown label (value, row, known classes), for labels that mix
 *   numbers and text, and for no labels at all.
 */
export class LabelEncoder<L extends Label = Label> {
  private table: Map<Label, number> | undefined;

  fit(labels: ArrayLike<L>): this {
    if (labels.length === 0) throw new DataError('LabelEncoder.fit: no labels');
    this.table = tableOf(sortedClasses('LabelEncoder.fit', labels));
    return this;
  }

  /** The labels in order of their index. */
  get classes(): L[] {
    return [...this.fitted('classes').keys()] as L[];
  }

  /** The index of each label. */
  transform(labels: ArrayLike<L>): number[] {
    const table = this.fitted('transform');
    return Array.from(labels, (label, i) => {
      const index = table.get(label);
      if (index !== undefined) return index;
      const known = classesText([...table.keys()]);
      throw new DataError(
        `LabelEncoder.transform: unknown label ${valueText(label)} at row ${i + 1}; known classes: ${known}`,
        { row: i + 1 },
      );
    });
  }

  fitTransform(labels: ArrayLike<L>): number[] {
    return this.fit(labels).transform(labels);
  }

  /** The label of each index. */
  inverseTransform(indices: ArrayLike<number>): L[] {
    const classes = [...this.fitted('inverseTransform').keys()] as L[];
    return Array.from(indices, (index, i) => {
      if (Number.isInteger(index) && index >= 0 && index < classes.length) return classes[index];
      throw new DataError(
        `LabelEncoder.inverseTransform: class index must be a whole number below ${classes.length}, got ${valueText(index)} at row ${i + 1}`,
        { row: i + 1 },
      );
    });
  }

  toJSON(): LabelEncoderJson {
    return { type: 'LabelEncoder', classes: [...this.fitted('toJSON').keys()] };
  }

  static fromJSON(json: LabelEncoderJson): LabelEncoder {
    if (json?.type !== 'LabelEncoder' || !Array.isArray(json.classes)) {
      throw new DataError(`LabelEncoder.fromJSON: expected { type: 'LabelEncoder', classes }, got ${valueText(json)}`);
    }
    const sorted = sortedClasses('LabelEncoder.fromJSON', json.classes);
    if (sorted.length === 0 || json.classes.some((label, i) => label !== sorted[i])) {
      throw new DataError(
        `LabelEncoder.fromJSON: classes must be distinct and in order, got ${classesText(json.classes)}`,
      );
    }
    const encoder = new LabelEncoder();
    encoder.table = tableOf(sorted);
    return encoder;
  }

  private fitted(method: string): Map<Label, number> {
    if (this.table) return this.table;
    throw new NotFittedError(`LabelEncoder.${method}: not fitted; call fit(labels) first`);
  }
}

function tableOf(classes: readonly Label[]): Map<Label, number> {
  return new Map(classes.map((label, index) => [label, index]));
}
