import type { ChartPoint, LineSeries } from '../report/document.ts';
import { meanAndDeviation } from './mean-and-deviation.ts';

/**
 * The mean of some curves, a number for each epoch from 1, with a band of one standard deviation. Where some end earlier, the
 * mean is of those that go on.
 */
export function curveOf(name: string, curves: readonly (readonly number[])[], dashed = false): LineSeries {
  const epochs = Math.max(0, ...curves.map(({ length }) => length));
  const points = Array.from({ length: epochs }, (_, epoch): ChartPoint => {
    const values = curves.flatMap((curve) => (epoch < curve.length ? [curve[epoch]] : []));
    const { mean, deviation } = meanAndDeviation(values);
    const band = deviation === undefined ? {} : { low: mean - deviation, high: mean + deviation };
    return { x: epoch + 1, y: mean, ...band };
  });
  return { name, ...(dashed && { dashed }), points };
}
