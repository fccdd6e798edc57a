import { describe, expect, it } from 'vitest';
import { fillNormal, fillUniformFrom, philoxPlace } from '../../src/tensor/random.ts';
import { kernels, type PhiloxPlace, wasmMemory } from '../../src/wasm/kernels.ts';
import { expectSameBits, ulpsBetween } from '../helpers/bits.ts';
import { lengths, someFloats, specialFloats } from '../helpers/floats.ts';
import { type KernelArray, KernelMemory } from '../helpers/memory.ts';
import {
  chiSquare,
  correlation,
  kolmogorovProbability,
  kolmogorovSmirnov,
  momentsOf,
  normalDistribution,
} from '../helpers/statistics.ts';
import * as twins from '../twins/random.ts';

const places: PhiloxPlace[] = [
  [0, 0, 0, 0, 0],
  [-1, -1, -1, -1, -1],
  [42, 0, 7, 0xdeadbeef, 0x12345678],
  philoxPlace(2 ** 50 + 3, 'dropout1', 2 ** 32 - 1),
];

const wordsOf = ({ address, n }: KernelArray) => new Uint32Array(wasmMemory.buffer, address, n).slice();
const bytesOf = ({ address }: KernelArray, n: number) => new Uint8Array(wasmMemory.buffer, address, n).slice();

/** What a kernel without inputs writes. */
function generated(n: number, call: (out: number) => void): Float32Array {
  const memory = new KernelMemory();
  const out = memory.array(n);
  call(out.address);
  memory.check();
  return out.values();
}

describe('philoxWords', () => {
  it('gives the known answers of Random123 where the counter allows, and the words of the paper elsewhere', () => {
    const memory = new KernelMemory();
    const out = memory.array(4);
    kernels.philoxWords(out.address, 4, 0, 0, 0, 0, 0);
    // kat_vectors, counter and key 0. The other two begin at far blocks: test/tensor/random.test.ts holds the twin to them.
    expect(Array.from(wordsOf(out))).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
    for (const place of places) {
      for (const n of lengths) {
        const words = memory.array(n, n % 4);
        kernels.philoxWords(words.address, n, ...place);
        expect(wordsOf(words)).toEqual(twins.philoxWords(n, ...place));
      }
    }
    memory.check();
  });

  it('of 5 are the first 5 of 1,001', () => {
    const memory = new KernelMemory();
    const [few, many] = [memory.array(5), memory.array(1001)];
    kernels.philoxWords(few.address, 5, ...places[2]);
    kernels.philoxWords(many.address, 1001, ...places[2]);
    expect(wordsOf(few)).toEqual(wordsOf(many).slice(0, 5));
  });

  it('has no bit that leans, or follows another word, count, seed or stream', () => {
    const n = 100_000;
    const draw = (...place: PhiloxPlace) => {
      const memory = new KernelMemory();
      const out = memory.array(n);
      kernels.philoxWords(out.address, n, ...place);
      return wordsOf(out);
    };
    const first = draw(1, 0, 0, 5, 6);
    for (let bit = 0; bit < 32; bit++) {
      const ones = first.reduce((sum, word) => sum + ((word >>> bit) & 1), 0);
      expect(Math.abs(chiSquare([ones, n - ones]))).toBeLessThan(5);
    }
    expect(Math.abs(correlation(first.subarray(4), first.subarray(0, n - 4)))).toBeLessThan(4.3);
    const others: PhiloxPlace[] = [
      [1, 0, 1, 5, 6],
      [1, 0, 2 ** 31, 5, 6],
      [2, 0, 0, 5, 6],
      [1, 1, 0, 5, 6],
      [1, 0, 0, 6, 5],
    ];
    for (const other of others) {
      const words = draw(...other);
      expect(Math.abs(correlation(first, words))).toBeLessThan(4.3);
      // Each of 16 pairs of leading bits as often as any other.
      const pairs = new Float64Array(16);
      for (let i = 0; i < n; i++) pairs[(first[i] >>> 30) * 4 + (words[i] >>> 30)]++;
      expect(Math.abs(chiSquare(pairs))).toBeLessThan(4.3);
    }
  });
});

