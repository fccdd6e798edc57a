import type { LineChart } from '../document.ts';
import { hasPlace, indexed, onAxis, plotSize, type Spec } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import { legendOf } from './legend.ts';

/** With so few points each is marked, so that a line of one can be seen. */
const fewPoints = 8;
const whole = [1, 0];
const dashes = [5, 4];
/** For series beyond the colours there are. */
const dots = [1.5, 3];

/** Curves with bands, and a legend above them. */
export function lineSpec(chart: LineChart, width: number, colors: ChartColors): Spec {
  const { x, y } = chart;
  const names = [...new Set(chart.series.map(({ name }) => name))];
  const lines = chart.series.map((series, index) => {
    const place = names.indexOf(series.name);
    const again = place >= colors.series.length;
    return {
      index,
      place,
      dashed: series.dashed ? 1 : 0,
      isDots: series.mark === 'dots',
      color: colors.series[place % colors.series.length],
      dash: series.dashed ? dashes : again ? dots : whole,
      points: series.points.filter((point) => hasPlace(point.x, x) && hasPlace(point.y, y)),
    };
  });
  const values = lines.flatMap(({ points, ...line }) =>
    points.map((point) => ({ ...line, ...bandOf(point, chart), ...point })),
  );
  const onX = onAxis(
    'x',
    x,
    values.map((point) => point.x),
    { nice: false },
  );
  const onY = onAxis(
    'y',
    y,
    values.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]),
  );
  const fixed = { field: 'color', type: 'nominal', scale: null };
  const own = { field: 'index', type: 'nominal' };
  const layers: Spec[] = [];
  const alone = values.filter(({ isDots }) => isDots);
  if (alone.length > 0) {
    layers.push({
      data: { values: alone },
      mark: { type: 'point', filled: true, size: 30, opacity: 0.75 },
      encoding: { x: onX, y: onY, fill: fixed },
    });
  }
  if (values.some(({ low, high }) => low !== undefined || high !== undefined)) {
    layers.push({
      transform: [{ filter: 'isValid(datum.low)' }],
      mark: { type: 'area', opacity: 0.16, line: false },
      encoding: { x: onX, y: { ...onY, field: 'low' }, y2: { field: 'high' }, fill: fixed, detail: own },
    });
  }
  layers.push({
    mark: { type: 'line', strokeWidth: 2, strokeJoin: 'round', strokeCap: 'butt' },
    encoding: { x: onX, y: onY, detail: own, ...linesOf(chart, names, lines, width, colors) },
  });
  if (alone.length === 0 && Math.max(0, ...lines.map(({ points }) => points.length)) <= fewPoints) {
    layers.push({
      mark: { type: 'point', filled: true, size: 36, opacity: 1 },
      encoding: { x: onX, y: onY, fill: fixed },
    });
  }
  return { data: { values: values.filter(({ isDots }) => !isDots) }, layer: layers, ...plotSize(width) };
}

/** Ends of the band at a point, where it has one end at least and the axis a place for both. */
function bandOf({ y, low, high }: LineChart['series'][number]['points'][number], { y: axis }: LineChart) {
  if (low === undefined && high === undefined) return {};
  const band = { low: low ?? y, high: high ?? y };
  return hasPlace(band.low, axis) ? band : { low: y, high: band.high };
}

/** Colour and dash of the lines with what the legend says of them. */
function linesOf(
  { series, dashes: meaning }: LineChart,
  names: readonly string[],
  lines: readonly { readonly color: string; readonly dash: readonly number[] }[],
  width: number,
  colors: ChartColors,
): Spec {
  if (meaning && series.some(({ dashed }) => dashed)) {
    const ofNames = names.map((_, i) => colors.series[i % colors.series.length]);
    const bothWays = legendOf([meaning.solid, meaning.dashed], width, { symbolStrokeColor: colors.ink });
    return {
      color: {
        field: 'place',
        type: 'nominal',
        scale: indexed(ofNames),
        legend: names.length > 1 ? legendOf(names, width, { symbolDash: whole }) : null,
      },
      strokeDash: { field: 'dashed', type: 'nominal', scale: indexed([whole, dashes]), legend: bothWays },
    };
  }
  const shown = series.map(({ name }) => name);
  const legend = series.length > 1 ? legendOf(shown, width, symbolsOf(series)) : null;
  return {
    color: { field: 'index', type: 'nominal', scale: indexed(lines.map(({ color }) => color)), legend },
    strokeDash: { field: 'index', type: 'nominal', scale: indexed(lines.map(({ dash }) => dash)), legend },
  };
}

/** Dots have dots in the legend: small rings whose stroke leaves nothing open. */
function symbolsOf(series: LineChart['series']): Spec {
  const isDots = series.map(({ mark }) => mark === 'dots');
  if (!isDots.includes(true)) return {};
  const either = (dots: string, line: string): Spec => ({
    value: { signal: `${JSON.stringify(isDots)}[datum.value] ? ${dots} : ${line}` },
  });
  return { encoding: { symbols: { shape: either("'circle'", "'stroke'"), size: either('9', '180') } } };
}
