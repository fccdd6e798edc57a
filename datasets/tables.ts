import type { Table } from '../src/index.ts';
import { type About, aboutOf } from './about.ts';
import type { DatasetDescription } from './dataset.ts';

/**
 * A data set as it is in its file: columns of numbers and of text, cells that are missing, the target among the columns.
 * How it becomes numbers is part of whatever is asked of it, and has to be fitted on the training rows alone.
 */
export interface TableDataset extends About {
  readonly task: 'classification' | 'regression';
  /** All columns in the order of the file; `target` names the one to predict. NaN and '' stand for what is missing. */
  readonly table: Table;
}

/** `description.target` is one of the columns. */
export function tableOf(description: DatasetDescription, table: Table): TableDataset {
  return { ...aboutOf(description), task: description.task, table };
}