describe('randomUniform', () => {
  const ranges = [
    [0, 1],
    [-1, 1],
    [1, 2],
    [-0.1, 0.3],
    [-2, -1],
    [-1, 0],
    [1000, 1001],
    [1e-40, 3e-40],
    [-1e38, 1e38],
    [5, 5],
  ];

  it('equals its twin, and the loop of fillUniform, bit for bit', () => {
    for (const [low, high] of ranges) {
      for (const place of places) {
        for (const n of lengths) {
          const values = generated(n, (out) => kernels.randomUniform(out, n, low, high, ...place));
          expectSameBits(values, twins.randomUniform(n, low, high, ...place), `uniform ${n} in [${low}, ${high})`);
          const plain = new Float32Array(n);
          fillUniformFrom(0, plain, low, high, place);
          expectSameBits(plain, values, `fillUniformFrom ${n} in [${low}, ${high})`);
        }
      }
    }
  });

  it('stays below its upper end', () => {
    for (const [low, high] of ranges) {
      if (low === high) continue;
      const values = generated(300_000, (out) => kernels.randomUniform(out, 300_000, low, high, 1, 2, 3, 4, 5));
      expect(values.every((x) => x >= Math.fround(low) && x < Math.fround(high))).toBe(true);
    }
  });

  it('is uniform: χ² of 1,000 bins, and Kolmogorov–Smirnov over 100 streams', () => {
    const n = 500_000;
    const bins = new Float64Array(1000);
    for (const x of generated(n, (out) => kernels.randomUniform(out, n, 0, 1, 9, 0, 0, 1, 2)))
      bins[Math.floor(1000 * x)]++;
    expect(Math.abs(chiSquare(bins))).toBeLessThan(4.3);
    const deciles = new Float64Array(10);
    for (let stream = 0; stream < 100; stream++) {
      const values = generated(10_000, (out) => kernels.randomUniform(out, 10_000, -3, 5, 9, 0, 0, stream, 2));
      const p = kolmogorovProbability(kolmogorovSmirnov(values, (x) => (x + 3) / 8));
      expect(p).toBeGreaterThan(1e-7);
      deciles[Math.min(9, Math.floor(10 * p))]++;
    }
    expect(Math.abs(chiSquare(deciles))).toBeLessThan(4.3);
  });
});

