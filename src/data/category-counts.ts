import { compareLabels, type Label } from './labels.ts';
import type { Column } from './table.ts';

/** How often each value of a column occurs. */
export interface CategoryCounts {
  /** In order: numbers by value, text by code unit. */
  readonly values: readonly Label[];
  /** Of each value; as many. */
  readonly counts: readonly number[];
  /** Cells without a value. */
  readonly missing: number;
}

/** Counts the values of a column: in all rows, or in those at `rows`. */
export function countCategories(column: Column, rows?: Uint32Array): CategoryCounts {
  const counts = new Map<Label, number>();
  const total = rows ? rows.length : column.length;
  let missing = 0;
  for (let i = 0; i < total; i++) {
    const value = column[rows ? rows[i] : i];
    if (value === '' || Number.isNaN(value)) missing++;
    else counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const values = [...counts.keys()].sort(compareLabels);
  return { values, counts: values.map((value) => counts.get(value)!), missing };
}
