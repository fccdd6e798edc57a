import { type DownloadProgress, listDatasets, loadDataset, loadDatasets } from '../../datasets/index.ts';
import type { Matrix } from '../data/matrix.ts';
import { Table } from '../data/table.ts';
import { DataError } from '../errors.ts';
import type { TableTask } from '../experiments/table/targets.ts';

/** A data set by its name, as a table with the target among its columns. */
export interface NamedTable {
  readonly name: string;
  readonly title: string;
  readonly table: Table;
  readonly target: string;
  readonly task: TableTask;
}

export interface LoadTableOptions {
  /** Where data sets are. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether files that are not on this machine are fetched; true unless set. */
  readonly download?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (now: DownloadProgress) => void;
}

/** Whether a data set, or a group of them, has this name. */
export function isDatasetName(name: string): boolean {
  return name === group || listDatasets({ environment: {} }).some((one) => one.name === name);
}

const group = 'wine-quality';

/**
 * A data set whose rows are numbers or cells of a table. Columns without a name are `column1`, `column2` …
 *
 * @throws DataError for one that comes in parts, or is several; as `loadDataset`.
 */
export async function loadTable(who: string, name: string, options: LoadTableOptions): Promise<NamedTable> {
  const listed = listDatasets({ environment: options.environment }).find((one) => one.name === name);
  if (name === group) {
    throw new DataError(`${who}: ${name} is two data sets; choose ${group}-red or ${group}-white`);
  }
  if (listed?.parts) {
    throw new DataError(
      `${who}: ${name} comes divided into a part to train on and one to test on; choose another, such as digits`,
    );
  }
  if (listed?.table) {
    const { title, table, target, task } = await loadDataset(name as 'california-housing', options);
    return { name, title, table, target, task: task === 'regression' ? task : taskOf(table, target) };
  }
  const [one] = await loadDatasets(name, options);
  const { title, target, featureNames } = one;
  const { data, shape } = one.x as Matrix;
  const columns = Array.from({ length: shape[1] }, (_, j): [string, Float64Array] => [
    featureNames?.[j] ?? `column${j + 1}`,
    Float64Array.from({ length: shape[0] }, (_, i) => data[i * shape[1] + j]),
  ]);
  const labels = one.task === 'regression' ? [...one.y] : one.y.map((label) => one.classes[label]);
  const table = new Table([...columns, [target, labels as number[] | string[]]]);
  return { name, title, table, target, task: one.task === 'regression' ? one.task : taskOf(table, target) };
}

function taskOf(table: Table, target: string): TableTask {
  return new Set(table.strings(target)).size === 2 ? 'binary' : 'multi-class';
}
