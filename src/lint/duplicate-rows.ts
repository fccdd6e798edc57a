import { counted } from '../data/counted.ts';
import { RowIndex, rowColumn } from '../data/row-index.ts';
import { rowNumbers } from '../data/row-numbers.ts';
import type { Column } from '../data/table.ts';
import type { Finding, LintPartName } from './finding.ts';
import { percentText } from './wording.ts';

const groups = 'keep equal rows in one part (duplicateGroups(table) as groups of the split)';

/** Rows of one table that are equal to an earlier one, in features and targets: a random split tears them apart. */
export function* duplicateRows(columns: readonly Column[], rows: number): Generator<Finding> {
  const first = new RowIndex(columns.map(rowColumn), rowNumbers(rows)).firsts();
  let [count, row] = [0, 0];
  for (let i = 0; i < rows; i++) {
    if (first[i] === i) continue;
    count++;
    if (row === 0) row = i + 1;
  }
  if (count === 0) return;
  const message = `${count} of ${counted(rows, 'row')} (${percentText(count / rows)}) repeat an earlier one, row ${row} the first (as row ${first[row - 1] + 1}): ${groups}, or test scores are too good`;
  yield { severity: 'note', rule: 'duplicate-rows', message, row };
}

/** A part of a split as what makes its rows. */
export interface ComparedPart {
  readonly name: LintPartName;
  readonly columns: readonly Column[];
  readonly rows: number;
  /** What a row, from 0, is called. */
  rowNumber(row: number): number;
}

/** Rows of a later part that stand in an earlier one too: what they score was seen before. */
export function* duplicatesAcross(parts: readonly ComparedPart[]): Generator<Finding> {
  for (const [place, earlier] of parts.slice(0, -1).entries()) {
    const index = new RowIndex(earlier.columns.map(rowColumn), rowNumbers(earlier.rows));
    for (const { name, columns, rows, rowNumber } of parts.slice(place + 1)) {
      const found = index.find(columns.map(rowColumn), rowNumbers(rows));
      const count = found.reduce((sum, row) => sum + (row >= 0 ? 1 : 0), 0);
      if (count === 0) continue;
      const first = found.findIndex((at) => at >= 0);
      const row = rowNumber(first);
      const message = `${count} of ${counted(rows, 'row')} of ${name} (${percentText(count / rows)}) stand in ${earlier.name} too, row ${row} the first (as row ${earlier.rowNumber(found[first])} of ${earlier.name}): scores on them say little; ${groups}`;
      yield { severity: 'warning', rule: 'duplicate-rows', message, row, part: name };
    }
  }
}
