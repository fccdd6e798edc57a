import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cos, exp, integerPower, log, pow, sin } from '../../src/tensor/scalar-math.ts';

type Entry = [...args: number[], nearest: number, remainder: number];
const golden = JSON.parse(readFileSync(new URL('../golden/scalar-math.json', import.meta.url), 'utf8')) as Record<
  string,
  Entry[]
>;
const ours: Record<string, (...args: number[]) => number> = { exp, log, pow, sin, cos };
const builtIn: Record<string, (...args: number[]) => number> = Math as never;

const view = new DataView(new ArrayBuffer(8));

/** The distance from |x| to the next float64 away from 0; 2⁻¹⁰⁷⁴ for subnormals. */
function unitInTheLastPlace(x: number): number {
  view.setFloat64(0, Math.abs(x));
  view.setBigInt64(0, view.getBigInt64(0) + 1n);
  return view.getFloat64(0) - Math.abs(x);
}

/** The next float64 above (by = 1) or below (by = −1) a positive x. */
function neighbour(x: number, by: 1 | -1): number {
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(by));
  return view.getFloat64(0);
}

/** A sequence of values in [0, 1) that covers it evenly (the golden ratio's multiples). */
function spread(i: number): number {
  return (i * 0.6180339887498949) % 1;
}

describe.each(['exp', 'log', 'pow', 'sin', 'cos'])('%s', (name) => {
  it('is within 0.75 units in the last place of values worked out with 400 digits', () => {
    let worst = 0;
    for (const entry of golden[name]) {
      const [remainder, nearest] = [entry[entry.length - 1], entry[entry.length - 2]];
      const arguments_ = entry.slice(0, -2);
      const error = Math.abs(ours[name](...arguments_) - nearest - remainder) / unitInTheLastPlace(nearest);
      if (!(error <= 0.75)) {
        throw new Error(`${name}(${arguments_}) = ${ours[name](...arguments_)}, ${error} ulp from ${nearest}`);
      }
      worst = Math.max(worst, error);
    }
    expect(worst).toBeGreaterThan(0.45); // the measure itself works: half a unit is the least a rounded value has
  });
});

/** Math.* is itself within 1 unit of the truth, so the two may differ by 2. */
function expectCloseToBuiltIn(name: string, ...args: number[]): void {
  const [value, reference] = [ours[name](...args), builtIn[name](...args)];
  if (Object.is(value, reference)) return;
  const difference = Math.abs(value - reference) / unitInTheLastPlace(reference);
  if (!(difference <= 2)) throw new Error(`${name}(${args}) = ${value}, Math has ${reference}: ${difference} ulp`);
}

describe('next to Math', () => {
  const count = 20_000;

  it('exp over its whole range', () => {
    for (let i = 0; i < count; i++) {
      expectCloseToBuiltIn('exp', -750 + 1465 * spread(i));
      expectCloseToBuiltIn('exp', -1 + 2 * spread(i));
    }
  });

  it('log over the whole range and around 1', () => {
    for (let i = 0; i < count; i++) {
      expectCloseToBuiltIn('log', Math.exp(-744 + 1450 * spread(i)));
      expectCloseToBuiltIn('log', 0.4 + 2 * spread(i));
    }
  });

  it('pow', () => {
    for (let i = 0; i < count; i++) {
      expectCloseToBuiltIn('pow', 10 * spread(i), -300 + 600 * spread(7 * i + 1));
      expectCloseToBuiltIn('pow', 0.9 + 0.2 * spread(i), 5000 * spread(5 * i + 2));
      expectCloseToBuiltIn('pow', -3 * spread(i), Math.floor(-20 + 40 * spread(3 * i + 1)));
    }
  });

  it('sin and cos, small, middling and huge', () => {
    for (const scale of [1, 10, 1e4, 3e6, 1e15, 1e200]) {
      for (let i = 0; i < count / 4; i++) {
        expectCloseToBuiltIn('sin', scale * (2 * spread(i) - 1));
        expectCloseToBuiltIn('cos', scale * (2 * spread(i) - 1));
      }
    }
  });
});

