/** Float32 twins of kernels/gather.ts. Arrays are [rows, columns], row-major; results are new arrays. */
import type { Floats } from './reduce.ts';

export function gatherRows(table: Floats, index: Floats, columns: number): Float32Array {
  return Float32Array.from({ length: index.length * columns }, (_, i) => {
    return table[index[Math.floor(i / columns)] * columns + (i % columns)];
  });
}

export function scatterRows(
  dy: Floats,
  index: Floats,
  columns: number,
  entries: number,
  before?: Floats,
): Float32Array {
  const dTable = Float32Array.from(before ?? new Float32Array(entries * columns));
  for (let i = 0; i < index.length * columns; i++) {
    dTable[index[Math.floor(i / columns)] * columns + (i % columns)] += dy[i];
  }
  return dTable;
}
