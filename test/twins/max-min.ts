/** Float32 twins of kernels/max-min.ts. Arrays are [outer, axis, inner], row-major; results are new arrays. */
import { alongAxis, type Floats, put, type Sizes } from './reduce.ts';

function extremeAxis(x: Floats, sizes: Sizes, beats: (a: number, b: number) => boolean) {
  const out = new Float32Array(sizes.outer * sizes.inner);
  const index = new Float32Array(out.length);
  alongAxis(sizes, (at, place) => {
    let best = 0;
    for (let a = 1; a < sizes.axis; a++) {
      const value = x[place(a)];
      const holder = x[place(best)];
      if (beats(value, holder) || (Number.isNaN(value) && !Number.isNaN(holder))) best = a;
    }
    out[at] = x[place(best)];
    index[at] = best;
  });
  return { out, index };
}

export function maxAxis(x: Floats, sizes: Sizes) {
  return extremeAxis(x, sizes, (a, b) => a > b);
}

export function minAxis(x: Floats, sizes: Sizes) {
  return extremeAxis(x, sizes, (a, b) => a < b);
}

export function pickBackward(dy: Floats, index: Floats, sizes: Sizes, before?: Floats): Float32Array {
  const dx = Float32Array.from(before ?? new Float32Array(sizes.outer * sizes.axis * sizes.inner));
  alongAxis(sizes, (at, place) => {
    const picked = place(index[at]);
    dx[picked] = put(before, picked, dy[at]);
  });
  return dx;
}
