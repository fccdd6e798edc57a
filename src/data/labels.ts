import { DataError, valueText } from '../errors.ts';

/** A class as it stands in the data. */
export type Label = string | number;

/**
 * Label `i` if it is text or a finite number, and of the same kind as the first: 1 and '1' would be two classes.
 *
 * @throws DataError naming the row of one that is not.
 */
export function requireLabel(who: string, labels: ArrayLike<Label>, i: number): Label {
  const label = labels[i];
  if (typeof label !== 'string' && !(typeof label === 'number' && Number.isFinite(label))) {
    throw new DataError(`${who}: a label must be text or a finite number, got ${valueText(label)} at row ${i + 1}`, {
      row: i + 1,
    });
  }
  if (typeof label !== typeof labels[0]) {
    throw new DataError(
      `${who}: labels must be all numbers or all text: row 1 is ${valueText(labels[0])}, row ${i + 1} is ${valueText(label)}`,
      { row: i + 1 },
    );
  }
  return label;
}

/** For sorting: numbers by value, text by UTF-16 code unit. */
export function compareLabels(a: Label, b: Label): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The distinct labels in order: by value if they are numbers, by UTF-16 code unit if they are text (the same on every
 * machine, unlike a locale's order: 'Z' comes before 'a').
 *
 * @throws DataError as `requireLabel`.
 */
export function sortedClasses(who: string, labels: ArrayLike<Label>): Label[] {
  const classes = new Set<Label>();
  for (let i = 0; i < labels.length; i++) classes.add(requireLabel(who, labels, i));
  return [...classes].sort(compareLabels);
}

/** Classes as they stand in a message: `3, 4, 5` or `"oak", "elm"`; after twenty, how many more there are. */
export function classesText(classes: readonly Label[]): string {
  const shown = classes.slice(0, 20).map(valueText).join(', ');
  return classes.length > 20 ? `${shown} and ${classes.length - 20} more` : shown || 'none';
}
