import type { Axis, Chart, ContourChart } from '../document.ts';
import { hasPlace } from './axis-spec.ts';
import { shownLines } from './parallel-layout.ts';

/** Says how much of a chart has no place on its logarithmic axes, or is cut off where they end; '' if all is there. */
export function leftOut(chart: Chart): string {
  if (chart.kind === 'heatMap') return '';
  if (chart.kind === 'contours') return cutOff(chart);
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

function cutOff({ x, y, paths }: ContourChart): string {
  const isWithin = (value: number, [low, high]: readonly [number, number]): boolean => value >= low && value <= high;
  const leaving = paths.filter(({ points }) =>
    points.some(([atX, atY]) => !isWithin(atX, x.domain) || !isWithin(atY, y.domain)),
  );
  if (leaving.length === 0) return '';
  return leaving.length === 1 ? '1 path leaves the picture.' : `${leaving.length} paths leave the picture.`;
}
