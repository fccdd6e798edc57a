import type { Direction } from './trial.ts';

/** Whether a is better than b. NaN is not, nor is anything better than NaN. */
export function isBetter(a: number, b: number, direction: Direction): boolean {
  return direction === 'minimize' ? a < b : a > b;
}
