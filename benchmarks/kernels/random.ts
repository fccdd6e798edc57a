/** Counted random numbers and dropout; the plain loops are those of `src/tensor/random.ts`, in float64. */
import { fillNormal, fillUniform, philox4x32, philoxPlace } from '../../src/tensor/random.ts';
import { kernels } from '../../src/wasm/kernels.ts';
import { bytes } from '../../src/wasm/memory.ts';
import { type Case, overSizes } from './case.ts';

type Floats = Float32Array;

const at = philoxPlace(1, 'benchmark');
const [seedLow, seedHigh, count, streamLow, streamHigh] = at;
const rate = 0.5;

function words(out: Int32Array): void {
  const block = new Uint32Array(4);
  for (let i = 0; i < out.length; i += 4) {
    philox4x32(block, i / 4, count, streamLow, streamHigh, seedLow, seedHigh);
    for (let j = 0; j < 4 && i + j < out.length; j++) out[i + j] = block[j];
  }
}

function dropout(out: Floats, kept: Uint8Array, x: Floats): void {
  const block = new Uint32Array(4);
  const scale = 1 / (1 - rate);
  for (let i = 0; i < x.length; i++) {
    if (i % 4 === 0) philox4x32(block, i / 4, count, streamLow, streamHigh, seedLow, seedHigh);
    kept[i] = (block[i % 4] >>> 8) * 2 ** -24 >= rate ? 1 : 0;
    out[i] = kept[i] === 1 ? x[i] * scale : 0;
  }
}

function dropoutGradient(dx: Floats, dy: Floats, kept: Uint8Array): void {
  const scale = 1 / (1 - rate);
  for (let i = 0; i < dx.length; i++) dx[i] = kept[i] === 1 ? dy[i] * scale : 0;
}

export const random: readonly Case[] = [
  ...overSizes({
    kernel: 'philoxWords',
    bytesOfElement: 4,
    prepare(place, n) {
      const out = place.words(n);
      return { run: () => kernels.philoxWords(out.at, n, ...at), loop: () => words(out.values) };
    },
  }),
  ...overSizes({
    kernel: 'randomUniform',
    bytesOfElement: 4,
    prepare(place, n) {
      const out = place.output(n);
      return {
        run: () => kernels.randomUniform(out.at, n, -1, 1, ...at),
        loop: () => fillUniform(out.values, -1, 1, at),
      };
    },
  }),
  ...overSizes({
    kernel: 'randomNormal',
    bytesOfElement: 4,
    prepare(place, n) {
      const out = place.output(n);
      return {
        run: () => kernels.randomNormal(out.at, n, 0, 1, ...at),
        loop: () => fillNormal(out.values, 0, 1, at),
        tolerance: 5e-4, // ln u near u = 1, in float32
      };
    },
  }),
  ...overSizes({
    kernel: 'dropout',
    bytesOfElement: 8,
    prepare(place, n) {
      const x = place.input(n);
      const mask = place.scratch(n / 16 + 1);
      const out = place.output(n);
      const kept = new Uint8Array(n);
      return {
        run: () => kernels.dropout(out.at, mask, x.at, n, rate, ...at),
        loop: () => dropout(out.values, kept, x.values),
      };
    },
  }),
  ...overSizes({
    kernel: 'dropoutBackward',
    bytesOfElement: 8,
    prepare(place, n) {
      const dy = place.input(n);
      const mask = place.scratch(n / 16 + 1);
      const dx = place.output(n);
      kernels.dropout(dx.at, mask, dy.at, n, rate, ...at);
      const kept = new Uint8Array(n);
      const bits = bytes();
      for (let i = 0; i < n; i++) kept[i] = (bits[mask + (i >> 2)] >> (i & 3)) & 1;
      return {
        run: () => kernels.dropoutBackward(dx.at, dy.at, mask, n, rate, 0),
        loop: () => dropoutGradient(dx.values, dy.values, kept),
      };
    },
  }),
];
