import { duplicateGroups } from '../../data/duplicate-groups.ts';
import { trainTestSplit } from '../../data/split.ts';
import type { Table } from '../../data/table.ts';
import type { Targets } from './targets.ts';

/** How the rows are drawn that a model is tested on. */
export interface TestSplit {
  /** A share of the rows. */
  readonly testSize: number;
  /** Draws the test part, which is one for all seeds that training and validation parts are drawn with. */
  readonly testSeed: number;
  /** Whether rows whose features are equal are kept in one part. */
  readonly groupDuplicates: boolean;
}

/** What is divided. */
export interface Divisible {
  readonly table: Table;
  readonly targets: Targets;
  /** Columns that become features. */
  readonly features: readonly string[];
}

/**
 * The rows to test on, from 0. They are drawn once, before anything is decided by values: networks are compared over several
 * seeds, and a row that one seed tests on and another chooses by would have had a say in which network is kept.
 *
 * @throws as `trainTestSplit`.
 */
export function drawTestRows(divisible: Divisible, { testSize, testSeed, groupDuplicates }: TestSplit): Uint32Array {
  const { table, targets } = divisible;
  const stratify = targets.task === 'regression' ? undefined : targets.y;
  return trainTestSplit(table.rowCount, {
    testSize,
    seed: testSeed,
    ...(stratify && { stratify }),
    ...(groupDuplicates && { groups: groupsOf(divisible) }),
  }).test;
}

/** All rows but those tested on, in their order. */
export function otherRows({ rowCount }: Table, testRows: Uint32Array): Uint32Array {
  const isTested = new Uint8Array(rowCount);
  for (const row of testRows) isTested[row] = 1;
  const others = new Uint32Array(rowCount - testRows.length);
  let next = 0;
  for (let row = 0; row < rowCount; row++) if (isTested[row] === 0) others[next++] = row;
  return others;
}

/** Which of the rows have equal features. */
export function groupsOf({ table, features }: Divisible, rows?: Uint32Array): Uint32Array {
  return duplicateGroups(table.select([...features]), rows);
}
