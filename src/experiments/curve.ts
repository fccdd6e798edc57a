import type { ChartPoint, LineSeries } from '../report/document.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';

/** What the figures of a curve are: a loss is not negative, a share is from 0 to 1. */
export type CurveFigure = 'loss' | 'share';

/**
 * The mean of some curves, a number for each epoch from 1, with a band of one standard deviation, as far as such a figure can go.
 * Where some end earlier, the mean is of those that go on.
 */
export function curveOf(
  name: string,
  figure: CurveFigure,
  curves: readonly (readonly number[])[],
  dashed = false,
): LineSeries {
  const most = figure === 'share' ? 1 : Number.POSITIVE_INFINITY;
  const epochs = Math.max(0, ...curves.map(({ length }) => length));
  const points = Array.from({ length: epochs }, (_, epoch): ChartPoint => {
    const values = curves.flatMap((curve) => (epoch < curve.length ? [curve[epoch]] : []));
    const { mean, deviation } = meanAndDeviation(values);
    const band =
      deviation === undefined ? {} : { low: Math.max(0, mean - deviation), high: Math.min(most, mean + deviation) };
    return { x: epoch + 1, y: mean, ...band };
  });
  return { name, ...(dashed && { dashed }), points };
}
