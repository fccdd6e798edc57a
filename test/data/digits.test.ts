import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { digitForms } from '../../src/data/digit-forms.ts';
import { smooth, trace } from '../../src/data/pen.ts';
import { type DigitsOptions, digits } from '../../src/index.ts';
import golden from '../golden/digits.json' with { type: 'json' };
import { chiSquare, momentsOf } from '../helpers/statistics.ts';

const size = 28;
const image = ({ data }: { data: Uint8Array }, i: number) => data.subarray(i * size * size, (i + 1) * size * size);

/** Centre of mass in pixels from the middle, and the box of all that is not black. */
function measure(pixels: Uint8Array) {
  let [mass, x, y] = [0, 0, 0];
  let [left, right, top, bottom] = [size, 0, size, 0];
  pixels.forEach((grey, i) => {
    if (grey === 0) return;
    const [row, column] = [Math.floor(i / size), i % size];
    mass += grey;
    x += grey * (column + 0.5 - size / 2);
    y += grey * (row + 0.5 - size / 2);
    [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
  });
  return { mass, x: x / mass, y: y / mass, side: Math.max(right - left, bottom - top) };
}

describe('digits', () => {
  const cases = golden.cases.map((one) => [JSON.stringify(one.options), one] as const);
  test.each(cases)('are those drawn independently, byte for byte: %s', (_, one) => {
    const options = one.options as unknown as DigitsOptions;
    const { x, y } = digits({ ...options, seed: one.seed, samples: Math.max(...one.samples) + 1 });
    one.samples.forEach((sample, k) => {
      expect(y[sample]).toBe(one.labels[k]);
      expect(Buffer.from(image(x, sample)).toString('base64'), `sample ${sample}`).toBe(one.images[k]);
    });
  });

  it('have the shape that dense layers take, and that of images', () => {
    const flat = digits({ samples: 12 });
    expect(flat.x.shape).toEqual([12, 784]);
    expect(flat.x.scale).toBe(1 / 255);
    expect(flat.x.data).toHaveLength(12 * 784);
    const images = digits({ samples: 12, flatten: false });
    expect(images.x.shape).toEqual([12, 28, 28, 1]);
    expect({ data: images.x.data, y: images.y }).toEqual({ data: flat.x.data, y: flat.y });
  });

  it('defaults', () => {
    const given = { noise: 0.05, shift: 2, slant: 0.2, rotation: 0.1, distortion: 1, seed: 0, flatten: true };
    expect(digits({ samples: 20 })).toEqual(digits({ samples: 20, ...given, scale: [18, 22], thickness: [1.6, 4] }));
    expect(digits().x.shape).toEqual([6000, 784]);
  });

  it('begin a larger set with the smaller one, and another seed gives another', () => {
    const [small, large] = [digits({ samples: 17, seed: 3 }), digits({ samples: 40, seed: 3 })];
    expect(large.y.slice(0, 17)).toEqual(small.y);
    expect(large.x.data.subarray(0, 17 * 784)).toEqual(small.x.data);
    expect(digits({ samples: 17, seed: 4 }).x.data).not.toEqual(small.x.data);
    expect(digits({ samples: 17, seed: 4 }).y).not.toEqual(small.y);
  });

  it('hold every class alike, in random order, no digit twice the same', () => {
    const { x, y } = digits({ samples: 2000, seed: 1, noise: 0 });
    for (let i = 0; i < 2000; i += 10) expect(y.slice(i, i + 10).sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const place of [0, 4, 9]) {
      const counts = Array.from(
        { length: 10 },
        (_, k) => y.filter((label, i) => i % 10 === place && label === k).length,
      );
      expect(Math.abs(chiSquare(counts))).toBeLessThan(4);
    }
    const images = new Set(y.map((_, i) => createHash('sha256').update(image(x, i)).digest('hex')));
    expect(images.size).toBe(2000);
  });

  it('lie where shift and scale say, as white as MNIST, on black', () => {
    const { x, y } = digits({ samples: 500, seed: 2, noise: 0, shift: 3, scale: [14, 20], thickness: [1.6, 3] });
    const measured = y.map((_, i) => measure(image(x, i)));
    for (const { x: dx, y: dy, side } of measured) {
      // The pen's path is centred; its ink is so but for overlaps, and for the pixel grid.
      expect(Math.abs(dx)).toBeLessThan(3.8);
      expect(Math.abs(dy)).toBeLessThan(3.8);
      expect(side).toBeGreaterThanOrEqual(13);
      expect(side).toBeLessThanOrEqual(22);
    }
    expect(momentsOf(measured.map((one) => one.x)).variance).toBeCloseTo(3, 0); // (2 · 3)² / 12
    expect(momentsOf(measured.map((one) => one.side)).mean).toBeCloseTo(18, 0); // 17, and the edges' half pixels
    expect(x.data.reduce((a, b) => Math.max(a, b))).toBe(255);
    const mean = momentsOf(digits({ samples: 1000 }).x.data).mean;
    expect(mean).toBeGreaterThan(30); // MNIST: 33.3
    expect(mean).toBeLessThan(45);
  });

  it('have noise of the size asked for, and none without', () => {
    const corner = (noise: number) => {
      const { x, y } = digits({ samples: 200, noise, shift: 0, scale: [15, 18] });
      return y.flatMap((_, i) => [...image(x, i).subarray(0, 2 * size)]);
    };
    expect(Math.max(...corner(0))).toBe(0);
    const values = corner(0.1);
    const positive = values.filter((value) => value > 0);
    expect(Math.abs(positive.length / values.length - 0.5)).toBeLessThan(0.02);
    // Half of a normal distribution of deviation 25.5: E x² = 25.5².
    const square = positive.reduce((sum, value) => sum + value * value, 0) / positive.length;
    expect(Math.abs(Math.sqrt(square) - 25.5)).toBeLessThan(0.6);
  });

  it('take well under a tenth of a millisecond each', () => {
    digits({ samples: 300 });
    const begin = performance.now();
    digits({ samples: 1000 });
    // Half of that on the machine it was written on; room for slower ones and for what else runs.
    expect((performance.now() - begin) / 1000).toBeLessThan(0.5);
  });

  const any = (value: unknown): never => value as never;
  it.each<[what: string, call: () => unknown, error: new (...args: never[]) => Error, message: RegExp]>([
    ['no samples', () => digits({ samples: 0 }), RangeError, /digits: samples.*at least 1, got 0/],
    ['a negative seed', () => digits({ seed: -1 }), RangeError, /digits: seed.*got -1/],
    ['noise in grey levels', () => digits({ noise: 20 }), RangeError, /digits: noise must be in \[0, 1\], got 20/],
    ['a shift out of the image', () => digits({ shift: 29 }), RangeError, /shift must be in \[0, 28\], got 29/],
    ['slant that is no number', () => digits({ slant: Number.NaN }), RangeError, /slant must be in.*got NaN/],
    ['one scale', () => digits({ scale: any(20) }), TypeError, /scale must be a pair \[low, high\], got 20/],
    ['a scale inside out', () => digits({ scale: [22, 18] }), RangeError, /low ≤ high, got \[22, 18\]/],
    ['a pen as thick as the digit', () => digits({ thickness: [2, 18] }), RangeError, /thinner.*\[2, 18\].*\[18, 22\]/],
    ['a pen of no width', () => digits({ thickness: [0, 2] }), RangeError, /0 < thickness.*\[0, 2\]/],
    ['flatten as text', () => digits({ flatten: any('no') }), TypeError, /flatten must be true or false, got "no"/],
    ['an option misspelt', () => digits(any({ sample: 3 })), TypeError, /'sample'; did you mean 'samples'/],
  ])('refuse %s', (_, call, error, message) => {
    expect(call).toThrow(error);
    expect(call).toThrow(message);
  });
});

describe('the forms', () => {
  it('are there for each digit, with shares that sum to 1 and points in the box', () => {
    expect(digitForms).toHaveLength(10);
    for (const forms of digitForms) {
      expect(forms.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      for (const stroke of forms.flatMap(({ strokes }) => strokes)) {
        expect(stroke.length % 2).toBe(0);
        expect(stroke.length).toBeGreaterThanOrEqual(4);
        stroke.forEach((value, i) => {
          expect(Math.abs(value - (i % 2) / 2)).toBeLessThanOrEqual(0.5);
        });
      }
    }
  });
});

describe('the pen', () => {
  it('goes through the points of a stroke, smoothly, but for corners', () => {
    const path = smooth([0, 0, 1, 2, 3, 1, 3, 1, 0, 0]);
    expect(path).toHaveLength(2 * (3 * 6 + 1));
    expect([path.slice(0, 2), path.slice(12, 14), path.slice(24, 26), path.slice(36)]).toEqual([
      [0, 0],
      [1, 2],
      [3, 1],
      [0, 0],
    ]);
    const turn = (i: number) => {
      const [ax, ay] = [path[i] - path[i - 2], path[i + 1] - path[i - 1]];
      const [bx, by] = [path[i + 2] - path[i], path[i + 3] - path[i + 1]];
      return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by));
    };
    for (let i = 2; i < 36; i += 2) {
      if (i === 24) expect(turn(i)).toBeGreaterThan(2);
      else expect(turn(i)).toBeLessThan(0.7);
    }
  });

  it('draws straight where points are in line', () => {
    smooth([0, 0, 1, 2, 2, 4]).forEach((value, i, path) => {
      if (i % 2 === 1) expect(value).toBeCloseTo(2 * path[i - 1], 12);
    });
  });

  it('finds the distance of pixels near the path, and leaves the far ones alone', () => {
    const path = [2.3, 1.1, 6.2, 3.4, 6.2, 3.4, 5, 9.5, -3, 12];
    const distances = new Float64Array(100).fill(1000);
    trace(distances, 10, path, 1.5);
    for (let row = 0; row < 10; row++) {
      for (let column = 0; column < 10; column++) {
        let least = Number.POSITIVE_INFINITY; // from many points of the path
        for (let i = 0; i + 3 < path.length; i += 2) {
          for (let k = 0; k <= 2000; k++) {
            const x = path[i] + (k / 2000) * (path[i + 2] - path[i]) - column - 0.5;
            const y = path[i + 1] + (k / 2000) * (path[i + 3] - path[i + 1]) - row - 0.5;
            least = Math.min(least, x * x + y * y);
          }
        }
        const found = distances[10 * row + column];
        if (least < 1.5 ** 2) expect(found).toBeCloseTo(least, 4);
        else expect(found).toBeGreaterThan(1.5 ** 2 - 1e-4);
      }
    }
  });
});
