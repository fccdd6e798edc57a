import type { ContourAxis, ContourChart } from '../document.ts';
import { numberText } from '../number-text.ts';
import { labelSize, linearTicks, titleSize } from './axis-spec.ts';
import { type ContourLegend, contourLegend, legendWidth } from './contour-legend.ts';
import { contourRings } from './contour-lines.ts';
import { type PlacedText, type Stroke, tickSize } from './pixel-layers.ts';
import { placeLabels } from './place-labels.ts';
import { cutAt, type Frame, isWithin, type Place, thinned } from './polyline.ts';
import { shortened, textWidth } from './text-width.ts';

/** The legend stands beside the plot in drawings from this width on, and below it in others. */
const wideFrom = 560;
const tallest = 460;
/** The plot is so much as high as it is wide. */
const shapes = { flattest: 0.4, tallest: 1.25 };
/** Around everything. */
const inset = 6;
/** Of the titles above the plot and below it. */
const titleHeight = 18;
const beside = 7;
const tickLength = 4;
/** How far lines may be from where they belong. */
const slack = { contours: 0.12, paths: 0.35 };
/** Ends that have others so close get no name beside them: it would be a heap of names. */
const endsApart = 16;
/** From one dot of a path to the next. */
const dotsApart = 6;
/** Parts of the plot. What is farther away is drawn as if it were there. */
const farthest = 1e6;

/** How a path looks. */
export interface Look {
  readonly look: number;
  readonly muted: boolean;
}

/** What is within the plot of a path, or of one that leaves it, each part. */
export interface PlacedPath extends Look {
  readonly places: readonly Place[];
}

export interface PlacedDot extends Look {
  readonly x: number;
  readonly y: number;
}

export interface PlacedEnd extends PlacedDot {
  readonly name: string;
}

export interface PlacedSymbol {
  readonly symbol: 'ring' | 'cross';
  readonly x: number;
  readonly y: number;
}

/** All there is in the drawing, in pixels. */
export interface ContourLayout {
  readonly height: number;
  readonly frame: Frame;
  /** The rings of each level, the highest level first, as it is the largest area. */
  readonly levels: readonly (readonly (readonly Place[])[])[];
  readonly paths: readonly PlacedPath[];
  readonly dots: readonly PlacedDot[];
  readonly ends: readonly PlacedEnd[];
  /** Names beside ends. */
  readonly names: readonly PlacedText[];
  readonly symbols: readonly PlacedSymbol[];
  readonly ticks: readonly Stroke[];
  readonly texts: readonly PlacedText[];
  readonly legend: ContourLegend;
}

export function layOutContours(chart: ContourChart, width: number): ContourLayout {
  const { x, y, paths, marks = [] } = chart;
  const frame = frameOf(chart, width);
  const place = placing(chart, frame);
  const lines = paths.map(({ name, points, look, muted = false }, i) => ({
    ...{ name, muted, look: look ?? i },
    places: points.map(([atX, atY]) => place(atX, atY)),
  }));
  const ends = lines.flatMap(({ places, ...path }): PlacedEnd[] => {
    const end = places.at(-1);
    return end && isWithin(frame, end) ? [{ ...path, x: end[0], y: end[1] }] : [];
  });
  const symbols = marks
    .map(({ symbol, x: atX, y: atY }) => ({ symbol, at: place(atX, atY) }))
    .filter(({ at }) => isWithin(frame, at))
    .map(({ symbol, at }): PlacedSymbol => ({ symbol, x: at[0], y: at[1] }));
  const dots = lines.flatMap(({ places, muted, look }, i) =>
    paths[i].dots
      ? apart(
          places.filter((at) => isWithin(frame, at)),
          symbols,
        ).map(([x, y]) => ({ x, y, muted, look }))
      : [],
  );
  const { texts, ticks } = axesOf(x, y, frame, place);
  const isWide = width >= wideFrom;
  const below = frame.bottom + 2 * titleHeight + beside;
  const legend = contourLegend(
    chart,
    isWide
      ? { left: frame.right + 20, top: frame.top, width: legendWidth }
      : { top: below, left: inset, width: width - inset },
  );
  return {
    height: Math.max(below, legend.bottom) + inset,
    frame,
    levels: [...chart.levels].reverse().map((level) => ringsOf(chart, level, frame)),
    paths: lines.flatMap(({ places, muted, look }) =>
      cutAt(frame, places).map((part) => ({ muted, look, places: rounded(thinned(part, slack.paths)) })),
    ),
    ...{ dots, ends, symbols, ticks, texts, legend },
    names: namesOf(ends, symbols, frame),
  };
}

