import type { Axis, ScatterChart } from '../document.ts';
import { hasPlace, indexed, labelSize, onAxis, plotSize, type Spec, textsOf, titleOf } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import { legendOf } from './legend.ts';
import type { PlacedLabel } from './place-labels.ts';
import { shortened } from './text-width.ts';

const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

/** More than these are smaller, and let through what is behind them. */
const manyPoints = 40;

/** About: the steps between them are round. */
const betweenTicks = 80;

/** Points that have a place on both axes, with the series they belong to. */
export function shownPoints({ x, y, series }: ScatterChart) {
  return series.flatMap(({ points }, index) =>
    points
      .filter((point) => hasPlace(point.x, x) && hasPlace(point.y, y))
      .map((point) => {
        const { low = point.y, high = point.y } = point;
        return { ...point, low: hasPlace(low, y) ? low : point.y, high, index };
      }),
  );
}

/** Points with bars from low to high, a legend above them, and labels where they were placed. */
export function scatterSpec(
  chart: ScatterChart,
  width: number,
  colors: ChartColors,
  placed: readonly PlacedLabel[] = [],
): Spec {
  const names = [...new Set(chart.series.map(({ name }) => name))];
  const places = chart.series.map(({ name }) => names.indexOf(name));
  const values = shownPoints(chart).map(({ label: _, ...point }) => {
    const place = places[point.index];
    return { ...point, place, color: colors.series[place % colors.series.length] };
  });
  const { choices } = chart.x;
  const across = values.map(({ x }) => x);
  const onX = choices ? onChoices(chart.x.title, choices, width) : onNumbers(chart.x, across, width);
  const onY = onAxis(
    'y',
    chart.y,
    values.flatMap(({ y, low, high }) => [y, low, high]),
  );
  const given = { field: 'color', type: 'nominal', scale: null };
  const legend = names.length > 1 ? legendOf(names, width, { symbolSize: 80 }) : null;
  const cyclic = (range: readonly unknown[]): Spec => indexed(names.map((_, i) => range[i % range.length]));
  const layers: Spec[] = [];
  const withBars = values.filter(({ low, high }) => low !== high);
  if (withBars.length > 0) {
    layers.push({
      data: { values: withBars },
      mark: { type: 'rule', strokeWidth: 1.5 },
      encoding: { x: onX, stroke: given, y: { ...onY, field: 'low' }, y2: { field: 'high' } },
    });
    for (const field of ['low', 'high']) {
      const mark = { type: 'tick', orient: 'horizontal', size: 8, thickness: 1.5 };
      layers.push({ data: { values: withBars }, mark, encoding: { x: onX, fill: given, y: { ...onY, field } } });
    }
  }
  const look = values.length > manyPoints ? { size: 36, opacity: 0.8 } : { size: 70, opacity: 1 };
  layers.push({
    mark: { type: 'point', filled: true, ...look },
    encoding: {
      x: onX,
      y: onY,
      color: { field: 'place', type: 'nominal', scale: cyclic(colors.series), legend },
      shape: { field: 'place', type: 'nominal', scale: cyclic(shapes), legend },
    },
  });
  for (const align of ['left', 'center', 'right']) {
    const texts = placed.filter((one) => one.align === align);
    if (texts.length === 0) continue;
    const pixels = (field: string): Spec => ({ field, type: 'quantitative', scale: null, axis: null });
    layers.push({
      data: { values: texts },
      mark: { type: 'text', align, baseline: 'middle', fontSize: labelSize },
      encoding: { x: pixels('x'), y: pixels('y'), text: { field: 'text', type: 'nominal' } },
    });
  }
  return { data: { values }, layer: layers, ...plotSize(width) };
}

/** An axis whose labels keep apart, also where they are as long as 0.02. */
function onNumbers(axis: Axis, values: readonly number[], width: number): Spec {
  const onX = onAxis('x', axis, values);
  if (axis.scale === 'log') return onX;
  return { ...onX, axis: { ...(onX.axis as Spec), tickCount: Math.ceil(width / betweenTicks) } };
}

/** An axis with a text at 0, 1, 2 …, each as wide as its share of the axis. */
function onChoices(title: string, choices: readonly string[], width: number): Spec {
  const room = (width * 0.85) / choices.length;
  const texts = choices.map((text) => shortened(text, labelSize, Math.max(room, 30)));
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [-0.5, choices.length - 0.5], nice: false, zero: false },
    axis: {
      title: titleOf(title),
      values: choices.map((_, i) => i),
      labelExpr: textsOf(texts),
      labelOverlap: true,
      ticks: false,
    },
  };
}
