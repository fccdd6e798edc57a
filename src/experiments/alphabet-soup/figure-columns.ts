import { type FigureColumn, numberColumn, shareColumn } from '../run-figures.ts';
import type { SoupRun } from './run.ts';

/** What networks are worth on the test part. */
export const figureColumns: readonly FigureColumn<SoupRun>[] = [
  shareColumn('accuracy', ({ test }) => test.accuracy),
  numberColumn('loss', ({ test }) => test.loss),
  shareColumn('precision', ({ test }) => test.precision),
  shareColumn('recall', ({ test }) => test.recall),
  shareColumn('F1', ({ test }) => test.f1),
  numberColumn('ROC-AUC', ({ test }) => test.rocAuc),
  shareColumn('ECE', ({ test }) => test.calibrationError),
];
