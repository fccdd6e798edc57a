import type {
  Axis,
  Bar,
  BarChart,
  Chart,
  ChartPoint,
  ContourChart,
  HeatMap,
  LineChart,
  ParallelChart,
  ScatterChart,
  TableBlock,
} from '../document.ts';
import { acrossText, axisText, barText, numberText, placeText } from '../number-text.ts';

type Table = Pick<TableBlock, 'columns' | 'rows'>;

/** Rows of curves that somebody may want to read. */
const mostRows = 200;

/**
 * The figures that a chart draws, for whoever wants to read rather than to look. Of long curves, and of many lines across axes, one row
 * in `every` is there, and the last.
 */
export function chartTable(chart: Chart): Table & { readonly every: number } {
  if (chart.kind === 'scatter') return { ...scatterTable(chart), every: 1 };
  if (chart.kind === 'bars') return { ...barTable(chart), every: 1 };
  if (chart.kind === 'heatMap') return { ...heatMapTable(chart), every: 1 };
  if (chart.kind === 'contours') return { ...contourTable(chart), every: 1 };
  const { columns, rows } = chart.kind === 'parallel' ? parallelTable(chart) : lineTable(chart);
  const every = Math.ceil(rows.length / mostRows);
  const shown = rows.filter((_, i) => i % every === 0 || i === rows.length - 1);
  return { columns, rows: shown, every: Math.max(1, every) };
}

/** A row for each x, a column for each series. */
function lineTable({ x, y, series, dashes }: LineChart): Table {
  const xs = [...new Set(series.flatMap(({ points }) => points.map((point) => point.x)))].sort((a, b) => a - b);
  const byX = series.map(({ points }) => new Map(points.map((point) => [point.x, point])));
  const titles = series.map(({ name, dashed }) => {
    if (dashes) return `${name}, ${dashed ? dashes.dashed : dashes.solid}`;
    return name;
  });
  return {
    columns: [right(x.title), ...titles.map(right)],
    rows: xs.map((at) => [axisText(at, x), ...byX.map((points) => pointText(points.get(at), y))]),
  };
}

function scatterTable({ x, y, series }: ScatterChart): Table {
  const points = series.flatMap(({ name, points }) => points.map((point) => ({ name, point })));
  const hasLabels = points.some(({ point }) => point.label !== undefined);
  return {
    columns: [
      { title: 'series' },
      ...(hasLabels ? [{ title: 'point' }] : []),
      x.choices ? { title: x.title } : right(x.title),
      right(y.title),
    ],
    rows: points.map(({ name, point }) => [
      name,
      ...(hasLabels ? [point.label ?? ''] : []),
      acrossText(point.x, x),
      pointText(point, y),
    ]),
  };
}

/** A row for each group, a column for each series. */
function barTable({ x, groups, series }: BarChart): Table {
  return {
    columns: [{ title: x.title }, ...series.map(({ name }) => right(name))],
    rows: groups.map((group, i) => [group, ...series.map(({ bars }) => withGoal(bars[i], x))]),
  };
}

/** '42 ms (goal 150)'. */
function withGoal(bar: Bar | null, axis: Axis): string {
  return barText(bar, axis) + (bar?.goal === undefined ? '' : ` (goal ${axisText(bar.goal, axis)})`);
}

function heatMapTable({ rowTitle, columnTitle, rows, columns, values, texts }: HeatMap): Table {
  return {
    columns: [{ title: `${rowTitle} \\ ${columnTitle}` }, ...columns.map(right)],
    rows: rows.map((name, i) => [name, ...values[i].map((value, j) => texts?.[i][j] ?? numberText(value))]),
  };
}

/** A row for each line, the best first. */
function parallelTable({ axes, outcome, lines }: ParallelChart): Table {
  const sign = outcome.better === 'lower' ? 1 : -1;
  const sorted = [...lines].sort((a, b) => sign * (a.outcome - b.outcome));
  const columnOf = ({ title, choices }: ParallelChart['axes'][number]) => (choices ? { title } : right(title));
  return {
    columns: [{ title: 'line' }, ...axes.map(columnOf), right(outcome.title)],
    rows: sorted.map((line) => [
      line.name,
      ...axes.map((axis, i) => placeText(line.values[i], axis)),
      axisText(line.outcome, outcome),
    ]),
  };
}

/** A row for each path. */
function contourTable({ x, y, paths }: ContourChart): Table {
  const titles = [x, y].flatMap(({ title }) => [`${title} at the beginning`, `${title} at the end`]);
  return {
    columns: [{ title: 'path' }, right('points'), ...titles.map(right)],
    rows: paths.map(({ name, points }) => {
      const ends = points.length === 0 ? [] : [points[0], points[points.length - 1]];
      const places = [0, 1].flatMap((axis) =>
        ends.length === 0 ? ['', ''] : ends.map((end) => numberText(end[axis])),
      );
      return [name, numberText(points.length), ...places];
    }),
  };
}

function right(title: string): Table['columns'][number] {
  return { title, align: 'right' };
}

/** '0.302 (0.261 to 0.343)'. */
function pointText(point: ChartPoint | undefined, axis: Axis): string {
  if (!point) return '';
  const { y, low, high } = point;
  const band =
    low === undefined && high === undefined ? '' : ` (${axisText(low ?? y, axis)} to ${axisText(high ?? y, axis)})`;
  return axisText(y, axis) + band;
}
