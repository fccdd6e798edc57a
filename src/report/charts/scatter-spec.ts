import type { ScatterChart } from '../document.ts';
import { hasPlace, indexed, labelSize, onAxis, plotSize, type Spec } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import { legendOf } from './legend.ts';
import type { PlacedLabel } from './place-labels.ts';

const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

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
  const onX = onAxis(
    'x',
    chart.x,
    values.map(({ x }) => x),
  );
  const onY = onAxis(
    'y',
    chart.y,
    values.flatMap(({ y, low, high }) => [y, low, high]),
  );
  const given = { field: 'color', type: 'nominal', scale: null };
  const legend = names.length > 1 ? legendOf(names, width, { symbolSize: 80 }) : null;
  const cyclic = (range: readonly unknown[]): Spec => indexed(names.map((_, i) => range[i % range.length]));
  const layers: Spec[] = [];
  if (values.some(({ low, high }) => low !== high)) {
    layers.push({
      mark: { type: 'rule', strokeWidth: 1.5 },
      encoding: { x: onX, stroke: given, y: { ...onY, field: 'low' }, y2: { field: 'high' } },
    });
    for (const field of ['low', 'high']) {
      const mark = { type: 'tick', orient: 'horizontal', size: 8, thickness: 1.5 };
      layers.push({ mark, encoding: { x: onX, fill: given, y: { ...onY, field } } });
    }
  }
  layers.push({
    mark: { type: 'point', filled: true, size: 70, opacity: 1 },
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
