import type { Label } from '../../data/labels.ts';
import type { Finding } from '../../lint/finding.ts';
import type { EachPart } from '../each-part.ts';
import type { Interval } from '../paired-difference.ts';
import type { LeftOut, TablePlan } from './plan.ts';
import type { ScoreName, Scores } from './scores.ts';
import type { TableTask } from './targets.ts';
import type { TableRun } from './train-run.ts';

/** What `simdgrad train` found out, as plain data. */
export interface TableResults {
  readonly task: TableTask;
  readonly targets: readonly string[];
  /** Of targets that are classes, in order. */
  readonly classes?: readonly Label[];
  readonly table: {
    /** That have a target. */
    readonly rows: number;
    readonly numeric: readonly string[];
    readonly categorical: readonly string[];
    readonly log: readonly string[];
    readonly leftOut: readonly LeftOut[];
  };
  /** Of each part. */
  readonly rows: EachPart<number>;
  /** Inputs of the network; undefined if none was trained. */
  readonly features?: number;
  readonly networks: readonly { readonly name: string; readonly description: string }[];
  /** Drew the rows to test on, for all seeds. */
  readonly testSeed: number;
  /** Drew the other rows into those to train on and those to choose by. */
  readonly seeds: readonly number[];
  /** Seed by seed, network by network. */
  readonly runs: readonly TableRun[];
  /** Of table, split, set-up and outcome. */
  readonly findings: readonly Finding[];
  /** Undefined if no network was trained for an epoch. */
  readonly tested?: TestedModel;
}

/** What results say of the table and what is predicted. */
export function aboutTable({
  task,
  targets,
  table,
  numeric,
  categorical,
  log,
  leftOut,
}: TablePlan): Pick<TableResults, 'task' | 'targets' | 'classes' | 'table'> {
  return {
    task,
    targets: targets.names,
    ...(targets.task !== 'regression' && { classes: targets.classes }),
    table: { rows: table.rowCount, numeric, categorical, log, leftOut },
  };
}

/** The model that is kept, on rows that nothing was chosen by with any seed. */
export interface TestedModel {
  readonly network: string;
  readonly seed: number;
  /** Of two classes; 0.5 for others. */
  readonly threshold: number;
  /** The score that counts first. */
  readonly main: ScoreName;
  readonly scores: Scores;
  /** 95 %, over the rows tested on. */
  readonly intervals: Readonly<Partial<Record<ScoreName, Interval>>>;
  /** What says the same of every row, and its main score. */
  readonly constant: { readonly answer: string; readonly score: number };
  /** By how much the main score gets worse without a column, the largest first. */
  readonly importance: readonly ColumnWorth[];
  readonly worst: readonly WorstPrediction[];
  /** Rows of the test part by true class, then by predicted one; undefined for numbers. */
  readonly confusionMatrix?: readonly (readonly number[])[];
}

export interface ColumnWorth {
  readonly column: string;
  readonly mean: number;
  readonly interval: Interval;
}

export interface WorstPrediction {
  /** Of the file's data, from 1. */
  readonly row: number;
  /** Which of several targets. */
  readonly target?: string;
  readonly truth: string;
  readonly predicted: string;
  /** Of classes. */
  readonly probabilityOfTruth?: number;
  readonly probabilityOfPredicted?: number;
}
