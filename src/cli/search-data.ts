import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DownloadProgress } from '../../datasets/index.ts';
import type { Table } from '../data/table.ts';
import { DataError } from '../errors.ts';
import { planTable, type TablePlan } from '../experiments/table/plan.ts';
import { type LearnedTable, learnTable } from '../experiments/table/table-parts.ts';
import { type CsvProgress, readCsv } from '../node/index.ts';
import { fingerprint } from '../tensor/fingerprint.ts';
import { Tensor } from '../tensor/tensor.ts';
import { isDatasetName, loadTable } from './load-table.ts';
import type { TableOptions } from './table-options.ts';

/** Shares of all rows. */
export const validationSize = 0.15;
const testSize = 0.15;

/** Where the rows of a search are, and what is made of them: plain data, so that threads can do the same. */
export interface SearchedData extends TableOptions {
  /** The name of a data set, or the path of a CSV file. */
  readonly data: string;
  readonly target?: readonly string[];
  /** Draws the rows to test on. */
  readonly seed: number;
  /** The variables that say where data sets are. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface SearchDataOptions {
  readonly signal?: AbortSignal;
  /** Whether files that are not on this machine are fetched; true unless set. */
  readonly download?: boolean;
  readonly onRead?: (now: CsvProgress) => void;
  readonly onDownload?: (now: DownloadProgress) => void;
}

const who = 'search';

/**
 * Reads the rows and plans what becomes of them.
 *
 * @throws DataError for a file without --target; as `loadTable`, `readCsv` and `planTable`.
 */
export async function planSearch(searched: SearchedData, options: SearchDataOptions = {}): Promise<TablePlan> {
  const { data, target, seed } = searched;
  const split = { testSize, testSeed: seed };
  if (isDatasetName(data)) {
    const { environment } = searched;
    const { signal, download, onDownload: onProgress } = options;
    const named = await loadTable(who, data, { environment, signal, download, onProgress });
    return planTable(who, named.table, {
      ...searched,
      target: target ?? [named.target],
      task: searched.task ?? (target === undefined ? named.task : undefined),
      ...split,
    });
  }
  if (target === undefined) {
    throw new DataError(
      `${who}: --target says which column of ${basename(data)} to predict; a data set by its name needs none`,
    );
  }
  return planTable(who, await readTable(searched, options), { ...searched, target, ...split });
}

function readTable({ data, delimiter, header, encoding }: SearchedData, options: SearchDataOptions): Promise<Table> {
  const { signal, onRead } = options;
  return readCsv(data, { delimiter, header, encoding, signal, onProgress: onRead });
}

/** Whether it can be read more than once, as threads do: a pipe cannot. */
export async function canBeReadAgain({ data }: SearchedData): Promise<boolean> {
  if (isDatasetName(data)) return true;
  return stat(data).then(
    (about) => about.isFile(),
    () => false,
  );
}

/** What tells the rows of a search from others: SHA-256 of all features and targets, as networks take them. */
export function searchedFingerprint(plan: TablePlan): Promise<string> {
  const all = Uint32Array.from({ length: plan.table.rowCount }, (_, row) => row);
  const { x, y } = learnTable(plan, all).part(all);
  const tensor = ({ data, shape }: ReturnType<LearnedTable['part']>['x']) =>
    new Tensor(shape as number[], Float32Array.from(data));
  return fingerprint({ x: tensor(x), y: tensor(y) });
}