describe('randomNormal', () => {
  it('equals its twin bit for bit', () => {
    for (const [mean, deviation] of [
      [0, 1],
      [-3, 0.02],
      [1e6, 1e-3],
      [0, 0],
    ]) {
      for (const place of places) {
        for (const n of lengths) {
          const values = generated(n, (out) => kernels.randomNormal(out, n, mean, deviation, ...place));
          expectSameBits(values, twins.randomNormal(n, mean, deviation, ...place), `normal ${n}`);
        }
      }
    }
  });

  it('of 5 are the first 5 of 1,001', () => {
    const many = generated(1001, (out) => kernels.randomNormal(out, 1001, 0, 1, 1, 2, 3, 4, 5));
    expectSameBits(
      generated(5, (out) => kernels.randomNormal(out, 5, 0, 1, 1, 2, 3, 4, 5)),
      many.subarray(0, 5),
    );
  });

  it('is within a few units in the last place of Box–Muller in float64', () => {
    const n = 100_000;
    const values = generated(n, (out) => kernels.randomNormal(out, n, 0, 1, ...places[2]));
    const exact = new Float32Array(n);
    fillNormal(exact, 0, 1, places[2]);
    // The radius near 0 and cos near its zero are as good as u and the angle are in float32, absolutely.
    const words = twins.philoxWords(n, ...places[2]);
    let worst = 0;
    for (let i = 0; i < n; i++) {
      if (words[i - (i % 2)] < 0xfff00000) worst = Math.max(worst, Math.abs(values[i] - exact[i]));
      else expect(Math.abs(values[i] - exact[i])).toBeLessThan(5e-4);
    }
    expect(worst).toBeLessThan(5e-6);
    expect(ulpsBetween(values[0], exact[0])).toBeLessThan(16);
  });

  it('has the moments, the distribution and the tails of the normal one', () => {
    const n = 1_000_000;
    const values = generated(n, (out) => kernels.randomNormal(out, n, 0, 1, ...places[2]));
    const { mean, variance, skewness, kurtosis } = momentsOf(values);
    expect(Math.abs(mean)).toBeLessThan(4.3 / Math.sqrt(n));
    expect(Math.abs(variance - 1)).toBeLessThan(4.3 * Math.sqrt(2 / n));
    expect(Math.abs(skewness)).toBeLessThan(4.3 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis)).toBeLessThan(4.3 * Math.sqrt(24 / n));
    expect(kolmogorovSmirnov(values, normalDistribution)).toBeLessThan(2.3);
    for (const bound of [2, 3, 4]) {
      const expected = 2 * n * normalDistribution(-bound);
      const above = values.reduce((count, x) => count + (Math.abs(x) > bound ? 1 : 0), 0);
      expect(Math.abs(above - expected)).toBeLessThan(4.3 * Math.sqrt(expected));
    }
    // Of independent normal values the angle is uniform, also between elements 4 and 16 apart.
    for (const [from, apart] of [
      [0, 1],
      [1, 1],
      [0, 4],
      [0, 16],
    ]) {
      const angles = Array.from({ length: 50_000 }, (_, i) => {
        const at = 2 * apart * Math.floor(i / apart) + (i % apart) + from;
        return Math.atan2(values[at], values[at + apart]) / (2 * Math.PI) + 0.5;
      });
      expect(kolmogorovSmirnov(angles, (x) => x)).toBeLessThan(2.3);
    }
  });

  it('is finite at the extreme words', () => {
    // The formula at u's ends: word 0 gives the largest radius, word 2³² − 1 the radius 0.
    expect(Math.sqrt(-2 * Math.log(2 ** -33))).toBeCloseTo(6.764, 3);
    const n = 4_000_000;
    const values = generated(n, (out) => kernels.randomNormal(out, n, 0, 1, 0, 0, 0, 0, 0));
    let largest = 0;
    for (const x of values) if (!(Math.abs(x) <= largest)) largest = Math.abs(x);
    expect(largest).toBeGreaterThan(4.6);
    expect(largest).toBeLessThan(6.77);
  });
});

