import { describe, expect, test } from 'vitest';
import { spirals } from '../../src/data/spirals.ts';
import golden from '../golden/counted-data.json' with { type: 'json' };

describe('spirals', () => {
  for (const { options, x } of golden.spirals) {
    test(`has the points its formula states: ${JSON.stringify(options)}`, () => {
      const result = spirals(options);
      expect(result.x.shape).toEqual([x.length, 2]);
      // Both are float64 within a few units in the last place, then rounded to float32: at most one apart there.
      x.flat().forEach((value, i) => {
        expect(Math.abs(result.x.data[i] - value)).toBeLessThanOrEqual(2 ** -23 * Math.max(Math.abs(value), 2 ** -20));
      });
      expect(result.y).toEqual(x.map((_, i) => Math.floor(i / options.samplesPerClass)));
    });
  }

  test('defaults', () => {
    expect(spirals()).toEqual(spirals({ classes: 3, samplesPerClass: 100, turns: 1, noise: 0.03, seed: 0 }));
    expect(spirals().x.shape).toEqual([300, 2]);
  });

  test('one seed, one set; another seed, another', () => {
    expect(spirals({ seed: 3 })).toEqual(spirals({ seed: 3 }));
    expect(spirals({ seed: 3 }).x.data).not.toEqual(spirals({ seed: 4 }).x.data);
  });

  test('without noise, points lie on their arm', () => {
    const { x, y } = spirals({ classes: 2, samplesPerClass: 50, turns: 0, noise: 0 });
    y.forEach((k, i) => {
      expect(Math.abs(x.data[2 * i] - ((k === 0 ? 1 : -1) * ((i % 50) + 1)) / 50)).toBeLessThan(1e-7);
      expect(Math.abs(x.data[2 * i + 1])).toBeLessThan(1e-7);
    });
  });

  test('refuses what makes no spiral', () => {
    expect(() => spirals({ classes: 0 })).toThrow('spirals: classes must be a whole number of at least 1, got 0');
    expect(() => spirals({ samplesPerClass: 2.5 })).toThrow('samplesPerClass must be a whole number');
    expect(() => spirals({ noise: -1 })).toThrow('spirals: noise must be at least 0, got -1');
    expect(() => spirals({ turns: Number.POSITIVE_INFINITY })).toThrow('turns must be at least 0');
    expect(() => spirals({ noise: 1e39 })).toThrow(/^spirals: the options give .*e\+\d\d, too large for float32$/);
    expect(() => spirals({ noise: 1e39 })).toThrow(RangeError);
    expect(() => spirals({ seed: 0.5 })).toThrow('seed');
    expect(() => spirals({ turn: 2 } as never)).toThrow("did you mean 'turns'?");
  });
});
