import type {
  Axis,
  BarChart,
  Chart,
  ChartPoint,
  ContourChart,
  HeatMap,
  ParallelChart,
  ScatterChart,
} from '../document.ts';
import { acrossText, axisText, barText, numberText, placeText } from '../number-text.ts';

/** As many series are told of one by one. */
const mostSeries = 8;

/** What a chart shows, in words, for whoever cannot see it. */
export function chartDescription(chart: Chart): string {
  if (chart.kind === 'bars') return barDescription(chart);
  if (chart.kind === 'heatMap') return heatMapDescription(chart);
  if (chart.kind === 'parallel') return parallelDescription(chart);
  if (chart.kind === 'contours') return contourDescription(chart);
  const { x, y, series } = chart;
  const kind = chart.kind === 'lines' ? 'Line chart' : 'Scatter chart';
  const nameOf = (one: (typeof series)[number]): string => {
    if (chart.kind !== 'lines' || !chart.dashes) return one.name;
    return `${one.name}, ${'dashed' in one && one.dashed ? chart.dashes.dashed : chart.dashes.solid}`;
  };
  const told = series.slice(0, mostSeries).map((one) => `${nameOf(one)}: ${extent(one.points, x, y)}.`);
  if (series.length > mostSeries) told.push(`And ${series.length - mostSeries} more.`);
  return [`${kind}: ${y.title} over ${x.title}.`, ...told].join(' ');
}

function extent(points: readonly ChartPoint[], x: ScatterChart['x'], y: Axis): string {
  if (points.length === 0) return 'no points';
  const [first, last] = [points[0], points[points.length - 1]];
  const at = (point: ChartPoint): string => `${axisText(point.y, y)} at ${acrossText(point.x, x)}`;
  if (points.length === 1) return at(first);
  const ys = points.map((point) => point.y);
  const [least, most] = [Math.min(...ys), Math.max(...ys)].map((value) => axisText(value, y));
  return `${points.length} points from ${at(first)} to ${at(last)}, lowest ${least}, highest ${most}`;
}

function barDescription({ x, groups, series, stacked }: BarChart): string {
  const told = series.slice(0, mostSeries).map(({ name, bars }) => {
    const named = groups.flatMap((group, i) => (bars[i] ? [`${barText(bars[i], x)} (${group})`] : []));
    return `${name}: ${named.length > 0 ? named.join(', ') : 'no bars'}.`;
  });
  if (series.length > mostSeries) told.push(`And ${series.length - mostSeries} more.`);
  return [`${stacked ? 'Stacked bars' : 'Bar chart'}: ${x.title}.`, ...told].join(' ');
}

function heatMapDescription({ rowTitle, columnTitle, rows, columns, values }: HeatMap): string {
  const all = values.flat();
  const range =
    all.length === 0 ? '' : ` Values from ${numberText(Math.min(...all))} to ${numberText(Math.max(...all))}.`;
  return `Heat map: ${rows.length} rows (${rowTitle}), ${columns.length} columns (${columnTitle}).${range}`;
}

function parallelDescription({ axes, outcome, lines }: ParallelChart): string {
  const kind = `Parallel coordinates: ${outcome.title} over ${axes.map(({ title }) => title).join(', ') || 'nothing'}.`;
  const sign = outcome.better === 'lower' ? 1 : -1;
  const [best] = [...lines].sort((a, b) => sign * (a.outcome - b.outcome));
  if (best === undefined) return `${kind} no lines.`;
  const values = axes.map((axis, i) => `${axis.title} ${placeText(best.values[i], axis)}`);
  const all = lines.map((line) => line.outcome);
  const [least, most] = [Math.min(...all), Math.max(...all)].map((value) => axisText(value, outcome));
  const told = [`${outcome.title} ${axisText(best.outcome, outcome)}`, ...values].join(', ');
  return `${kind} ${lines.length} lines, from ${least} to ${most}; best, ${best.name}: ${told}.`;
}

function contourDescription({ x, y, levels, paths, marks = [] }: ContourChart): string {
  const at = ([atX, atY]: readonly [number, number]): string => `(${numberText(atX)}, ${numberText(atY)})`;
  const ends = levels.length === 0 ? '' : `, from ${numberText(levels[0])} to ${numberText(levels[levels.length - 1])}`;
  const kind = `Contour lines over ${x.title} and ${y.title}: ${levels.length} levels${ends}.`;
  const places = marks.map((mark) => `${mark.name}: ${at([mark.x, mark.y])}.`);
  const named = paths.filter(({ muted = false }) => !muted);
  const told = named.map(({ name, points }) => {
    if (points.length === 0) return `${name}: no points.`;
    return `${name}: ${points.length} points from ${at(points[0])} to ${at(points[points.length - 1])}.`;
  });
  const others = paths.length - named.length;
  if (others > 0) told.push(`And ${others} more, in grey.`);
  return [kind, ...places, ...told].join(' ');
}
