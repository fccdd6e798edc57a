import type { Finding } from '../../lint/finding.ts';
import type { ParameterImportance } from '../../search/importance.ts';
import type { StudyJSON } from '../../search/study.ts';
import type { TableResults, TestedModel } from '../table/table-results.ts';
import type { SearchTraining } from './train-parameters.ts';

/** What `simdgrad search` found out, as plain data. */
export interface SearchResults extends Pick<TableResults, 'task' | 'targets' | 'classes' | 'table'> {
  /** Rows that networks are trained and chosen by, and rows that are tested on once, in the end. */
  readonly rows: { readonly learned: number; readonly test: number };
  /** How often each row that is not tested on is chosen by: 1 for a part of them, once; else all, in so many folds. */
  readonly folds: number;
  /** Share of all rows that are chosen by, where there are no folds. */
  readonly validationSize: number;
  readonly training: SearchTraining;
  /** How many trials there were to be. */
  readonly planned: number;
  readonly study: StudyJSON;
  /** Undefined for too few trials. */
  readonly importance?: readonly ParameterImportance[];
  /** Of the table, its parts and what was predicted. */
  readonly findings: readonly Finding[];
  /** What the network of the best trial is worth, trained once more; undefined where that was not done. */
  readonly final?: FinalModel;
}

export interface FinalModel {
  /** The number of the trial. */
  readonly trial: number;
  /** Numbers of better ones whose weights grew without end when they were trained once more. */
  readonly diverged: readonly number[];
  /** That it was trained for: where its loss was lowest on rows to choose by. */
  readonly epochs: number;
  /** Numbers that are learned. */
  readonly parameters: number;
  readonly seconds: number;
  /** SHA-256 of its weights. */
  readonly fingerprint: string;
  readonly tested: TestedModel;
}
