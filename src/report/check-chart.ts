import { requireBoolean, requireFinite, requireInteger, requireOneOf, ShapeError, valueText } from '../errors.ts';
import type { BarChart, Chart, ContourChart, HeatMap, LineChart, ParallelChart, ScatterChart } from './document.ts';
import { eachOf, type Fields, listAt, objectAt, requireTexts } from './plain-fields.ts';

const kinds = ['lines', 'scatter', 'bars', 'heatMap', 'parallel', 'contours'] as const;

/** @throws TypeError, RangeError or ShapeError that names the field. */
export function requireChart(who: string, what: string, value: unknown): asserts value is Chart {
  const chart = objectAt(who, what, value) as unknown as Chart;
  const kind = requireOneOf(`${who}: ${what}`, 'kind', chart.kind, kinds);
  if (kind === 'heatMap') requireHeatMap(who, what, chart as HeatMap);
  else if (kind === 'bars') requireBars(who, what, chart as BarChart);
  else if (kind === 'parallel') requireParallel(who, what, chart as ParallelChart);
  else if (kind === 'contours') requireContours(who, what, chart as ContourChart);
  else requireSeries(who, what, chart as LineChart | ScatterSeries);
}

/** As far as they are checked, they have the same fields. */
type ScatterSeries = ScatterChart & Pick<LineChart, 'dashes'>;

/** Those of a line chart or of a scatter chart. */
function requireSeries(who: string, what: string, { kind, x, y, series, dashes }: LineChart | ScatterSeries): void {
  for (const [name, axis] of Object.entries({ x, y })) requireAxis(who, `${what}: ${name}`, axis);
  if (kind === 'scatter') requireChoices(who, `${what}: x`, x);
  eachOf(who, [`${what}: series`, `${what}: series`], series, (one, place) => {
    const { name, points, mark = 'line' } = objectAt(who, place, one);
    requireTexts(who, place, { name });
    requireOneOf(`${who}: ${place}`, 'mark', mark, ['line', 'dots']);
    eachOf(who, [`${place}: points`, `${place}: point`], points, (point, at) => {
      const { x, y, low = y, high = y, label = '' } = objectAt(who, at, point);
      requireFinite(`${who}: ${at}`, { x, y, low, high });
      requireTexts(who, at, { label });
    });
  });
  if (dashes === undefined) return;
  const { solid, dashed } = objectAt(who, `${what}: dashes`, dashes);
  requireTexts(who, `${what}: dashes`, { solid, dashed });
}

function requireAxis(who: string, what: string, value: unknown): void {
  const { title, scale = 'linear', format = 'number', domain } = objectAt(who, what, value);
  requireTexts(who, what, { title });
  requireOneOf(`${who}: ${what}`, 'scale', scale, ['linear', 'log']);
  requireOneOf(`${who}: ${what}`, 'format', format, ['number', 'percent']);
  if (domain === undefined) return;
  const [low, high] = listAt(who, `${what}: domain`, domain);
  requireFinite(`${who}: ${what}: domain`, { low, high });
}

function requireChoices(who: string, what: string, { choices }: { readonly choices?: unknown }): void {
  if (choices === undefined) return;
  const names = listAt(who, `${what}: choices`, choices);
  if (names.length === 0) throw new ShapeError(`${who}: ${what}: choices must not be empty`);
  requireTexts(who, `${what}: choices`, { ...names });
}

function requireBars(who: string, what: string, { x, groups, series, stacked = false }: BarChart): void {
  requireAxis(who, `${what}: x`, x);
  requireBoolean(`${who}: ${what}`, { stacked });
  if (stacked && x.scale === 'log') {
    throw new RangeError(`${who}: ${what}: stacked bars are sums, and need a linear axis, got scale 'log'`);
  }
  const names = listAt(who, `${what}: groups`, groups);
  if (names.length === 0) throw new ShapeError(`${who}: ${what}: groups must not be empty`);
  requireTexts(who, `${what}: groups`, { ...names });
  eachOf(who, [`${what}: series`, `${what}: series`], series, (one, place) => {
    const { name, bars } = objectAt(who, place, one);
    requireTexts(who, place, { name });
    const { length } = listAt(who, `${place}: bars`, bars);
    if (length !== names.length) {
      throw new ShapeError(`${who}: ${place}: bars must be ${names.length}, one of each group, got ${length}`);
    }
    eachOf(who, [`${place}: bars`, `${place}: bar`], bars, (bar, at) => {
      if (bar === null) return;
      const { value, text = '', goal = value } = objectAt(who, at, bar);
      requireFinite(`${who}: ${at}`, { value, goal });
      requireTexts(who, at, { text });
      if (!stacked || (value as number) >= 0) return;
      throw new RangeError(`${who}: ${at}: parts of a whole must be at least 0, got ${valueText(value)}`);
    });
  });
}

