import { describe, expect, it } from 'vitest';
import {
  Counter,
  fillNormal,
  fillUniform,
  fillUniformFrom,
  hashName,
  philox4x32,
  philoxPlace,
  RandomStream,
} from '../../src/tensor/random.ts';
import { packScratchBytes } from '../../src/wasm/kernels.ts';
import { expectSameBits } from '../helpers/bits.ts';
import {
  chiSquare,
  correlation,
  kolmogorovProbability,
  kolmogorovSmirnov,
  momentsOf,
  normalDistribution,
} from '../helpers/statistics.ts';
import * as twins from '../twins/random.ts';

const hex = (words: ArrayLike<number>) => Array.from(words, (word) => word.toString(16).padStart(8, '0')).join(' ');

describe('philox4x32', () => {
  // "philox4x32 10" in tests/kat_vectors of Random123, the authors' library.
  it.each([
    ['00000000 00000000 00000000 00000000', '00000000 00000000', '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    ['ffffffff ffffffff ffffffff ffffffff', 'ffffffff ffffffff', '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    ['243f6a88 85a308d3 13198a2e 03707344', 'a4093822 299f31d0', 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('gives the published words for counter %s', (counter, key, expected) => {
    const [c0, c1, c2, c3] = counter.split(' ').map((text) => Number.parseInt(text, 16));
    const [k0, k1] = key.split(' ').map((text) => Number.parseInt(text, 16));
    const out = new Uint32Array(4);
    philox4x32(out, c0, c1, c2, c3, k0, k1);
    expect(hex(out)).toBe(expected);
    philox4x32(out, c0 | 0, c1 | 0, c2 | 0, c3 | 0, k0 | 0, k1 | 0);
    expect(hex(out), 'words of either sign').toBe(expected);
    expect(hex(twins.philoxBlock([c0, c1, c2, c3], [k0, k1])), 'the twin in BigInt').toBe(expected);
  });

  it('agrees with arithmetic on whole numbers at 500 other counters', () => {
    const out = new Uint32Array(4);
    let place: number[] = [1, 2, 3, 4, 5, 6];
    for (let i = 0; i < 500; i++) {
      const [c0, c1, c2, c3, k0, k1] = place;
      philox4x32(out, c0, c1, c2, c3, k0, k1);
      expect(Array.from(out)).toEqual(twins.philoxBlock([c0, c1, c2, c3], [k0, k1]));
      place = [k1, ...out, k0];
    }
  });
});

describe('hashName', () => {
  // Test vectors of the FNV reference (RFC 9923, and N. Curtis Noll's page).
  it.each([
    ['', 'cbf29ce4 84222325'],
    ['a', 'af63dc4c 8601ec8c'],
    ['foobar', '85944171 f73967e8'],
    ['chongo was here!\n', '46810940 eff5f915'],
  ])('of %j is that of FNV-1a', (name, expected) => {
    const { low, high } = hashName(name);
    expect(hex([high, low])).toBe(expected);
  });

  it('reads UTF-8', () => {
    let hash = 0xcbf29ce484222325n;
    for (const byte of [0xc3, 0xa9, 0xe2, 0x82, 0xac])
      hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & ((1n << 64n) - 1n);
    const { low, high } = hashName('é€');
    expect((BigInt(high) << 32n) | BigInt(low)).toBe(hash);
  });

  it('tells the names of a large model apart', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 1000; i++) {
      for (const part of ['weight', 'bias', 'gamma', 'beta']) {
        const { low, high } = hashName(`init/dense${i}.${part}`);
        seen.add(`${low} ${high}`);
      }
    }
    expect(seen.size).toBe(4000);
  });
});

describe('philoxPlace', () => {
  it('splits the seed into two words', () => {
    const { low, high } = hashName('dropout1');
    expect(philoxPlace(42, 'dropout1', 7)).toEqual([42, 0, 7, low, high]);
    expect(philoxPlace(Number.MAX_SAFE_INTEGER, 'dropout1')).toEqual([0xffffffff, 0x1fffff, 0, low, high]);
  });

  it('refuses what is no seed, name or count', () => {
    for (const seed of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => philoxPlace(seed, 'x')).toThrow(RangeError);
      expect(() => new RandomStream(seed, 'x')).toThrow(
        `RandomStream: seed must be a whole number of at least 0, got ${seed}`,
      );
    }
    expect(() => philoxPlace('1' as never, 'x')).toThrow(TypeError);
    expect(() => philoxPlace(1, '')).toThrow('philoxPlace: the stream must have a name, got ""');
    expect(() => philoxPlace(1, undefined as never)).toThrow(TypeError);
    expect(() => philoxPlace(1, 'x', 2 ** 32)).toThrow('count must be below 2^32');
    expect(() => philoxPlace(1, 'x', -1)).toThrow(RangeError);
    expect(() => new Counter(1.5)).toThrow(RangeError);
    expect(new Counter().value).toBe(0);
    expect(new Counter(3).value).toBe(3);
  });
});

describe('RandomStream', () => {
  it('reads the words of its place in any order', () => {
    const stream = new RandomStream(2 ** 40 + 17, 'split', 3);
    const words = twins.philoxWords(41, ...philoxPlace(2 ** 40 + 17, 'split', 3));
    for (const i of [40, 0, 1, 2, 3, 4, 17, 16, 5, 40]) expect(stream.wordAt(i)).toBe(words[i]);
    expect(stream.position).toBe(0);
    expect([stream.word(), stream.word(), stream.position]).toEqual([words[0], words[1], 2]);
    stream.position = 17;
    expect(stream.word()).toBe(words[17]);
    expect(() => stream.wordAt(-1)).toThrow(RangeError);
    expect(() => stream.wordAt(0.5)).toThrow(RangeError);
    expect(() => stream.wordAt(2 ** 34)).toThrow(
      "RandomStream 'split': a position must be a whole number in [0, 2^34)",
    );
    expect(() => stream.wordAt(Number.NaN)).toThrow(RangeError);
    expect(stream.wordAt(2 ** 34 - 1)).toBeGreaterThanOrEqual(0);
  });

  it('gives uniform numbers of 53 bits', () => {
    const stream = new RandomStream(1, 'uniform');
    const words = twins.philoxWords(2, ...philoxPlace(1, 'uniform'));
    expect(stream.uniform()).toBe(((words[0] >>> 5) * 2 ** 26 + (words[1] >>> 6)) / 2 ** 53);
    const values = Float64Array.from({ length: 100_000 }, () => stream.uniform());
    expect(values.every((x) => x >= 0 && x < 1)).toBe(true);
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(4.3);
    expect(values.some((x) => (x * 2 ** 53) % 2 === 1)).toBe(true);
  });

  it('gives uniform numbers as far from uniform as chance has it: p-values over 200 streams are uniform too', () => {
    // One stream alone says little: seed 1 at 100,000 values is off by an amount that chance gives once in 28,000.
    const deciles = new Float64Array(10);
    const probabilities = Array.from({ length: 200 }, (_, seed) => {
      const stream = new RandomStream(seed, 'uniform');
      const values = Float64Array.from({ length: 20_000 }, () => stream.uniform());
      return kolmogorovProbability(kolmogorovSmirnov(values, (x) => x));
    });
    for (const p of probabilities) deciles[Math.min(9, Math.floor(10 * p))]++;
    expect(Math.abs(chiSquare(deciles))).toBeLessThan(4.3);
    expect(Math.min(...probabilities)).toBeGreaterThan(1e-5 / 200);
  });

  it('gives whole numbers below n without bias', () => {
    const stream = new RandomStream(2, 'integers');
    for (const n of [1, 2, 3, 7, 10, 64, 1000]) {
      const counts = new Float64Array(n);
      for (let i = 0; i < 50_000; i++) counts[stream.integerBelow(n)]++;
      if (n > 1) expect(Math.abs(chiSquare(counts))).toBeLessThan(4.3);
    }
    // A plain remainder would give the lower half of 3·2³⁰ twice as often as the rest.
    const thirds = new Float64Array(3);
    for (let i = 0; i < 30_000; i++) thirds[Math.floor(stream.integerBelow(3 * 2 ** 30) / 2 ** 30)]++;
    expect(Math.abs(chiSquare(thirds))).toBeLessThan(4.3);
    const large = Array.from({ length: 20_000 }, () => stream.integerBelow(3 * 2 ** 51));
    expect(large.every((x) => Number.isSafeInteger(x) && x >= 0 && x < 3 * 2 ** 51)).toBe(true);
    expect(kolmogorovSmirnov(large, (x) => x / (3 * 2 ** 51))).toBeLessThan(2.3);
    expect(stream.integerBelow(2 ** 32)).toBeLessThan(2 ** 32);
    for (const n of [0, -1, 1.5, 2 ** 53, Number.NaN]) expect(() => stream.integerBelow(n)).toThrow(RangeError);
  });

  it('fills arrays with the whole numbers that come one by one', () => {
    for (const n of [1, 7, 1000, 3 * 2 ** 30, 2 ** 32]) {
      for (const [before, count] of [
        [0, 5],
        [0, 3000],
        [3, 300],
      ]) {
        const [many, each] = [new RandomStream(4, 'fill', 2), new RandomStream(4, 'fill', 2)];
        for (let i = 0; i < before; i++) expect(many.word()).toBe(each.word());
        const expected = Array.from({ length: count }, () => each.integerBelow(n));
        expect(Array.from(many.fillBelow(new Uint32Array(count), n))).toEqual(expected);
        expect(many.position).toBe(each.position);
      }
    }
    const stream = new RandomStream(0, 'fill');
    for (const n of [0, 1.5, 2 ** 33]) expect(() => stream.fillBelow(new Uint32Array(1), n)).toThrow(RangeError);
  });

  it('shuffles: the same seed the same order, every order as likely', () => {
    const order = (seed: number) =>
      new RandomStream(seed, 'shuffle').shuffle(Uint32Array.from({ length: 100 }, (_, i) => i));
    expect(order(5)).toEqual(order(5));
    expect(order(5)).not.toEqual(order(6));
    expect(Array.from(order(5)).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    const counts: Record<string, number> = {};
    const stream = new RandomStream(1, 'orders');
    for (let i = 0; i < 24_000; i++) {
      const key = stream.shuffle(['a', 'b', 'c', 'd']).join('');
      counts[key] = (counts[key] ?? 0) + 1;
    }
    expect(Object.keys(counts)).toHaveLength(24);
    expect(Math.abs(chiSquare(Object.values(counts)))).toBeLessThan(4.3);
    const list = [1, 2];
    expect(stream.shuffle(list)).toBe(list);
    expect(stream.shuffle([])).toEqual([]);
  });

  it('gives normal numbers', () => {
    const stream = new RandomStream(3, 'normal');
    const n = 100_000;
    const values = Array.from({ length: n }, () => stream.normal(2, 3));
    expect(stream.position).toBe(4 * n);
    const { mean, variance, skewness, kurtosis } = momentsOf(values);
    expect(Math.abs(mean - 2)).toBeLessThan((4.3 * 3) / Math.sqrt(n));
    expect(Math.abs(variance / 9 - 1)).toBeLessThan(4.3 * Math.sqrt(2 / n));
    expect(Math.abs(skewness)).toBeLessThan(4.3 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis)).toBeLessThan(4.3 * Math.sqrt(24 / n));
    expect(kolmogorovSmirnov(values, (x) => normalDistribution((x - 2) / 3))).toBeLessThan(2.3);
  });

  it('of another name, seed or count is another stream', () => {
    const n = 20_000;
    const draw = (seed: number, name: string, count?: number) => {
      const stream = new RandomStream(seed, name, count);
      return Float64Array.from({ length: n }, () => stream.uniform());
    };
    const first = draw(7, 'a', 0);
    expect(draw(7, 'a')).toEqual(first);
    for (const other of [draw(8, 'a'), draw(7 + 2 ** 32, 'a'), draw(7, 'b'), draw(7, 'a', 1)]) {
      expect(Math.abs(correlation(first, other))).toBeLessThan(4.3);
    }
  });
});

describe('fillUniform', () => {
  it.each([
    [0, 1],
    [-1, 1],
    [1, 2],
    [-0.1, 0.3],
    [-2, -1],
    [-1, 0],
    [1000, 1001],
    [1e-40, 3e-40],
    [5, 5],
  ])('in [%d, %d) is as the formula says', (low, high) => {
    const place = philoxPlace(11, 'init/dense1.weight');
    for (const n of [0, 1, 5, 1001]) {
      const values = new Float32Array(n);
      fillUniform(values, low, high, place);
      expectSameBits(values, twins.randomUniform(n, low, high, ...place));
    }
    const many = new Float32Array(300_000);
    fillUniform(many, low, high, place);
    expect(many.every((x) => x >= Math.fround(low) && (x < Math.fround(high) || low === high))).toBe(true);
  });

  it('goes on by itself where the kernel has no room', () => {
    const place = philoxPlace(11, 'init/dense1.weight');
    const values = new Float32Array(packScratchBytes / 4 + 1001);
    fillUniform(values, -1, 1, place);
    const plain = new Float32Array(values.length);
    fillUniformFrom(0, plain, -1, 1, place);
    expectSameBits(values, plain);
  });
});

describe('fillNormal', () => {
  it('has the moments and the distribution, from the first words of each pair on', () => {
    const n = 200_001;
    const values = new Float32Array(n);
    const place = philoxPlace(1, 'init/x');
    fillNormal(values, -1, 0.5, place);
    const { mean, variance, skewness, kurtosis } = momentsOf(values);
    expect(Math.abs(mean + 1)).toBeLessThan((4.3 * 0.5) / Math.sqrt(n));
    expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(4.3 * Math.sqrt(2 / n));
    expect(Math.abs(skewness)).toBeLessThan(4.3 * Math.sqrt(6 / n));
    expect(Math.abs(kurtosis)).toBeLessThan(4.3 * Math.sqrt(24 / n));
    expect(kolmogorovSmirnov(values, (x) => normalDistribution((x + 1) / 0.5))).toBeLessThan(2.3);
    const pairs = (from: number) => values.filter((_, i) => i % 2 === from).subarray(0, 100_000);
    expect(Math.abs(correlation(pairs(0), pairs(1)))).toBeLessThan(4.3);
    expect(
      Math.abs(
        correlation(
          pairs(0).map((x) => (x + 1) ** 2),
          pairs(1).map((x) => (x + 1) ** 2),
        ),
      ),
    ).toBeLessThan(4.3);
    const few = new Float32Array(7);
    fillNormal(few, -1, 0.5, place);
    expectSameBits(few, values.subarray(0, 7));

    const words = twins.philoxWords(4, ...place);
    const radius = Math.sqrt(-2 * Math.log((words[2] + 0.5) / 2 ** 32));
    const angle = (Math.PI * (words[3] | 0)) / 2 ** 31;
    expect(values[2]).toBeCloseTo(-1 + 0.5 * radius * Math.cos(angle), 6);
    expect(values[3]).toBeCloseTo(-1 + 0.5 * radius * Math.sin(angle), 6);
  });
});
