import type { Axis, BarChart } from '../document.ts';
import { barText } from '../number-text.ts';
import { hasPlace, indexed, labelSize, onAxis, type Spec, textsOf } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import { legendOf } from './legend.ts';
import { shortened, textWidth } from './text-width.ts';

const barHeight = 15;
/** Between groups. */
const gap = 12;
const longestLabel = 160;
const textSize = 11;
/** What axes take beside their labels. */
const besideLabels = 16;

/** Lying bars, a band of the height for each group and in it a place for each series; numbers stand beyond the bars' ends. */
export function barSpec({ x, groups, series }: BarChart, width: number, colors: ChartColors): Spec {
  const start = x.scale === 'log' ? 1 : 0;
  const slots = series.flatMap(({ bars }, place) =>
    bars.map((bar, group) => ({ group, place, bar: bar && hasPlace(bar.value, x) ? bar : null })),
  );
  const shown = slots.flatMap(({ bar, ...slot }) =>
    bar ? [{ ...slot, from: start, to: bar.value, end: Math.max(start, bar.value), text: barText(bar, x) }] : [],
  );
  const empty = slots.filter(({ bar }) => !bar).map(({ group, place }) => ({ group, place, end: start, text: '–' }));
  const names = groups.map((group) => shortened(group, labelSize, Math.min(longestLabel, width / 3)));

  const plotWidth = width - Math.max(...names.map((name) => textWidth(name, labelSize))) - besideLabels;
  const values = [start, ...shown.map(({ to }) => to), ...roomForTexts(x, shown, plotWidth)];
  const onX = onAxis('to', x, values, { nice: false });
  const onY = {
    field: 'group',
    type: 'ordinal',
    scale: { domain: indexed(groups).domain, paddingInner: gap / (gap + barHeight * series.length), paddingOuter: 0 },
    axis: { labelExpr: textsOf(names), title: null, domain: false, ticks: false, grid: false },
  };
  const yOffset = { field: 'place', type: 'ordinal', scale: { domain: indexed(series).domain, paddingInner: 0.12 } };
  const legend =
    series.length > 1
      ? legendOf(
          series.map(({ name }) => name),
          width,
          { symbolType: 'square' },
        )
      : null;
  const fills = indexed(series.map((_, i) => colors.series[i % colors.series.length]));
  return {
    data: { values: shown },
    layer: [
      {
        mark: 'bar',
        encoding: {
          x: { ...onX, field: 'from' },
          x2: { field: 'to' },
          y: onY,
          yOffset,
          color: { field: 'place', type: 'nominal', scale: fills, legend },
        },
      },
      ...[shown, empty].map((values) => ({
        data: { values },
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 4, fontSize: textSize },
        encoding: { x: { ...onX, field: 'end' }, y: onY, yOffset, text: { field: 'text', type: 'nominal' } },
      })),
    ],
    width,
    height: groups.length * (barHeight * series.length + gap) - gap,
    autosize: { type: 'fit-x', contains: 'padding' },
  };
}

/** Where the axis has to reach so that the texts beyond the ends of the bars are within the plot. */
function roomForTexts(
  { scale }: Axis,
  shown: readonly { readonly end: number; readonly text: string }[],
  plotWidth: number,
): number[] {
  const [along, back] = scale === 'log' ? [Math.log10, (place: number) => 10 ** place] : [Number, Number];
  const low = Math.min(...shown.map(({ end }) => along(end)), along(scale === 'log' ? 1 : 0));
  return shown.map(({ end, text }) => {
    const room = Math.min(plotWidth / 2, textWidth(text, textSize) + 8);
    return back(low + ((along(end) - low) * plotWidth) / (plotWidth - room));
  });
}
