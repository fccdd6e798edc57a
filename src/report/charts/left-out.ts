import type { Chart } from '../document.ts';
import { hasPlace } from './axis-spec.ts';

/** Says how many points of a chart have no place on its logarithmic axes; '' if all have. */
export function leftOut(chart: Chart): string {
  if (chart.kind === 'heatMap') return '';
  const points = chart.series.flatMap((series) => [...series.points]);
  const count = points.filter(({ x, y }) => !hasPlace(x, chart.x) || !hasPlace(y, chart.y)).length;
  if (count === 0) return '';
  return `${count === 1 ? '1 point at or below 0 has' : `${count} points at or below 0 have`} no place on a logarithmic axis.`;
}
