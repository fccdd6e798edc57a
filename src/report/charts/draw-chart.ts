import type { Chart, ScatterChart } from '../document.ts';
import { writableTexts } from '../escape.ts';
import { labelSize, type Spec } from './axis-spec.ts';
import { barSpec } from './bar-spec.ts';
import type { ChartColors } from './colors.ts';
import { contourSpec } from './contour-spec.ts';
import { heatMapSpec } from './heat-map-spec.ts';
import { lineSpec } from './line-spec.ts';
import { parallelSpec } from './parallel-spec.ts';
import { placeLabels } from './place-labels.ts';
import { type Drawing, layOut, type Marks, marksOf } from './render-spec.ts';
import { scatterSpec, shownPoints } from './scatter-spec.ts';
import { shortened } from './text-width.ts';

/** Draws a chart, at most `width` wide. */
export async function drawChart(drawing: Drawing, chart: Chart, width: number, colors: ChartColors): Promise<Marks> {
  const view = layOut(drawing, specOf(drawing, writableTexts(chart), width, colors), colors);
  try {
    return await marksOf(view);
  } finally {
    view.finalize();
  }
}

function specOf(drawing: Drawing, chart: Chart, width: number, colors: ChartColors): Spec {
  if (chart.kind === 'lines') return lineSpec(chart, width, colors);
  if (chart.kind === 'bars') return barSpec(chart, width, colors);
  if (chart.kind === 'heatMap') return heatMapSpec(chart, width, colors);
  if (chart.kind === 'parallel') return parallelSpec(chart, width, colors);
  if (chart.kind === 'contours') return contourSpec(chart, width, colors);
  return labelledScatter(drawing, chart, width, colors);
}

/** Drawn once without labels, to see where the points come to lie. */
function labelledScatter(drawing: Drawing, chart: ScatterChart, width: number, colors: ChartColors): Spec {
  const points = shownPoints(chart);
  if (points.every(({ label = '' }) => label === '')) return scatterSpec(chart, width, colors);
  const view = layOut(drawing, scatterSpec(chart, width, colors), colors);
  const [x, y] = [view.scale('x'), view.scale('y')];
  const labelled = points.map((point) => ({
    x: x(point.x),
    y: y(point.y),
    low: y(point.low),
    high: y(point.high),
    label: shortened(point.label ?? '', labelSize, width / 2.5),
  }));
  const placed = placeLabels(labelled, view.width(), view.height(), labelSize);
  view.finalize();
  return scatterSpec(chart, width, colors, placed);
}
