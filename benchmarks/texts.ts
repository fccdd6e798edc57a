/** Figures as people read them in tables and pictures. */
import { countText } from '../src/experiments/figure-text.ts';

/** Three digits, at least those before the point: '0.0315', '1.51', '5,803'. */
export function timeText(value: number): string {
  return value >= 100 ? countText(value) : value.toPrecision(3);
}

/** '37x', '9.4x', '0.78x'. */
export function timesText(value: number): string {
  return `${value.toFixed(value >= 19.95 ? 0 : value >= 1.995 ? 1 : 2)}x`;
}
