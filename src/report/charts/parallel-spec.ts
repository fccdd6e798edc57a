import type { ParallelChart } from '../document.ts';
import { padding, type Spec, titleSize } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import {
  type AxisTick,
  apart,
  apartStretch,
  layOutLines,
  type PlacedAxis,
  type PlacedLine,
} from './parallel-layout.ts';
import {
  asGiven,
  box,
  groundOf,
  lineHeight,
  type PlacedText,
  ruleLayer,
  type Stroke,
  textLayers,
  tickSize,
  xy,
} from './pixel-layers.ts';
import { shortened, textWidth } from './text-width.ts';

/** Upright axes that would be closer than this lie. */
const leastGap = 58;
const uprightLength = 250;
const uprightLengthOfNarrow = 200;
/** From one lying axis to the next. */
const pitch = 62;
const titleHeight = 17;
const legendHeight = 20;
const betweenTitles = 10;
const tickLength = 5;
/** Between an axis and its labels. */
const beside = 8;
/** Levels of colour that lines have, of those of cells: the palest are too pale for a line. */
const palestLevel = 2;
/** Some fonts have wider digits than texts are measured with. */
const spareWidth = 0.08;
const swatch = { width: 13, height: 8 };
/** Fewer lines than this are thicker. */
const fewLines = 12;

/** All marks of the drawing, in pixels. */
interface Drawn {
  readonly height: number;
  readonly axes: readonly Stroke[];
  readonly ticks: readonly Stroke[];
  readonly texts: readonly PlacedText[];
  readonly point: (axis: number, place: number) => { readonly x: number; readonly y: number };
  readonly lines: readonly PlacedLine[];
}

/** Lines across axes, on which the labels stand; above them what the colours mean. */
export function parallelSpec(chart: ParallelChart, width: number, colors: ChartColors): Spec {
  const inner = width - padding.left - padding.right;
  const isUpright = chart.axes.length * leastGap <= inner - 90;
  const drawn = isUpright ? upright(chart, inner) : lying(chart, inner);
  const levels = colors.levels.slice(palestLevel).map(({ fill }) => fill);
  const { lines } = drawn;
  const thick = lines.length < fewLines ? 2 : 1.3;
  const paths = lines.flatMap(({ places, share }, line) => {
    const color = levels[Math.round(share * share * (levels.length - 1))]; // few are dark, so that they stand out
    return places.map((place, axis) => ({ line, axis, color, ...drawn.point(axis, place) }));
  });
  const best = paths.filter(({ line }) => line === lines.length - 1);
  const legend = colorLegend(inner, levels);
  const given = asGiven('color');
  const path = (values: readonly object[], strokeWidth: number, stroke: Spec = given): Spec => ({
    data: { values },
    mark: { type: 'line', strokeWidth, strokeJoin: 'round' },
    encoding: {
      ...xy,
      stroke,
      detail: { field: 'line', type: 'nominal' },
      order: { field: 'axis', type: 'quantitative' },
    },
  });
  const texts = [...drawn.texts, ...legend.texts];
  const others = paths.filter(({ line }) => line < lines.length - 1);
  return {
    layer: [
      path(others, thick),
      path(best, thick + 4.5, { value: colors.paper }),
      path(best, thick + 1.7),
      {
        data: { values: drawn.texts.map(groundOf) },
        mark: { type: 'rect', fill: colors.paper, opacity: 0.85, cornerRadius: 2 },
        encoding: box,
      },
      ruleLayer(drawn.axes, 1.5, colors),
      ruleLayer(drawn.ticks, 1, colors),
      {
        data: { values: best },
        mark: { type: 'point', filled: true, size: 34, opacity: 1 },
        encoding: { ...xy, fill: given },
      },
      { data: { values: legend.swatches }, mark: 'rect', encoding: { ...box, fill: given } },
      ...textLayers(texts, colors),
    ],
    width: inner,
    height: drawn.height,
    autosize: { type: 'none' },
  };
}

/** Axes from the left to the right, their labels to the left of them, those of the last to its right, titles above. */
function upright(chart: ParallelChart, width: number): Drawn {
  const length = width < 500 ? uprightLengthOfNarrow : uprightLength;
  const { axes, lines } = layOutLines(chart, length);
  const last = axes.length - 1;
  const widest = ({ ticks }: PlacedAxis): number =>
    Math.min(width / 5, Math.max(0, ...ticks.map(({ text }) => (1 + spareWidth) * textWidth(text, tickSize))));
  const left = axes.length === 1 ? 8 : beside + widest(axes[0]);
  const right = beside + widest(axes[last]);
  const gap = last === 0 ? 0 : (width - left - right) / last;
  const at = (axis: number): number => left + gap * axis;

  const titles: PlacedText[] = [];
  const filled: number[] = []; // how far each row of titles reaches
  for (const [i, { title }] of axes.entries()) {
    const text = shortened(title, titleSize, Math.min(150, width / 2));
    const own = textWidth(text, titleSize);
    const from = Math.max(0, Math.min(width - own, at(i) - own / 2));
    let row = filled.findIndex((end) => end + betweenTitles <= from);
    if (row < 0) row = filled.length;
    filled[row] = from + own;
    titles.push({ text, x: from + own / 2, y: row, align: 'center', tone: 'title' });
  }
  const top = legendHeight + filled.length * titleHeight;
  const base = top + 10 + length;
  const y = (place: number): number => base - place;
  const texts = axes.flatMap((axis, i): PlacedText[] => {
    const isLast = i === last && last > 0;
    const x = at(i) + (isLast ? beside : -beside);
    const room = (isLast ? right : i === 0 ? left : gap - beside) - beside;
    const place = { x, align: isLast ? 'left' : 'right', tone: 'tick' } as const;
    const cell = axis.isChoice ? length / axis.ticks.length : 0;
    const shown = apartFrom(axis.ticks, () => lineHeight);
    return shown.flatMap(({ at: along, text }) => {
      const rows = wrapped(text, room, tickSize, cell > 2 * lineHeight ? 2 : 1);
      return rows.map((row, k) => ({ ...place, text: row, y: y(along) + (k - (rows.length - 1) / 2) * lineHeight }));
    });
  });
  const without = axes.flatMap(({ hasApart }, i): PlacedText[] =>
    hasApart ? [{ text: '–', x: at(i) - beside, y: y(-apart), align: 'right', tone: 'tick' }] : [],
  );
  return {
    height: base + (without.length > 0 ? apart + 10 : 8),
    axes: axes.flatMap(({ stretches, hasApart }, i) =>
      [...stretches, ...(hasApart ? [apartStretch] : [])].map(([from, to]) => ({
        x: at(i),
        x2: at(i),
        y: y(from),
        y2: y(to),
      })),
    ),
    ticks: axes.flatMap(({ ticks, isChoice }, i) =>
      isChoice
        ? []
        : ticks.map((tick) => ({
            x: at(i),
            x2: at(i) + (i === last && last > 0 ? tickLength : -tickLength),
            y: y(tick.at),
            y2: y(tick.at),
          })),
    ),
    texts: [...titles.map((title) => ({ ...title, y: top - (title.y + 0.5) * titleHeight })), ...texts, ...without],
    point: (axis, place) => ({ x: at(axis), y: y(place) }),
    lines,
  };
}

