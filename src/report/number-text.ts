import type { Axis, Bar, ScatterChart } from './document.ts';

/** A number for readers: whole ones with thousands apart, others with four digits that count. */
export function numberText(value: number): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(4));
  let text: string;
  if (Number.isSafeInteger(value)) text = grouped(size);
  else if (size >= 1e4 && size < 1e15) text = grouped(Math.round(size));
  else if (size >= 1e-4 && size < 1e15) text = String(Math.abs(rounded));
  else text = `${Math.abs(Number(value.toPrecision(3))).toExponential()}`;
  return (value < 0 ? '−' : '') + text.replace('e-', 'e−');
}

/** A number of an axis. */
export function axisText(value: number, { format }: Axis): string {
  return format === 'percent' ? `${numberText(Number((100 * value).toPrecision(12)))} %` : numberText(value);
}

/** Where a point of a scatter chart is: a number, or the choice nearest to it. */
export function acrossText(value: number, axis: ScatterChart['x']): string {
  const { choices } = axis;
  return choices ? choices[Math.max(0, Math.min(choices.length - 1, Math.round(value)))] : axisText(value, axis);
}

/** What stands beside a bar, and in its place where there is none. */
export function barText(bar: Bar | null, axis: Axis): string {
  return bar === null ? '–' : (bar.text ?? axisText(bar.value, axis));
}

/** Where a line crosses an axis: a number, a choice, or nothing. */
export function placeText(value: number | string | null, axis: Axis): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : axisText(value, axis);
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}