/** As large as there is room for, a unit of x as long as one of y unless that would be very long or flat. */
function frameOf({ x, y }: ContourChart, width: number): Frame {
  const labels = linearTicks(y.domain).map((value) => 1.08 * textWidth(numberText(value), tickSize));
  const left = Math.ceil(inset + beside + Math.max(0, ...labels));
  const widest = width - left - (width >= wideFrom ? legendWidth + 20 : inset);
  const ratio = (y.domain[1] / 2 - y.domain[0] / 2) / (x.domain[1] / 2 - x.domain[0] / 2);
  const shape = Math.max(shapes.flattest, Math.min(shapes.tallest, ratio));
  const height = Math.round(Math.min(tallest, widest * shape));
  return { left, right: left + Math.round(height / shape), top: titleHeight, bottom: titleHeight + height };
}

function placing({ x, y }: ContourChart, { left, right, top, bottom }: Frame): (x: number, y: number) => Place {
  // Halves, as the difference may be too large for a number.
  const share = (value: number, { domain: [low, high] }: ContourAxis): number =>
    Math.max(-farthest, Math.min(farthest, (value / 2 - low / 2) / (high / 2 - low / 2)));
  return (atX, atY) => [left + (right - left) * share(atX, x), bottom - (bottom - top) * share(atY, y)];
}

function ringsOf({ heights }: ContourChart, level: number, { left, right, top, bottom }: Frame): Place[][] {
  const [dx, dy] = [(right - left) / (heights[0].length - 1), (bottom - top) / (heights.length - 1)];
  return contourRings(heights, level).map((ring) => {
    const places = ring.map(([i, j]): Place => [left + i * dx, bottom - j * dy]);
    return rounded(thinned([...places, places[0]], slack.contours));
  });
}

/** Places that keep their distance from marks and from each other, those that come first. */
function apart(places: readonly Place[], symbols: readonly PlacedSymbol[]): Place[] {
  const kept: Place[] = symbols.map(({ x, y }) => [x, y]);
  for (const [x, y] of places) {
    if (kept.every((other) => Math.hypot(x - other[0], y - other[1]) >= dotsApart)) kept.push([x, y]);
  }
  return rounded(kept.slice(symbols.length));
}

/** To a tenth of a pixel, which keeps drawings small. */
function rounded(places: readonly Place[]): Place[] {
  const tenth = (value: number): number => Math.round(10 * value) / 10;
  return places.map(([x, y]) => [tenth(x), tenth(y)]);
}

/** Labels, titles and ticks below the plot and to the left of it. */
function axesOf(
  x: ContourAxis,
  y: ContourAxis,
  { left, right, top, bottom }: Frame,
  place: (x: number, y: number) => Place,
): { texts: PlacedText[]; ticks: Stroke[] } {
  const xs = linearTicks(x.domain).map((value) => ({ text: numberText(value), at: place(value, y.domain[0])[0] }));
  const ys = linearTicks(y.domain).map((value) => ({ text: numberText(value), at: place(x.domain[0], value)[1] }));
  const below = { y: bottom + beside + 7, align: 'center', tone: 'tick' } as const;
  const aside = { x: left - beside, align: 'right', tone: 'tick' } as const;
  const titles: PlacedText[] = [
    { text: shortened(y.title, titleSize, right), x: inset, y: top - 11, align: 'left', tone: 'title' },
    {
      text: shortened(x.title, titleSize, right - left),
      x: (left + right) / 2,
      y: bottom + titleHeight + beside + 5,
      align: 'center',
      tone: 'title',
    },
  ];
  return {
    texts: [
      ...xs.map(({ text, at }) => ({ ...below, text, x: at })),
      ...ys.map(({ text, at }) => ({ ...aside, text, y: at })),
      ...titles,
    ],
    ticks: [
      ...xs.map(({ at }) => ({ x: at, x2: at, y: bottom, y2: bottom + tickLength })),
      ...ys.map(({ at }) => ({ x: left - tickLength, x2: left, y: at, y2: at })),
    ],
  };
}

/** A name beside each end that has one and stands alone, as long as it covers no other end, mark or name. */
function namesOf(ends: readonly PlacedEnd[], symbols: readonly PlacedSymbol[], frame: Frame): PlacedText[] {
  const named = ends.filter(({ muted }) => !muted);
  const lone = named.filter((end) =>
    [...named, ...symbols].every((one) => one === end || Math.hypot(one.x - end.x, one.y - end.y) >= endsApart),
  );
  const { left, top, right, bottom } = frame;
  const points = [...lone, ...named.filter((end) => !lone.includes(end)), ...symbols].map((one) => {
    const [x, y] = [one.x - left, one.y - top];
    return { x, y, low: y, high: y, label: lone.includes(one as PlacedEnd) ? (one as PlacedEnd).name : '' };
  });
  const placed = placeLabels(points, right - left, bottom - top, labelSize);
  return placed.map(({ text, x, y, align }) => ({ text, x: x + left, y: y + top, align, tone: 'title' }));
}
