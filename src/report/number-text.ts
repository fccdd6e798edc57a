import type { Axis, Bar } from './document.ts';

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

/** What stands beside a bar, and in its place where there is none. */
export function barText(bar: Bar | null, axis: Axis): string {
  return bar === null ? '–' : (bar.text ?? axisText(bar.value, axis));
}

function grouped(whole: number): string {
  return String(whole).replace(/\B(?=(\d{3})+$)/g, ',');
}