describe('edges', () => {
  const infinity = Number.POSITIVE_INFINITY;
  const special = [
    0,
    -0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    0.5,
    -0.5,
    1.5,
    -2.5,
    infinity,
    -infinity,
    Number.NaN,
    5e-324,
    -5e-324,
    1e308,
    -1e308,
    2 ** 53,
    2 ** 53 + 2,
    -(2 ** 53) - 2,
    2 ** 53 - 1,
    1 - 2 ** -53,
    1 + 2 ** -52,
    -1 - 2 ** -52,
  ];

  it.each(['exp', 'log', 'sin', 'cos'])('%s is as Math at zeros, infinities, NaN and far out', (name) => {
    for (const x of special) expectCloseToBuiltIn(name, x);
  });

  it('pow is as Math for every pair of them', () => {
    for (const x of special) for (const y of special) expectCloseToBuiltIn('pow', x, y);
  });

  it('keeps the sign of zero', () => {
    expect(sin(-0)).toBe(-0);
    expect(pow(-0, 3)).toBe(-0);
    expect(pow(-0, 2)).toBe(0);
    expect(pow(-0, -3)).toBe(-infinity);
    expect(pow(-infinity, -3)).toBe(-0);
  });

  it('goes over and under at the very argument', () => {
    expect(exp(709.782712893384)).toBeLessThan(infinity);
    expect(exp(neighbour(709.782712893384, 1))).toBe(infinity);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
    expect(pow(2, 1024)).toBe(infinity);
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(2, -1076)).toBe(0);
  });

  it('is exact where the result is a float64', () => {
    for (let n = 0; n <= 22; n++) expect(pow(10, n)).toBe(Number(`1e${n}`));
    for (let n = -1074, expected = 5e-324; n <= 1023; n++, expected *= 2) expect(pow(2, n)).toBe(expected);
    for (let n = 1; n <= 1000; n++) {
      expect(pow(n, 5)).toBe(n * n * n * n * n);
      expect(pow(n * n, 0.5)).toBe(n);
    }
  });
});

describe('integerPower', () => {
  it('is within its stated error of the power', () => {
    for (const base of [0.9, 0.99, 0.999, 0.9999, 0.5, 1.1, -0.7, 3, 1 + 2 ** -40]) {
      for (const n of [0, 1, 2, 3, 4, 5, 7, 8, 10, 31, 64, 100, 641]) {
        const expected = pow(base, n);
        expect(Math.abs(integerPower(base, n) - expected)).toBeLessThanOrEqual(Math.abs(expected) * (n + 1) * 2 ** -53);
      }
    }
    const far = pow(0.99999, 1_000_000);
    expect(Math.abs(integerPower(0.99999, 1_000_000) - far)).toBeLessThan(far * 1_000_000 * 2 ** -53);
  });

  it('multiplies by squaring, so small cases are known to the bit', () => {
    expect(integerPower(0.9, 2)).toBe(0.9 * 0.9);
    expect(integerPower(0.9, 3)).toBe(0.9 * (0.9 * 0.9));
    expect(integerPower(0.9, 5)).toBe(0.9 * (0.9 * 0.9 * (0.9 * 0.9)));
    expect(integerPower(7, 18)).toBe(1628413597910449);
    expect(integerPower(2, 1023)).toBe(2 ** 1023);
    expect(integerPower(2, -3)).toBe(0.125);
    expect(integerPower(Number.NaN, 0)).toBe(1);
    expect(integerPower(0.5, 5000)).toBe(0);
    expect(integerPower(-1, Number.MAX_SAFE_INTEGER)).toBe(-1);
  });

  it('refuses a power that is not whole', () => {
    expect(() => integerPower(2, 0.5)).toThrow(RangeError);
    expect(() => integerPower(2, Number.NaN)).toThrow('integerPower: n must be a whole number, got NaN');
  });
});
