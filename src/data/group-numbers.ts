import { ShapeError } from '../errors.ts';
import { type Label, requireLabel } from './labels.ts';

/** Rows by group: groups have the numbers 0, 1, … in the order in which they first come. */
export interface GroupNumbers {
  /** The number of each row's group. */
  readonly groupOf: Uint32Array;
  /** Rows of each group. */
  readonly sizes: readonly number[];
}

/**
 * @param groups one label for each row; rows of one label are of one group.
 * @throws ShapeError for another number of labels than `n`; DataError for one that is neither text nor a finite number.
 */
export function groupNumbers(who: string, n: number, groups: ArrayLike<Label>): GroupNumbers {
  if (groups?.length !== n) {
    throw new ShapeError(`${who}: groups needs one label for each of ${n} rows, got ${groups?.length ?? 'none'}`);
  }
  const numbers = new Map<Label, number>();
  const groupOf = new Uint32Array(n);
  const sizes: number[] = [];
  for (let row = 0; row < n; row++) {
    const label = requireLabel(`${who}: groups`, groups, row);
    let group = numbers.get(label);
    if (group === undefined) {
      group = sizes.length;
      numbers.set(label, group);
      sizes.push(0);
    }
    groupOf[row] = group;
    sizes[group]++;
  }
  return { groupOf, sizes };
}

/** The groups, the largest first; of equals the one whose row comes first in `order`. */
export function largestFirst({ groupOf, sizes }: GroupNumbers, order: Uint32Array): number[] {
  const met = new Set<number>();
  for (const row of order) met.add(groupOf[row]);
  return [...met].sort((a, b) => sizes[b] - sizes[a]);
}