function requireHeatMap(who: string, what: string, chart: HeatMap): void {
  const { rowTitle, columnTitle, rows, columns, values, texts, scale = 'sqrt' } = chart;
  requireTexts(who, what, { rowTitle, columnTitle });
  requireOneOf(`${who}: ${what}`, 'scale', scale, ['sqrt', 'log', 'linear']);
  for (const [name, names] of Object.entries({ rows, columns })) {
    const list = listAt(who, `${what}: ${name}`, names);
    if (list.length === 0) throw new ShapeError(`${who}: ${what}: ${name} must not be empty`);
    requireTexts(who, `${what}: ${name}`, { ...list });
  }
  for (const [name, matrix] of Object.entries({ values, ...(texts && { texts }) })) {
    const sizes = listAt(who, `${what}: ${name}`, matrix).map((row) => listAt(who, `${what}: ${name}`, row).length);
    if (sizes.length === rows.length && sizes.every((size) => size === columns.length)) continue;
    throw new ShapeError(
      `${who}: ${what}: ${name} must be [${rows.length}, ${columns.length}], got ${sizes.length} rows of ${[...new Set(sizes)].join(', ')}`,
    );
  }
  for (const row of texts ?? []) requireTexts(who, `${what}: texts`, { ...row });
  for (const value of values.flat()) {
    requireFinite(`${who}: ${what}`, { value });
    if (scale === 'linear' || value >= 0) continue;
    throw new RangeError(`${who}: ${what}: a scale of '${scale}' begins at 0, got ${value}; use 'linear'`);
  }
}

function requireParallel(who: string, what: string, { axes, outcome, lines }: ParallelChart): void {
  requireAxis(who, `${what}: outcome`, outcome);
  requireOneOf(`${who}: ${what}: outcome`, 'better', outcome.better, ['lower', 'higher']);
  eachOf(who, [`${what}: axes`, `${what}: axis`], axes, (axis, place) => {
    requireAxis(who, place, axis);
    requireChoices(who, place, axis as Fields);
  });
  eachOf(who, [`${what}: lines`, `${what}: line`], lines, (line, place) => {
    const { name, values, outcome } = objectAt(who, place, line);
    requireTexts(who, place, { name });
    requireFinite(`${who}: ${place}`, { outcome });
    const { length } = listAt(who, `${place}: values`, values);
    if (length !== axes.length) {
      throw new ShapeError(`${who}: ${place}: values must be ${axes.length}, one of each axis, got ${length}`);
    }
    eachOf(who, [`${place}: values`, 'value'], values, (value, at) => {
      const { choices } = axes[Number(at.slice('value '.length)) - 1];
      if (value === null) return;
      if (choices === undefined) requireFinite(`${who}: ${place}`, { [at]: value });
      else requireOneOf(`${who}: ${place}`, at, value, choices);
    });
  });
}

function requireContours(who: string, what: string, { x, y, heights, levels, paths, marks = [] }: ContourChart): void {
  for (const [name, axis] of Object.entries({ x, y })) {
    requireAxis(who, `${what}: ${name}`, axis);
    const [low, high] = listAt(who, `${what}: ${name}: domain`, axis.domain) as readonly number[];
    if (low < high) continue;
    throw new RangeError(`${who}: ${what}: ${name}: domain must be [low, high] with low < high, got [${low}, ${high}]`);
  }
  const sizes = listAt(who, `${what}: heights`, heights).map((row) => listAt(who, `${what}: heights`, row).length);
  if (sizes.length < 2 || sizes[0] < 2 || sizes.some((size) => size !== sizes[0])) {
    const each = [...new Set(sizes)].join(', ') || 'none';
    throw new ShapeError(
      `${who}: ${what}: heights must be 2 rows or more of 2 or more each, got ${sizes.length} of ${each}`,
    );
  }
  for (const height of heights.flat()) requireFinite(`${who}: ${what}`, { height });
  eachOf(who, [`${what}: levels`, 'level'], levels, (level, name) =>
    requireFinite(`${who}: ${what}`, { [name]: level }),
  );
  const falling = levels.findIndex((level, i) => i > 0 && level <= levels[i - 1]);
  if (falling > 0) {
    throw new RangeError(`${who}: ${what}: levels must rise, got ${levels[falling]} after ${levels[falling - 1]}`);
  }
  eachOf(who, [`${what}: paths`, `${what}: path`], paths, (path, place) => {
    const { name, points, muted = false, dots = false, look = 0 } = objectAt(who, place, path);
    requireTexts(who, place, { name });
    requireBoolean(`${who}: ${place}`, { muted, dots });
    requireInteger(`${who}: ${place}`, { look });
    eachOf(who, [`${place}: points`, `${place}: point`], points, (point, at) => {
      const [x, y] = listAt(who, at, point);
      requireFinite(`${who}: ${at}`, { x, y });
    });
  });
  eachOf(who, [`${what}: marks`, `${what}: mark`], marks, (mark, place) => {
    const { name, symbol, x, y } = objectAt(who, place, mark);
    requireTexts(who, place, { name });
    requireOneOf(`${who}: ${place}`, 'symbol', symbol, ['ring', 'cross']);
    requireFinite(`${who}: ${place}`, { x, y });
  });
}