/** Axes one below the other, titles above their beginnings, labels below them. */
function lying(chart: ParallelChart, width: number): Drawn {
  const isApart = chart.lines.some(({ values }) => values.includes(null));
  const start = isApart ? apart + 10 : 10;
  const length = width - start - 12;
  const { axes, lines } = layOutLines(chart, length);
  const y = (axis: number): number => legendHeight + titleHeight + 8 + axis * pitch;
  const x = (place: number): number => start + place;
  const texts = axes.flatMap((axis, i): PlacedText[] => {
    const { title, ticks, isChoice, hasApart } = axis;
    const room = isChoice ? length / ticks.length - 6 : width / 4;
    const cut = ticks.map((tick) => ({ ...tick, text: shortened(tick.text, tickSize, Math.max(room, 24)) }));
    const labels = apartFrom(cut, ({ text }) => textWidth(text, tickSize) + 6);
    const below = { y: y(i) + 13, align: 'center', tone: 'tick' } as const;
    return [
      { text: shortened(title, titleSize, width), x: 0, y: y(i) - 14, align: 'left', tone: 'title' },
      ...labels.map(({ at, text }) => {
        const half = textWidth(text, tickSize) / 2;
        return { ...below, text, x: Math.max(half, Math.min(width - half, x(at))) };
      }),
      ...(hasApart ? [{ ...below, text: '–', x: x(-apart) }] : []),
    ];
  });
  return {
    height: y(axes.length - 1) + 22,
    axes: axes.flatMap(({ stretches, hasApart }, i) =>
      [...stretches, ...(hasApart ? [apartStretch] : [])].map(([from, to]) => ({
        x: x(from),
        x2: x(to),
        y: y(i),
        y2: y(i),
      })),
    ),
    ticks: axes.flatMap(({ ticks, isChoice }, i) =>
      isChoice ? [] : ticks.map(({ at }) => ({ x: x(at), x2: x(at), y: y(i), y2: y(i) + tickLength })),
    ),
    texts,
    point: (axis, place) => ({ x: x(place), y: y(axis) }),
    lines,
  };
}

/** Ticks whose labels keep their distance; those that stay first, then the others as far as there is room. */
function apartFrom(ticks: readonly AxisTick[], sizeOf: (tick: AxisTick) => number): AxisTick[] {
  const shown: AxisTick[] = [];
  for (const tick of [...ticks.filter(({ isFirst }) => isFirst), ...ticks.filter(({ isFirst }) => !isFirst)]) {
    const isFree = shown.every((other) => Math.abs(other.at - tick.at) >= (sizeOf(other) + sizeOf(tick)) / 2);
    if (isFree) shown.push(tick);
  }
  return shown;
}

/** A text on one line or two, cut where a word begins: 'glorotUniform' as 'glorot', 'Uniform'. */
function wrapped(text: string, widest: number, size: number, mostRows: number): string[] {
  if (mostRows === 1 || textWidth(text, size) <= widest) return [shortened(text, size, widest)];
  const words = text.split(/(?<=[\s_-])|(?<=\p{Ll})(?=\p{Lu})/u);
  let count = words.length - 1;
  while (count > 1 && textWidth(words.slice(0, count).join('').trimEnd(), size) > widest) count--;
  if (count === 0) return [shortened(text, size, widest)];
  return [words.slice(0, count), words.slice(count)].map((part) => shortened(part.join('').trim(), size, widest));
}

/** 'worst', the colours, 'best', at the right of the first row. */
function colorLegend(width: number, levels: readonly string[]): { texts: PlacedText[]; swatches: object[] } {
  const [worst, best] = ['worst', 'best'];
  const middle = legendHeight / 2 - 3;
  const end = width - textWidth(best, tickSize) - 6;
  const start = end - swatch.width * levels.length;
  return {
    texts: [
      { text: worst, x: start - 6, y: middle, align: 'right', tone: 'tick' },
      { text: best, x: end + 6, y: middle, align: 'left', tone: 'tick' },
    ],
    swatches: levels.map((color, i) => ({
      color,
      x: start + i * swatch.width,
      x2: start + (i + 1) * swatch.width,
      y: middle - swatch.height / 2,
      y2: middle + swatch.height / 2,
    })),
  };
}