describe('dropout', () => {
  const rates = [0, 0.1, 0.25, 0.5, 0.9, 1 - 2 ** -24, 2 ** -24, 1 / 3];

  /** ⌈n / 4⌉ bytes in a guarded array; bytes past the end must stay. */
  const maskArray = (memory: KernelMemory, n: number) => memory.array(new Float32Array(Math.ceil(n / 16)).fill(-1));

  it('and its gradient equal their twins bit for bit, in place too', () => {
    for (const rate of rates) {
      for (const place of places) {
        for (const n of lengths) {
          const values = n > 40 ? someFloats(n, 5, n) : specialFloats.slice(0, n);
          const memory = new KernelMemory();
          const x = memory.array(values);
          const out = memory.array(n);
          const mask = maskArray(memory, n);
          const maskBytes = Math.ceil(n / 4);
          const after = bytesOf(mask, 4 * mask.n).subarray(maskBytes);
          const keeps = twins.kept(n, rate, ...place);

          kernels.dropout(out.address, mask.address, x.address, n, rate, ...place);
          expectSameBits(out.values(), twins.dropout(values, rate, ...place), `dropout ${rate} of ${n}`);
          const bits = Array.from(bytesOf(mask, maskBytes), (byte, k) =>
            Array.from({ length: Math.min(4, n - 4 * k) }, (_, j) => ((byte >> j) & 1) === 1),
          );
          expect(bits.flat()).toEqual(keeps);
          expect(bytesOf(mask, 4 * mask.n).subarray(maskBytes)).toEqual(after);

          const dy = n > 40 ? someFloats(n, 1, n + 1) : [...specialFloats].reverse().slice(0, n);
          const before = someFloats(n, 2, n + 2);
          const [dyArray, dx] = [memory.array(dy), memory.array(before)];
          kernels.dropoutBackward(dx.address, dyArray.address, mask.address, n, rate, 1);
          expectSameBits(dx.values(), twins.dropoutBackward(dy, keeps, rate, before), `backward ${n}, adding`);
          kernels.dropoutBackward(dx.address, dyArray.address, mask.address, n, rate, 0);
          expectSameBits(dx.values(), twins.dropoutBackward(dy, keeps, rate), `backward ${n}`);
          kernels.dropoutBackward(dyArray.address, dyArray.address, mask.address, n, rate, 0);
          expectSameBits(dyArray.values(), dx.values(), `backward ${n} in place`);

          kernels.dropout(x.address, mask.address, x.address, n, rate, ...place);
          expectSameBits(x.values(), out.values(), `dropout ${n} in place`);
          memory.check();
        }
      }
    }
  });

  it('passes special values on or drops them to +0', () => {
    const memory = new KernelMemory();
    const values = Array.from({ length: 20 }, () => specialFloats).flat();
    const [x, out, mask] = [memory.array(values), memory.array(values.length), maskArray(memory, values.length)];
    kernels.dropout(out.address, mask.address, x.address, values.length, 0.5, ...places[2]);
    expectSameBits(out.values(), twins.dropout(values, 0.5, ...places[2]));
    expect(Array.from(out.values()).some((y, i) => Number.isNaN(values[i]) && Object.is(y, 0))).toBe(true);
  });

  it('keeps 1 − rate of the elements, whatever their neighbours and the step before', () => {
    const n = 200_000;
    for (const rate of [0.1, 0.5, 0.8]) {
      const now: boolean[] = [];
      const next: boolean[] = [];
      for (const [into, count] of [
        [now, 5],
        [next, 6],
      ] as const) {
        const memory = new KernelMemory();
        const [x, mask] = [memory.array(new Float32Array(n).fill(1)), maskArray(memory, n)];
        kernels.dropout(x.address, mask.address, x.address, n, rate, 1, 0, count, 3, 4);
        for (const y of x.values()) into.push(y !== 0);
      }
      const share = now.filter((keep) => keep).length / n;
      expect(Math.abs(share - (1 - rate))).toBeLessThan(4.3 * Math.sqrt((rate * (1 - rate)) / n));
      const numbers = (keeps: boolean[]) => keeps.map(Number);
      expect(Math.abs(correlation(numbers(now), numbers(next)))).toBeLessThan(4.3);
      expect(Math.abs(correlation(numbers(now.slice(1)), numbers(now.slice(0, -1))))).toBeLessThan(4.3);
    }
  });

  it('keeps an element whose uniform value is the rate itself, and drops it from the next rate on', () => {
    const memory = new KernelMemory();
    const [x, out, mask] = [memory.array(new Float32Array(16).fill(1)), memory.array(16), maskArray(memory, 16)];
    const words = twins.philoxWords(16, ...places[2]);
    words.forEach((word, i) => {
      for (const [units, keeps] of [
        [(word >>> 8) - 0.5, true],
        [word >>> 8, true],
        [(word >>> 8) + 2 ** -20, false],
        [(word >>> 8) + 1, false],
      ] as const) {
        kernels.dropout(out.address, mask.address, x.address, 16, units * 2 ** -24, ...places[2]);
        expect(out.values()[i] !== 0).toBe(keeps);
      }
    });
  });

  it('leaves the bits of the mask beyond the last element at 0', () => {
    for (let n = 1; n <= 19; n++) {
      const memory = new KernelMemory();
      const [x, mask] = [memory.array(n), maskArray(memory, n)];
      kernels.dropout(x.address, mask.address, x.address, n, 0, ...places[2]);
      const bytes = Array.from(bytesOf(mask, Math.ceil(n / 4)));
      expect(bytes).toEqual(bytes.map((_, k) => 2 ** Math.min(4, n - 4 * k) - 1));
    }
  });

  it('with rate 0 changes nothing', () => {
    const values = specialFloats;
    const memory = new KernelMemory();
    const [x, mask] = [memory.array(values), maskArray(memory, values.length)];
    kernels.dropout(x.address, mask.address, x.address, values.length, 0, ...places[3]);
    expectSameBits(x.values(), values);
  });
});
