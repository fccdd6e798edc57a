import type { ChartBlock, HeatMap } from '../../report/document.ts';
import { type MeanAndDeviation, meanAndDeviation } from '../mean-and-deviation.ts';
import type { CellRun } from './train-cell.ts';

/** A figure of runs that came to their end. */
export type RunFigure = (run: CellRun) => number;

export const testAccuracy: RunFigure = ({ test }) => test!.accuracy;
/** Of the finished network on the rows that it was trained on. */
export const trainAccuracy: RunFigure = ({ train }) => train!.accuracy;

/** Over the runs, of which there must be one. */
export function spreadOf(runs: readonly CellRun[], figure: RunFigure): MeanAndDeviation {
  return meanAndDeviation(runs.map(figure));
}

/**
 * A heat map of shares, in per cent with two digits: the mean of a figure over the runs of each cell. Where none came to its end it says
 * so, in the colour of the lowest.
 *
 * @param runs of the cell in this row and column, from 0.
 */
export function shareMap(
  caption: string,
  axes: Pick<HeatMap, 'rowTitle' | 'columnTitle' | 'rows' | 'columns'>,
  runs: (row: number, column: number) => readonly CellRun[],
  figure: RunFigure = testAccuracy,
): ChartBlock {
  const cells = axes.rows.map((_, row) =>
    axes.columns.map((_, column) => {
      const own = runs(row, column);
      return own.length === 0 ? undefined : spreadOf(own, figure).mean;
    }),
  );
  const least = Math.min(...cells.flat().flatMap((one) => one ?? []), 1);
  return {
    kind: 'chart',
    caption: `${caption}, in per cent, mean over seeds`,
    chart: {
      kind: 'heatMap',
      ...axes,
      values: cells.map((row) => row.map((value) => value ?? least)),
      texts: cells.map((row) => row.map((value) => (value === undefined ? 'failed' : (100 * value).toFixed(2)))),
      scale: 'linear',
    },
  };
}
