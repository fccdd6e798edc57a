/** Small generated data for tests of training, the same for the same seed. */
import { RandomStream } from '../../src/index.ts';

export interface Classified {
  readonly x: number[][];
  readonly y: number[];
}

/** Rows of `columns` numbers around one centre for each class, in mixed order. */
export function classified(rows: number, classes: number, columns = 4, seed = 1): Classified {
  const stream = new RandomStream(seed, 'training data');
  const y = Array.from({ length: rows }, (_, i) => (i * 7 + (i >> 2)) % classes);
  const x = y.map((c) =>
    Array.from({ length: columns }, (_, j) => Math.fround(Math.cos(c * 2 + j) + stream.normal(0, 0.5))),
  );
  return { x, y };
}

/** Targets y = Σ ±x with a little noise, `outputs` of them. */
export function linear(rows: number, columns = 3, outputs = 1, seed = 2): { x: number[][]; y: number[][] } {
  const stream = new RandomStream(seed, 'training data');
  const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => Math.fround(stream.normal())));
  const y = x.map((row) =>
    Array.from({ length: outputs }, (_, k) =>
      Math.fround(row.reduce((sum, value, j) => sum + ((j + k) % 2 ? -value : value), stream.normal(0, 0.1))),
    ),
  );
  return { x, y };
}
