import type { Axis } from '../document.ts';
import type { ChartColors } from './colors.ts';

/** Any part of a description in Vega-Lite's language. */
export type Spec = Readonly<Record<string, unknown>>;

/** Around a drawing. */
export const padding = { left: 1, top: 3, right: 6, bottom: 4 };

/** Sizes of text, in the unit of the drawing, which is a CSS pixel at its natural size. */
export const labelSize = 12;
export const titleSize = 12;

/** A quantitative field on an axis that holds all values, and begins and ends with round numbers if it is a `nice` one. */
export function onAxis(field: string, axis: Axis, values: readonly number[], { nice = true } = {}): Spec {
  const domain = domainOf(axis, values);
  const whole = values.every(Number.isSafeInteger) && (axis.format ?? 'number') === 'number';
  return {
    field,
    type: 'quantitative',
    scale: { type: axis.scale ?? 'linear', domain, nice: nice && axis.scale !== 'log', zero: false },
    axis: {
      title: titleOf(axis.title),
      ...(axis.scale === 'log' ? { values: logarithmicTicks(domain) } : whole && { tickMinStep: 1 }),
      ...labelsOf(axis),
    },
  };
}

/** Size of a plot in a drawing that is so wide, legend and texts of the axes included. */
export function plotSize(width: number): Spec {
  return { width, height: width < 500 ? 190 : 260, autosize: { type: 'fit-x', contains: 'padding' } };
}

/** Whether a value has a place on the axis. */
export function hasPlace(value: number, { scale }: Axis): boolean {
  return scale !== 'log' || value > 0;
}

/** From the least to the greatest of values and what the axis reaches at least, with room around on a logarithmic one. */
export function domainOf({ scale, domain }: Axis, values: readonly number[]): [number, number] {
  const all = [...values, ...(domain ?? [])].filter((value) => hasPlace(value, { title: '', scale }));
  let low = all.length === 0 ? 0 : all.reduce((least, value) => Math.min(least, value));
  let high = all.length === 0 ? 1 : all.reduce((most, value) => Math.max(most, value));
  if (scale === 'log') {
    if (all.length === 0) return [1, 10];
    return low === high ? [low / 2, high * 2] : [low / 1.15, high * 1.15];
  }
  if (low === high) {
    const around = Math.abs(low) / 2 || 0.5;
    low -= around;
    high += around;
  }
  return [low, high];
}

/** 1, 2 and 5 times powers of ten where they are few, else the powers, else some of them. */
export function logarithmicTicks([low, high]: readonly [number, number]): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = Math.log10(high / low);
  const factors = decades <= 3 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / 8));
  const ticks: number[] = [];
  for (let power = first; power <= last; power++) {
    if (power % every !== 0) continue;
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** Round numbers, about five; whole ones where nothing else is on the axis. */
export function linearTicks([low, high]: readonly [number, number], whole = false): number[] {
  const some = 5;
  const rough = high / some - low / some;
  const power = Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((one) => Number(`${one}e${power}`) >= rough * 0.8) ?? 10;
  const step = Math.max(whole ? 1 : 0, Number(`${factor}e${power}`));
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.min(2 * some, Math.floor(high / step + 1e-9) - first + 1);
  const ticks = Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
  return [...new Set(ticks)];
}

function labelsOf({ scale, format }: Axis): Spec {
  if (format === 'percent') return { labelExpr: "format(100 * datum.value, '.10~g') + ' %'" };
  if (scale !== 'log') return {};
  const small = "replace(format(datum.value, '~e'), '-', '\u2212')";
  const large = "datum.value >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')";
  return { labelExpr: `datum.value < 0.0001 ? ${small} : ${large}` };
}

/** A title as Vega takes it: one that is called as what every object has would be looked up rather than drawn. */
export function titleOf(text: string): string {
  return text in {} ? `${text} ` : text;
}

/** A scale from 0, 1, 2 … to what each stands for. */
export function indexed(range: readonly unknown[]): Spec {
  return { domain: range.map((_, i) => i), range };
}

/**
 * The expression that turns 0, 1, 2 … into texts. They come from data, so nothing but plain ASCII literals is left of them;
 * the dot is there because Vega takes `constructor`, alone in a literal, for one.
 */
export function textsOf(texts: readonly string[]): string {
  const literal = JSON.stringify(texts.map((text) => `.${text}`)).replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `substring(${literal}[datum.value], 1)`;
}

/** What all charts have in common. */
export function configOf(colors: ChartColors): Spec {
  const { ink, muted, grid } = colors;
  return {
    aria: false,
    font: 'sans-serif',
    background: null,
    padding,
    view: { stroke: null },
    axis: {
      domain: false,
      ticks: false,
      gridColor: grid,
      labelColor: muted,
      labelFontSize: labelSize,
      labelLimit: 0,
      labelPadding: 6,
      titleColor: ink,
      titleFontSize: titleSize,
      titleFontWeight: 'normal',
      titleLimit: 0,
    },
    axisX: {
      grid: false,
      domain: true,
      domainColor: muted,
      ticks: true,
      tickColor: muted,
      titlePadding: 8,
      labelFlush: false,
    },
    axisY: { titlePadding: 12 },
    legend: {
      orient: 'top',
      offset: 14,
      labelColor: ink,
      labelFontSize: labelSize,
      labelLimit: 0,
      title: null,
      rowPadding: 5,
      columnPadding: 18,
      symbolOpacity: 1,
      symbolStrokeWidth: 2.5,
      symbolSize: 180,
      layout: { top: { anchor: 'start', direction: 'vertical', margin: 6 } },
    },
    text: { color: ink },
  };
}
