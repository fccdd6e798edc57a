import type { Axis, Chart } from '../document.ts';
import { hasPlace } from './axis-spec.ts';
import { shownLines } from './parallel-layout.ts';

/** Says how many points of a chart have no place on its logarithmic axes; '' if all have. */
export function leftOut(chart: Chart): string {
  if (chart.kind === 'heatMap') return '';
  if (chart.kind === 'parallel') return lostText('line', chart.lines.length - shownLines(chart).length);
  const isLost = (value: number, axis: Axis): boolean => !hasPlace(value, axis);
  const [what, count]: [string, number] =
    chart.kind === 'bars'
      ? ['bar', chart.series.flatMap(({ bars }) => bars.filter((bar) => bar && isLost(bar.value, chart.x))).length]
      : [
          'point',
          chart.series.flatMap(({ points }) => points.filter(({ x, y }) => isLost(x, chart.x) || isLost(y, chart.y)))
            .length,
        ];
  return lostText(what, count);
}

function lostText(what: string, count: number): string {
  if (count === 0) return '';
  return `${count === 1 ? `1 ${what} at or below 0 has` : `${count} ${what}s at or below 0 have`} no place on a logarithmic axis.`;
}
