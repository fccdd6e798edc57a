import type { ContourChart } from '../document.ts';
import { padding, type Spec } from './axis-spec.ts';
import type { ChartColors } from './colors.ts';
import { type ContourLayout, type Look, layOutContours, type PlacedDot } from './contour-layout.ts';
import { asGiven, box, groundOf, ruleLayer, textLayers, xy } from './pixel-layers.ts';

/** Of the colours of cells, the one that areas are filled with, the more levels above them the more of it, and their lines. */
const areaLevel = 5;
const most = 0.55;
const pathWidth = 2;
const mutedWidth = 1.1;
/** Around paths, so that they can be told apart where they cross. */
const around = 2.2;
const endSize = 62;
const dotSize = 20;

/** Areas between lines of equal height, paths over them with dots at their ends, and a legend. */
export function contourSpec(chart: ContourChart, width: number, colors: ChartColors): Spec {
  const inner = width - padding.left - padding.right;
  const drawn = layOutContours(chart, inner);
  const { frame, legend } = drawn;
  const { left: x, top: y, right: x2, bottom: y2 } = frame;
  const symbols = [...drawn.symbols, ...legend.symbols];
  return {
    layer: [
      ...areas(drawn, colors),
      {
        data: { values: [{ x, y, x2, y2 }] },
        mark: { type: 'rect', fill: null, stroke: colors.grid, strokeWidth: 1 },
        encoding: box,
      },
      ruleLayer(drawn.ticks, 1, colors),
      pathLayer(drawn, colors),
      ...symbolLayers(symbols, colors),
      dotLayer(drawn.dots, { size: dotSize, edge: 0.7 }, colors),
      ...endLayers([...drawn.ends, ...legend.ends], colors),
      {
        data: { values: drawn.names.map(groundOf) },
        mark: { type: 'rect', fill: colors.paper, opacity: 0.8, cornerRadius: 2 },
        encoding: box,
      },
      {
        data: {
          values: legend.strokes.map((one) => ({ ...one, color: colorOf(one, colors), dash: dashOf(one, colors) })),
        },
        mark: { type: 'rule', strokeWidth: pathWidth + 0.6 },
        encoding: { ...box, stroke: asGiven('color'), strokeDash: asGiven('dash') },
      },
      ...textLayers([...drawn.texts, ...drawn.names, ...legend.texts], colors),
    ],
    width: inner,
    height: drawn.height,
    autosize: { type: 'none' },
  };
}

function colorOf({ look, muted }: Look, colors: ChartColors): string {
  return muted ? colors.muted : colors.series[look % colors.series.length];
}

/** The first round of the palette is solid, the second dashed, the third dotted. */
function dashOf({ look, muted }: Look, { series }: ChartColors): readonly number[] {
  if (muted) return [1, 0];
  return [
    [1, 0],
    [6, 3],
    [2, 2.5],
  ][Math.floor(look / series.length) % 3];
}

/** Each level lies on those that are higher, and lets them through: what is low lies below many. */
function areas({ levels }: ContourLayout, { levels: cells }: ChartColors): Spec[] {
  const { fill } = cells[areaLevel];
  const opacity = levels.length === 0 ? 0 : 1 - (1 - most) ** (1 / levels.length);
  return [
    {
      data: {
        values: levels.map((rings) => ({
          type: 'Feature',
          geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) },
        })),
      },
      projection: { type: 'identity', scale: 1, translate: [0, 0] },
      mark: {
        type: 'geoshape',
        clip: false,
        fill,
        fillOpacity: opacity,
        stroke: fill,
        strokeOpacity: 0.5,
        strokeWidth: 0.6,
      },
    },
  ];
}

/** Muted paths first, then the others, each on a ground of its own. */
function pathLayer({ paths }: ContourLayout, colors: ChartColors): Spec {
  const strokes = [...paths.filter(({ muted }) => muted), ...paths.filter(({ muted }) => !muted)].flatMap((path) => {
    const line = { places: path.places, color: colorOf(path, colors), dash: dashOf(path, colors) };
    if (path.muted) return [{ ...line, width: mutedWidth, opacity: 0.55 }];
    const ground = { places: path.places, color: colors.paper, dash: [1, 0], width: pathWidth + around, opacity: 0.75 };
    return [ground, { ...line, width: pathWidth, opacity: 1 }];
  });
  return {
    data: {
      values: strokes.flatMap(({ places, ...look }, line) =>
        places.map(([x, y], step) => ({ ...look, line, step, x, y })),
      ),
    },
    mark: { type: 'line', strokeJoin: 'round', strokeCap: 'butt' },
    encoding: {
      ...xy,
      stroke: asGiven('color'),
      strokeWidth: asGiven('width'),
      strokeDash: asGiven('dash'),
      strokeOpacity: asGiven('opacity'),
      detail: { field: 'line', type: 'nominal' },
      order: { field: 'step', type: 'quantitative' },
    },
  };
}

function dotLayer(
  dots: readonly PlacedDot[],
  { size, edge }: { readonly size: number; readonly edge: number },
  colors: ChartColors,
): Spec {
  return {
    data: { values: dots.map((dot) => ({ x: dot.x, y: dot.y, color: colorOf(dot, colors) })) },
    mark: { type: 'point', filled: true, size, opacity: 1, stroke: colors.paper, strokeWidth: edge },
    encoding: { ...xy, fill: asGiven('color') },
  };
}

/** Grey ends are small; those of dashed paths are rings, as their colour is that of a solid one, too. */
function endLayers(ends: readonly PlacedDot[], colors: ChartColors): Spec[] {
  const others = ends.filter(({ muted }) => muted);
  const named = ends.filter(({ muted }) => !muted);
  const dashed = named.filter(({ look }) => look >= colors.series.length);
  return [
    dotLayer(others, { size: endSize / 2, edge: 1 }, colors),
    dotLayer(named, { size: endSize, edge: 1.2 }, colors),
    {
      data: { values: dashed.map(({ x, y }) => ({ x, y })) },
      mark: { type: 'point', filled: true, size: endSize / 6, opacity: 1, fill: colors.paper },
      encoding: xy,
    },
  ];
}

function symbolLayers(symbols: ContourLayout['symbols'], { ink, paper }: ChartColors): Spec[] {
  const rings = symbols.filter(({ symbol }) => symbol === 'ring');
  const crosses = symbols.filter(({ symbol }) => symbol === 'cross');
  const cross = (stroke: string, strokeWidth: number): Spec => ({
    data: { values: crosses },
    mark: { type: 'point', shape: 'M-1,-1L1,1M-1,1L1,-1', size: 45, stroke, strokeWidth, opacity: 1, fill: null },
    encoding: xy,
  });
  return [
    {
      data: { values: rings },
      mark: { type: 'point', shape: 'circle', size: 60, fill: paper, stroke: ink, strokeWidth: 1.6, opacity: 1 },
      encoding: xy,
    },
    cross(paper, 4.5),
    cross(ink, 1.8),
  ];
}
